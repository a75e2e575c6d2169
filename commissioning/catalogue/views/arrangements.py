"""The table of services by locality, and changing one of its cells."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.catalogue import queries
from commissioning.catalogue.actions.arrangements import change_arrangement as change
from commissioning.catalogue.forms import ArrangementForm, TableFilter
from commissioning.catalogue.rules import KIND_NAMES, ArrangementKind, share_from
from commissioning.catalogue.views.blueprint import may_maintain, service_in_view, views
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.views.blueprint import commissioner_in_view
from commissioning.organisations.views.localities import locality_in_view
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/")
@requires(Permission.SEE_CATALOGUE)
def show_table() -> tuple[str, int]:
    """Show who provides what where, today or on the day asked for, gaps in words, with counts by locality."""
    trust = commissioner_in_view()
    asked = TableFilter(queries.list_categories(trust.id))
    asked.on.validate(asked)
    on = asked.on.data or clock.today()
    table = queries.table_on(
        trust.id,
        on,
        text=asked.text.data or "",
        category=str(asked.category.data or ""),
        only_gaps=bool(asked.only_gaps.data),
    )
    counted: list[tuple[str, ArrangementKind | None]] = [(name, kind) for kind, name in KIND_NAMES.items()]
    return page(
        "commissioning/catalogue/show_table.html",
        asked=asked,
        on=on,
        table=table,
        counted=[*counted, ("Nothing recorded", None)],
        may_maintain=may_maintain(),
    )


@views.route("/services/<int:service_id>/localities/<int:locality_id>/change-arrangement", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_CATALOGUE)
def change_arrangement(service_id: int, locality_id: int) -> Response | tuple[str, int]:
    """Say who provides a service in a locality from a day on."""
    service, locality, on = service_in_view(service_id), locality_in_view(locality_id), clock.today()
    known = queries.list_arrangements_at(service_id, locality_id)
    held = next((a for a in known if a.starts_on <= on and (a.ends_on is None or on < a.ends_on)), None)
    form = ArrangementForm(held, [provider for provider, _ in list_providers(service.commissioner_id, on=on)], on)

    def act() -> str:
        change(
            service_id=service_id,
            locality_id=locality_id,
            kind=ArrangementKind(form.kind.data),
            provider_id=int(form.provider.data) if form.provider.data else None,
            share=share_from(form.share.data) if form.share.data else None,
            starts_on=form.starts_on.data,
            by=current_actor(),
        )
        flash(f"The arrangement of {service.name} in {locality.name} is recorded.")
        return url_for("catalogue.show_service", service_id=service_id)

    return submit(form, act) or page(
        "commissioning/catalogue/change_arrangement.html",
        form,
        service=service,
        locality=locality,
        words=queries.words_of(held),
    )
