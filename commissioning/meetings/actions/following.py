"""Following actions up after the meeting: giving one another day, which stays on record with its reason."""

from datetime import date, datetime

from commissioning.meetings.actions.recording import held_meeting, record_on
from commissioning.meetings.models import ACTION_SUBJECT, Action, MovedDay
from commissioning.meetings.queries.actions import get_action
from commissioning.meetings.rules.ageing import check_new_day
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import in_full


def move_day(*, action_id: int, due_on: date, reason: str, by: Actor, on: date, at: datetime, href: str) -> Action:
    """Give an open action another day, with a reason; its owner's people are told. Its age still counts from the first.

    Who holds the reviews does so, not the owner of the action alone: it was agreed between them.
    """
    found = get_action(action_id)
    meeting = held_meeting(found.meeting_id, by=by, permission=Permission.HOLD_REVIEWS)
    if by.organisation_id != meeting.commissioner_id:
        raise NotAllowed(f"{meeting.commissioner.name} moves the days of actions.")
    action = get_action(action_id, for_change=True)
    before = action.due_on
    check_new_day(stage=action.stage, due_on=before, becomes=due_on, on=on, reason=reason)
    moved = MovedDay(
        number=len(action.days_moved) + 1,
        due_before=before,
        due_on=due_on,
        reason=reason.strip(),
        moved_by_id=by.person_id,
        moved_at=at,
    )
    action.days_moved.append(moved)
    action.due_on = due_on
    db.session.flush()
    new: audit.Values = {"number": action.number, "due_on": in_full(due_on), "reason": moved.reason}
    old = {"due_on": in_full(before)}
    record_on(meeting, "move_day", by=by, new=new, old=old, subject=ACTION_SUBJECT, subject_id=action.id)
    notify(
        key=f"meetings.day-moved/{action.id}/{moved.number}",
        person_ids=people_at([action.owner_id], on=on, permission=Permission.APPROVE_MINUTES),
        subject=f"An action has another day: {meeting.title}",
        words=f"{action.words} It was due by {in_full(before)} and is now due by {in_full(due_on)}: {moved.reason}",
        href=href,
        at=at,
    )
    return action
