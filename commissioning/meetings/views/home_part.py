"""What meetings put on the home page: minutes to approve, and one's own actions that are overdue."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from commissioning.meetings.models import Meeting, Minutes
from commissioning.meetings.queries.actions import list_own_overdue
from commissioning.meetings.queries.meetings import list_to_approve, newest_minutes
from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import in_full


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """What needs the reader of meetings that their organisation takes part in."""
    if not actor.may(Permission.APPROVE_MINUTES):
        return []
    minutes = [
        ToDo(
            what=f"Approve the minutes: {meeting.title}",
            href=url_for("meetings.show_minutes", meeting_id=meeting.id, number=newest.number),
            detail=f"Held on {in_full(meeting.meets_on)}, version {newest.number}",
        )
        for meeting, newest in _to_approve(actor)
        if not is_one_with(actor, newest.issued_by_id)
    ]
    overdue = [
        ToDo(
            what=f"Do, or say what came of: {action.words}",
            href=url_for("meetings.show_action", action_id=action.id),
            by=action.due_on,
            detail=f"{action.owner_name}; agreed at {action.meeting.title}",
        )
        for action in list_own_overdue(by=actor, on=on)
    ]
    return [*minutes, *overdue]


def _to_approve(actor: Actor) -> list[tuple[Meeting, Minutes]]:
    waiting = list_to_approve(by=actor)
    newest = newest_minutes([each.id for each in waiting])
    return [(each, newest[each.id]) for each in waiting]
