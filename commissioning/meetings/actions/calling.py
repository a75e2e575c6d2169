"""Calling a meeting about a record, giving it another day, calling it off; nominating who attends; opening it.

`call_meeting`, `move_meeting` and `cancel_meeting` are parts of acts of the room whose record it is, which says who
may and records the event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.meetings.actions.recording import held_meeting, record_on
from commissioning.meetings.models import Attendee, Meeting, MeetingItem, MeetingParty
from commissioning.meetings.queries.meetings import get_attendee, get_meeting, list_attendees
from commissioning.meetings.rules.attendance import Presence, check_attendee, check_speaks_for
from commissioning.meetings.rules.stages import Stage, check_may_open, check_may_plan
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission
from core.signatures.rules import Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An organisation that takes part: whether a quorum needs it, and as what it approves the minutes."""

    party_id: int
    is_needed: bool
    capacity: Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A meeting to be called. `items`: key and title of each item of the agenda, in order."""

    subject: str
    subject_id: int
    commissioner_id: int
    title: str
    meets_on: date
    parts: Sequence[Part]
    items: Sequence[tuple[str, str]]
    others_needed: int
    quorum_source: str
    place: str = ""


def call_meeting(wanted: Wanted) -> Meeting:
    """Call a meeting about a record; the calling act records the event."""
    meeting = Meeting(
        subject=wanted.subject,
        subject_id=wanted.subject_id,
        commissioner_id=wanted.commissioner_id,
        title=wanted.title,
        meets_on=wanted.meets_on,
        place=wanted.place.strip(),
        stage=Stage.PLANNED,
        others_needed=wanted.others_needed,
        quorum_source=wanted.quorum_source,
        correction="",
    )
    meeting.parties = [
        MeetingParty(party_id=each.party_id, is_needed=each.is_needed, capacity=each.capacity) for each in wanted.parts
    ]
    meeting.items = [
        MeetingItem(place=place, key=key, title=title, notes="")
        for place, (key, title) in enumerate(wanted.items, start=1)
    ]
    db.session.add(meeting)
    db.session.flush()
    return meeting


def move_meeting(meeting_id: int, *, meets_on: date, place: str) -> Meeting:
    """Give a meeting that was not opened another day or place; the calling act records the event."""
    meeting = get_meeting(meeting_id, for_change=True)
    check_may_plan(meeting.stage)
    meeting.meets_on, meeting.place = meets_on, place.strip()
    db.session.flush()
    return meeting


def change_quorum(meeting_id: int, *, others_needed: int, source: str) -> Meeting:
    """Let another quorum hold for a meeting that was not opened; the calling act records the event."""
    meeting = get_meeting(meeting_id, for_change=True)
    check_may_plan(meeting.stage)
    meeting.others_needed, meeting.quorum_source = others_needed, source
    db.session.flush()
    return meeting


def cancel_meeting(meeting_id: int) -> Meeting:
    """Call a meeting off that was not opened; the calling act records the event with its reason."""
    meeting = get_meeting(meeting_id, for_change=True)
    check_may_plan(meeting.stage)
    meeting.stage = Stage.CANCELLED
    db.session.flush()
    return meeting


def nominate(*, meeting_id: int, party_id: int, name: str, by: Actor) -> Attendee:
    """Nominate somebody, by name or role, for one's own organisation; who calls the meeting does so for any of them."""
    meeting = held_meeting(meeting_id, by=by, permission=Permission.NOMINATE_ATTENDEES)
    if meeting.stage in (Stage.MINUTED, Stage.CANCELLED):
        raise Refusal("The minutes of this meeting were issued, or it was cancelled: nobody is nominated any more.")
    party = next((each.party for each in meeting.parties if each.party_id == party_id), None)
    if party is None:
        raise Refusal("Choose one of the organisations of this meeting.")
    check_speaks_for(organisation=party.name, own=party_id == by.organisation_id, calls=by.may(Permission.HOLD_REVIEWS))
    taken = [each.name for each in list_attendees(meeting.id) if each.party_id == party_id]
    check_attendee(name=name, taken=taken, organisation=party.name)
    attendee = Attendee(
        meeting_id=meeting.id,
        party_id=party_id,
        name=name.strip(),
        presence=Presence.EXPECTED,
        nominated_by_id=by.person_id,
    )
    db.session.add(attendee)
    db.session.flush()
    record_on(meeting, "nominate", by=by, new={"name": attendee.name, "organisation": party.name})
    return attendee


def withdraw_nomination(*, meeting_id: int, attendee_id: int, by: Actor) -> None:
    """Take a nomination back before the meeting is opened; afterwards, apologies are noted."""
    meeting = held_meeting(meeting_id, by=by, permission=Permission.NOMINATE_ATTENDEES)
    attendee = get_attendee(meeting.id, attendee_id)
    own, calls = attendee.party_id == by.organisation_id, by.may(Permission.HOLD_REVIEWS)
    check_speaks_for(organisation=attendee.party.name, own=own, calls=calls)
    if meeting.stage is not Stage.PLANNED:
        raise Refusal("The meeting was opened. Note apologies instead, so that the minutes say who was expected.")
    db.session.delete(attendee)
    db.session.flush()
    record_on(meeting, "withdraw_nomination", by=by, new={"name": attendee.name, "organisation": attendee.party.name})


def open_meeting(*, meeting_id: int, by: Actor, on: date, at: datetime) -> Meeting:
    """Open a meeting on its day or after: from now on attendance, notes, decisions and actions are recorded."""
    meeting = held_meeting(meeting_id, by=by, permission=Permission.HOLD_REVIEWS)
    check_may_open(meeting.stage, meets_on=meeting.meets_on, on=on)
    meeting.stage, meeting.opened_at = Stage.UNDER_WAY, at
    db.session.flush()
    record_on(meeting, "open_meeting", by=by, new={"title": meeting.title})
    return meeting
