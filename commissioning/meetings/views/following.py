"""One action: what was agreed, whose, by when, the days it was moved to, what came of it; and giving it another day."""

from flask import abort, flash
from werkzeug.wrappers import Response

from commissioning.meetings.actions import following
from commissioning.meetings.forms import MoveDayForm
from commissioning.meetings.models import ACTION_SUBJECT, Action
from commissioning.meetings.queries.actions import age_on, days_late
from commissioning.meetings.rules.ageing import AGE_NAMES, ActionStage, Age
from commissioning.meetings.views.blueprint import (
    action_in_view,
    address_of_action,
    crumbs_to,
    may_close,
    may_keep,
    views,
)
from core import clock
from core.components import day
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.working_days import time_left

LOOKS = {
    Age.CLOSED: "nhsuk-tag--grey",
    Age.IN_TIME: "nhsuk-tag--blue",
    Age.DUE_SOON: "nhsuk-tag--yellow",
    Age.OVERDUE: "nhsuk-tag--orange",
    Age.LONG_OVERDUE: "nhsuk-tag--red",
}


@views.get("/actions/<int:action_id>")
@requires(Permission.SEE_PERFORMANCE)
def show_action(action_id: int) -> tuple[str, int]:
    """Show an action: where it stands, what can be done, whose it is, the days it had, and its history."""
    action, meeting = action_in_view(action_id)
    on, is_open = clock.today(), action.stage is ActionStage.OPEN
    return page(
        "commissioning/meetings/show_action.html",
        action=action,
        meeting=meeting,
        state_name=AGE_NAMES[age_on(action, on)] if is_open else action.stage_name,
        look=LOOKS[age_on(action, on)],
        left=time_left(action.due_on, on) if is_open else "",
        late=days_late(action, on),
        may_close=is_open and may_close(action),
        may_move=is_open and may_keep(meeting),
        crumbs=crumbs_to(meeting),
    )


@views.route("/actions/<int:action_id>/move-day", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def move_day(action_id: int) -> Response | tuple[str, int]:
    """Give an action another day, with a reason."""
    action, meeting = action_in_view(action_id)
    if not may_keep(meeting):
        abort(404)
    form = MoveDayForm(due_on=action.due_on)

    def act() -> str:
        return _moved(action, form)

    if answer := submit(form, act, editing=Editing(record=action, subject=ACTION_SUBJECT)):
        return answer
    crumbs = [*crumbs_to(meeting), (f"Action {action.number}", address_of_action(action))]
    return page("commissioning/meetings/move_day.html", form, action=action, crumbs=crumbs)


def _moved(action: Action, form: MoveDayForm) -> str:
    href = address_of_action(action)
    moved = following.move_day(
        action_id=action.id,
        due_on=form.due_on.data,
        reason=str(form.reason.data or ""),
        by=current_actor(),
        on=clock.today(),
        at=clock.now(),
        href=href,
    )
    flash(f"Action {moved.number} is due by {day(moved.due_on)}. Its age still counts from {day(moved.first_due_on)}.")
    return href
