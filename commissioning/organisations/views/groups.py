"""Pages of PbC groups."""

from decimal import Decimal

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.actions import groups as actions
from commissioning.organisations.forms import GroupForm, ListFilter, PlaceForm
from commissioning.organisations.queries import localities as queries
from commissioning.organisations.queries.populations import latest_of
from commissioning.organisations.queries.practices import count_practices_by_group, list_practices_of
from commissioning.organisations.views.blueprint import commissioner_in_view, party_in_view, views
from commissioning.organisations.views.home import may_maintain
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.web import current_actor, page, page_of, requires


@views.get("/organisations/groups")
@requires(Permission.SEE_ORGANISATIONS)
def list_groups() -> tuple[str, int]:
    """List the PbC groups of a trust: locality, number of practices."""
    trust, on, asked = commissioner_in_view(), clock.today(), ListFilter()
    return page(
        "commissioning/organisations/list_groups.html",
        asked=asked,
        groups=page_of(queries.select_groups(trust.id, text=asked.text.data or "")),
        practices=count_practices_by_group(trust.id, on=on),
        may_maintain=may_maintain(),
    )


@views.get("/organisations/groups/<int:group_id>")
@requires(Permission.SEE_ORGANISATIONS)
def show_group(group_id: int) -> tuple[str, int]:
    """Show a group: where it lies, its practices and their people today, its history."""
    group, on = party_in_view(group_id, PartyKind.PBC_GROUP), clock.today()
    members = list_practices_of(group_id, on=on)
    populations = latest_of([practice.id for practice, _ in members], on=on)
    registered = sum((p.registered for p in populations.values()), Decimal())
    return page(
        "commissioning/organisations/show_group.html",
        group=group,
        place=queries.find_place(group_id),
        members=members,
        populations=populations,
        registered=registered,
        may_maintain=may_maintain(),
    )


@views.route("/organisations/groups/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def add_group() -> Response | tuple[str, int]:
    """Add a PbC group in a locality."""
    trust, on = commissioner_in_view(), clock.today()
    localities = queries.list_localities(trust.id, on=on)
    form = GroupForm(localities, on)

    def act() -> str:
        group = actions.add_group(
            commissioner_id=trust.id,
            code=str(form.code.data).strip(),
            name=str(form.name.data),
            locality_id=form.locality.data,
            opened_on=form.opened_on.data,
            by=current_actor(),
        )
        flash(f"{group.name} is added. Now let its practices join.")
        return url_for("organisations.show_group", group_id=group.id)

    return submit(form, act) or page("commissioning/organisations/add_group.html", form, localities=localities)


@views.route("/organisations/groups/<int:group_id>/place", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def place_group(group_id: int) -> Response | tuple[str, int]:
    """Put a group into another locality."""
    group = party_in_view(group_id, PartyKind.PBC_GROUP)
    place = queries.find_place(group_id)
    localities = queries.list_localities(group.commissioner_id or 0, on=clock.today())
    form = PlaceForm(localities, place.locality_id if place else None)

    def act() -> str:
        actions.place_group(group_id=group_id, locality_id=form.locality.data, by=current_actor())
        return url_for("organisations.show_group", group_id=group_id)

    return submit(form, act) or page("commissioning/organisations/place_group.html", form, group=group)
