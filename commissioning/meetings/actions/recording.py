"""How a meeting is found for an act, and how acts are recorded."""

from commissioning.meetings.models import SUBJECT, Meeting
from commissioning.meetings.queries.meetings import find_seen, get_meeting
from commissioning.meetings.rules.stages import check_may_write
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.permissions import Actor, Permission, check_may


def held_meeting(meeting_id: int, *, by: Actor, permission: Permission) -> Meeting:
    """The meeting, held until the act is over, if the person may do this and it concerns their organisation."""
    meeting = get_meeting(meeting_id, for_change=True)
    check_may(by, permission, commissioner_id=meeting.commissioner_id)
    if find_seen(meeting_id, by=by) is None:
        raise NotAllowed(f"{by.organisation_name} takes no part in this meeting.")
    return meeting


def meeting_under_way(meeting_id: int, *, by: Actor) -> Meeting:
    """The meeting, held, for the commissioner's person who keeps its record while it is under way."""
    meeting = held_meeting(meeting_id, by=by, permission=Permission.HOLD_REVIEWS)
    check_may_write(meeting.stage)
    return meeting


def record_on(
    meeting: Meeting,
    act: str,
    *,
    by: Actor,
    new: audit.Values | None = None,
    old: audit.Values | None = None,
    subject: str = SUBJECT,
    subject_id: int | None = None,
) -> None:
    """Note an act on a meeting, or on what belongs to it."""
    audit.record(
        db.session(),
        by=by,
        act=f"meetings.{act}",
        subject=subject,
        subject_id=meeting.id if subject_id is None else subject_id,
        old=old,
        new=new,
        commissioner_id=meeting.commissioner_id,
    )
