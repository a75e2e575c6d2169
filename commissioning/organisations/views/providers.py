"""Pages of providers."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.actions import providers as actions
from commissioning.organisations.forms import ListFilter, ProviderForm, SortForm
from commissioning.organisations.queries import providers as queries
from commissioning.organisations.rules.values import SORT_NAMES, ProviderSort
from commissioning.organisations.views.blueprint import commissioner_in_view, party_in_view, views
from commissioning.organisations.views.home import may_maintain
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.web import current_actor, page, page_of, requires


@views.get("/organisations/providers")
@requires(Permission.SEE_ORGANISATIONS)
def list_providers() -> tuple[str, int]:
    """List the providers of a trust and what each is to it."""
    asked = ListFilter()
    providers = page_of(queries.select_providers(commissioner_in_view().id, text=asked.text.data or ""))
    return page(
        "commissioning/organisations/list_providers.html",
        asked=asked,
        providers=providers,
        sort_names=SORT_NAMES,
        may_maintain=may_maintain(),
    )


@views.get("/organisations/providers/<int:provider_id>")
@requires(Permission.SEE_ORGANISATIONS)
def show_provider(provider_id: int) -> tuple[str, int]:
    """Show a provider: what it is to the trust, its history."""
    detail = queries.find_detail(provider_id)
    return page(
        "commissioning/organisations/show_provider.html",
        provider=party_in_view(provider_id, PartyKind.PROVIDER),
        sort=SORT_NAMES[detail.sort] if detail else "not recorded",
        may_maintain=may_maintain(),
    )


@views.route("/organisations/providers/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def add_provider() -> Response | tuple[str, int]:
    """Add a provider."""
    form = ProviderForm(clock.today())

    def act() -> str:
        provider = actions.add_provider(
            commissioner_id=commissioner_in_view().id,
            code=str(form.code.data).strip(),
            name=str(form.name.data),
            sort=ProviderSort(form.sort.data),
            opened_on=form.opened_on.data,
            by=current_actor(),
        )
        flash(f"{provider.name} is added.")
        return url_for("organisations.show_provider", provider_id=provider.id)

    return submit(form, act) or page("commissioning/organisations/add_provider.html", form)


@views.route("/organisations/providers/<int:provider_id>/sort", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def change_sort(provider_id: int) -> Response | tuple[str, int]:
    """Say anew what a provider is to the trust."""
    provider, detail = party_in_view(provider_id, PartyKind.PROVIDER), queries.find_detail(provider_id)
    form = SortForm(detail.sort.value if detail else None)

    def act() -> str:
        actions.change_sort(provider_id=provider_id, sort=ProviderSort(form.sort.data), by=current_actor())
        return url_for("organisations.show_provider", provider_id=provider_id)

    return submit(form, act) or page("commissioning/organisations/change_sort.html", form, provider=provider)
