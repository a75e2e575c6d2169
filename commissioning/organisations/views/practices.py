"""Pages of practices: find, see, add."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.actions import practices as actions
from commissioning.organisations.forms import PracticeFilter, PracticeForm
from commissioning.organisations.queries import practices as queries
from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.queries.populations import latest_of, list_populations_of_practice
from commissioning.organisations.views.blueprint import commissioner_in_view, party_in_view, views
from commissioning.organisations.views.home import may_maintain
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.record_numbers import record_number
from core.web import current_actor, page, page_of, requires


@views.get("/organisations/practices")
@requires(Permission.SEE_ORGANISATIONS)
def list_practices() -> tuple[str, int]:
    """List the practices of a trust with their groups and lists today."""
    trust, on = commissioner_in_view(), clock.today()
    groups = [group for group, _ in list_groups(trust.id)]
    asked, sort = PracticeFilter(groups), request.args.get("sort", "code")
    group = str(asked.group.data or "")
    practices = page_of(
        queries.select_practices(
            trust.id,
            on=on,
            text=asked.text.data or "",
            group_id=record_number(group),
            without_group=group == "none",
            sort=sort,
        )
    )
    return page(
        "commissioning/organisations/list_practices.html",
        asked=asked,
        practices=practices,
        populations=latest_of([practice.id for practice, _ in practices.rows], on=on),
        sort=sort,
        may_maintain=may_maintain(),
    )


@views.get("/organisations/practices/<int:practice_id>")
@requires(Permission.SEE_ORGANISATIONS)
def show_practice(practice_id: int) -> tuple[str, int]:
    """Show a practice: its group, the groups before, its populations with their corrections, its history."""
    practice = party_in_view(practice_id, PartyKind.PRACTICE)
    populations = list_populations_of_practice(practice_id)
    return page(
        "commissioning/organisations/show_practice.html",
        practice=practice,
        current=queries.find_membership(practice_id, on=clock.today()),
        memberships=queries.list_memberships(practice_id),
        populations=populations,
        corrected={population.corrects_id for population in populations},
        may_maintain=may_maintain(),
    )


@views.route("/organisations/practices/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def add_practice() -> Response | tuple[str, int]:
    """Add a practice."""
    trust, on = commissioner_in_view(), clock.today()
    form = PracticeForm([group for group, _ in list_groups(trust.id, on=on)], on)

    def act() -> str:
        practice = actions.add_practice(
            commissioner_id=trust.id,
            code=str(form.code.data).strip(),
            name=str(form.name.data),
            opened_on=form.opened_on.data,
            group_id=int(form.group.data) or None,
            by=current_actor(),
        )
        flash(f"{practice.name} is added.")
        return url_for("organisations.show_practice", practice_id=practice.id)

    return submit(form, act) or page("commissioning/organisations/add_practice.html", form)
