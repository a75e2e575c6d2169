"""Pages for what groups, practices and providers have in common: another name, and closing."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.actions.groups import close_group
from commissioning.organisations.actions.practices import close_practice
from commissioning.organisations.actions.providers import close_provider
from commissioning.organisations.forms import CloseForm, RenameForm
from commissioning.organisations.views.blueprint import party_in_view, views
from core import clock
from core.one_use import submit
from core.parties.actions import rename_party
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.web import current_actor, page, requires

KINDS = (PartyKind.PBC_GROUP, PartyKind.PRACTICE, PartyKind.PROVIDER)


@views.route("/organisations/<int:party_id>/rename", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def rename_organisation(party_id: int) -> Response | tuple[str, int]:
    """Give an organisation another name."""
    party = party_in_view(party_id, *KINDS)
    form = RenameForm(obj=party)

    def act() -> str:
        rename_party(party_id=party_id, name=str(form.name.data), by=current_actor())
        flash("The new name is saved.")
        return address_of(party)

    return submit(form, act) or page(
        "commissioning/organisations/rename_organisation.html", form, party=party, address=address_of(party)
    )


@views.route("/organisations/<int:party_id>/close", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def close_organisation(party_id: int) -> Response | tuple[str, int]:
    """Say what closing means, ask from when and why, and close."""
    party = party_in_view(party_id, *KINDS)
    form = CloseForm(clock.today())

    def act() -> str:
        closed_on, reason, by = form.closed_on.data, str(form.reason.data), current_actor()
        if party.kind is PartyKind.PBC_GROUP:
            close_group(group_id=party_id, closed_on=closed_on, reason=reason, by=by)
        elif party.kind is PartyKind.PRACTICE:
            close_practice(practice_id=party_id, closed_on=closed_on, reason=reason, by=by)
        else:
            close_provider(provider_id=party_id, closed_on=closed_on, reason=reason, by=by)
        flash(f"{party.name} is closed.")
        return address_of(party)

    return submit(form, act) or page(
        "commissioning/organisations/close_organisation.html", form, party=party, address=address_of(party)
    )


def address_of(party: Party) -> str:
    """Where the page of a group, practice or provider is."""
    if party.kind is PartyKind.PBC_GROUP:
        return url_for("organisations.show_group", group_id=party.id)
    if party.kind is PartyKind.PRACTICE:
        return url_for("organisations.show_practice", practice_id=party.id)
    return url_for("organisations.show_provider", provider_id=party.id)
