"""One item of a meeting: its notes, decisions and actions, each saved by itself; and what came of an action."""

from datetime import date

from flask import abort, flash
from werkzeug.wrappers import Response

from commissioning.meetings.actions import keeping
from commissioning.meetings.actions.keeping import Agreed
from commissioning.meetings.forms import ActionForm, CloseForm, DecisionForm, NotesForm
from commissioning.meetings.measures import measures_for
from commissioning.meetings.models import ACTION_SUBJECT, ITEM_SUBJECT, Meeting, MeetingItem
from commissioning.meetings.views.blueprint import (
    action_in_view,
    address_of,
    address_of_action,
    crumbs_to,
    item_in_view,
    kept_in_view,
    may_close,
    parties_of,
    views,
)
from core import clock
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


def place_of(meeting: Meeting, item: MeetingItem) -> str:
    """Where an item stands on the page of its meeting."""
    return f"{address_of(meeting)}#item-{item.id}"


@views.route("/<int:meeting_id>/items/<int:item_id>/notes", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def write_notes(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Write the notes of one item. Whoever saves the same item second is told, and loses nothing."""
    meeting = kept_in_view(meeting_id)
    item = item_in_view(meeting, item_id)
    form = NotesForm(notes=item.notes)

    def act() -> str:
        notes = str(form.notes.data or "")
        keeping.write_notes(meeting_id=meeting.id, item_id=item.id, notes=notes, by=current_actor())
        flash(f"The notes on “{item.title}” are saved.")
        return place_of(meeting, item)

    if answer := submit(form, act, editing=Editing(record=item, subject=ITEM_SUBJECT)):
        return answer
    return page("commissioning/meetings/write_notes.html", form, meeting=meeting, item=item, crumbs=crumbs_to(meeting))


@views.route("/<int:meeting_id>/items/<int:item_id>/decide", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def decide(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Record a decision at an item."""
    meeting = kept_in_view(meeting_id)
    item = item_in_view(meeting, item_id)
    form = DecisionForm()

    def act() -> str:
        decision = keeping.decide(
            meeting_id=meeting.id, item_id=item.id, words=str(form.words.data), by=current_actor(), at=clock.now()
        )
        flash(f"Decision {decision.number} is recorded.")
        return place_of(meeting, item)

    if answer := submit(form, act):
        return answer
    return page("commissioning/meetings/decide.html", form, meeting=meeting, item=item, crumbs=crumbs_to(meeting))


@views.post("/<int:meeting_id>/decisions/<int:number>/take-back")
@requires(Permission.HOLD_REVIEWS)
def take_back_decision(meeting_id: int, number: int) -> Response:
    """Take a decision back that was recorded by mistake."""
    meeting = kept_in_view(meeting_id)

    def act() -> str:
        keeping.take_back_decision(meeting_id=meeting.id, number=number, by=current_actor())
        flash(f"Decision {number} is taken back. Its number is not used again.")
        return address_of(meeting)

    return press(act, address_of(meeting))


@views.route("/<int:meeting_id>/items/<int:item_id>/agree-action", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def agree_action(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Record who does what by when."""
    meeting = kept_in_view(meeting_id)
    item = item_in_view(meeting, item_id)
    form = ActionForm(parties_of(meeting), [(each.key, each.words, each.group) for each in measures_for(meeting)])

    def act() -> str:
        agreed = _agreed(form, item, form.due_on.data)
        action = keeping.agree_action(meeting_id=meeting.id, agreed=agreed, by=current_actor(), at=clock.now())
        flash(f"Action {action.number} is recorded for {action.owner.name}.")
        return place_of(meeting, item)

    if answer := submit(form, act):
        return answer
    return page("commissioning/meetings/agree_action.html", form, meeting=meeting, item=item, crumbs=crumbs_to(meeting))


def _agreed(form: ActionForm, item: MeetingItem, due_on: date) -> Agreed:
    return Agreed(
        item_id=item.id,
        words=str(form.words.data),
        owner_id=int(form.owner.data),
        owner_name=str(form.owner_name.data),
        due_on=due_on,
        moves=str(form.moves.data or ""),
    )


@views.route("/actions/<int:action_id>/close", methods=["GET", "POST"])
@requires(Permission.APPROVE_MINUTES)
def close_action(action_id: int) -> Response | tuple[str, int]:
    """Say what came of an action."""
    actor = current_actor()
    action, meeting = action_in_view(action_id)
    if not may_close(action):
        abort(404)
    form = CloseForm()

    def act() -> str:
        outcome = str(form.outcome.data)
        keeping.close_action(action_id=action.id, becomes=form.chosen, outcome=outcome, by=actor, on=clock.today())
        flash(f"Action {action.number} is closed.")
        return address_of_action(action)

    if answer := submit(form, act, editing=Editing(record=action, subject=ACTION_SUBJECT)):
        return answer
    return page("commissioning/meetings/close_action.html", form, action=action, crumbs=crumbs_to(meeting))
