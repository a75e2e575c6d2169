"""Pages of membership: moving a practice, putting a membership right."""

from flask import flash, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commissioning.organisations.actions import practices as actions
from commissioning.organisations.forms import MembershipForm, MoveForm
from commissioning.organisations.queries import practices as queries
from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.views.blueprint import party_in_view, views
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/organisations/practices/<int:practice_id>/move", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def move_practice(practice_id: int) -> Response | tuple[str, int]:
    """Let a practice leave its group and join another from a day on."""
    practice, on = party_in_view(practice_id, PartyKind.PRACTICE), clock.today()
    current = queries.find_membership(practice_id, on=on)
    groups = [group for group, _ in list_groups(practice.commissioner_id or 0, on=on)]
    form = MoveForm([group for group in groups if current is None or group.id != current.group_id], on)

    def act() -> str:
        actions.move_practice(
            practice_id=practice_id,
            group_id=int(form.group.data) or None,
            from_on=form.from_on.data,
            by=current_actor(),
        )
        flash(f"{practice.name} is moved.")
        return url_for("organisations.show_practice", practice_id=practice_id)

    return submit(form, act) or page(
        "commissioning/organisations/move_practice.html", form, practice=practice, current=current
    )


@views.route("/organisations/memberships/<int:membership_id>/correct", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def correct_membership(membership_id: int) -> Response | tuple[str, int]:
    """Put right what was recorded wrongly about a membership."""
    try:
        kept = queries.get_membership(membership_id)
    except NoResultFound:
        raise NotFound from None
    practice = party_in_view(kept.practice_id, PartyKind.PRACTICE)
    form = MembershipForm(kept, [group for group, _ in list_groups(practice.commissioner_id or 0)])

    def act() -> str:
        actions.correct_membership(
            membership_id=membership_id,
            group_id=form.group.data,
            joined_on=form.joined_on.data,
            left_on=form.left_on.data,
            reason=str(form.reason.data),
            by=current_actor(),
        )
        flash("The membership is corrected.")
        return url_for("organisations.show_practice", practice_id=practice.id)

    return submit(form, act) or page(
        "commissioning/organisations/correct_membership.html", form, practice=practice, kept=kept
    )
