"""Minutes: issued as a numbered, frozen text, approved by each party's person, corrected only by a new version."""

from datetime import date, datetime

from commissioning.meetings.actions.recording import held_meeting, meeting_under_way, record_on
from commissioning.meetings.models import MINUTES_SUBJECT, Meeting, Minutes
from commissioning.meetings.queries.content import content_now, text_as_issued
from commissioning.meetings.queries.meetings import (
    asked_to_approve,
    get_minutes,
    list_attendees,
    list_minutes,
    next_number,
    state_of_minutes,
)
from commissioning.meetings.rules.attendance import WAS_THERE
from commissioning.meetings.rules.stages import Stage, check_may_approve, check_may_correct
from core.canonical import canonical_text, hash_of
from core.db import db
from core.errors import OutOfDate, Refusal
from core.four_eyes import is_one_with
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.wording import in_full


def issue_minutes(*, meeting_id: int, seen_hash: str, by: Actor, on: date, at: datetime, href: str) -> Minutes:
    """Issue the minutes to those who approve them. From then on nobody changes what was recorded.

    `seen_hash`: of the text the person looked at; what somebody recorded meanwhile is shown to them first.
    """
    meeting = meeting_under_way(meeting_id, by=by)
    attendees = list_attendees(meeting.id)
    if not any(each.presence in WAS_THERE for each in attendees):
        raise Refusal("Nobody is noted as present. Note attendance first, then issue the minutes.")
    number = next_number(Minutes, meeting.id)
    text = canonical_text(content_now(meeting, number=number))
    if hash_of(text) != seen_hash:
        raise OutOfDate("Somebody recorded more since you looked at the minutes. Read them again, then issue them.")
    minutes = Minutes(
        meeting_id=meeting.id,
        number=number,
        reason=meeting.correction,
        content=text,
        content_hash=hash_of(text),
        issued_by_id=by.person_id,
        issued_at=at,
    )
    meeting.stage, meeting.correction = Stage.MINUTED, ""
    db.session.add(minutes)
    db.session.flush()
    record_on(meeting, "issue_minutes", by=by, new={"number": number, "content_hash": minutes.content_hash})
    asked = [each.party_id for each in asked_to_approve(meeting, attendees)]
    _tell(meeting, minutes, asked, by=by, on=on, at=at, href=href)
    return minutes


def correct_minutes(*, meeting_id: int, reason: str, by: Actor) -> Meeting:
    """Take issued minutes up again with a reason: the next version carries it, the old one and its approvals stay."""
    meeting = held_meeting(meeting_id, by=by, permission=Permission.HOLD_REVIEWS)
    check_may_correct(meeting.stage, reason=reason)
    meeting.stage, meeting.correction = Stage.UNDER_WAY, reason.strip()
    db.session.flush()
    record_on(meeting, "correct_minutes", by=by, new={"reason": meeting.correction})
    return meeting


def approve_minutes(*, meeting_id: int, number: int, seen_hash: str, by: Actor, on: date, at: datetime) -> Signature:
    """Approve a version of the minutes for the organisation of the grant; not by the person who issued it.

    `seen_hash`: of the text the person read.
    """
    meeting = held_meeting(meeting_id, by=by, permission=Permission.APPROVE_MINUTES)
    minutes, newest = get_minutes(meeting.id, number), list_minutes(meeting.id)[0]
    part = next((each for each in meeting.parties if each.party_id == by.organisation_id), None)
    asked = asked_to_approve(meeting, list_attendees(meeting.id))
    check_may_approve(
        asked=part is not None and part in asked,
        organisation=by.organisation_name,
        state=state_of_minutes(meeting),
        number=number,
        newest=newest.number,
    )
    if seen_hash != minutes.content_hash:
        raise OutOfDate("The minutes are not those you read. Read them again, then approve them.")
    text_as_issued(minutes)
    if is_one_with(by, minutes.issued_by_id):
        raise Refusal(f"You issued these minutes. Somebody else of {by.organisation_name} approves them.")
    _check_speaks_for_one(minutes, by)
    if part is None:
        raise LookupError(f"organisation {by.organisation_id} is asked but takes no part")
    signature = sign(
        subject=MINUTES_SUBJECT,
        subject_id=minutes.id,
        content_hash=minutes.content_hash,
        statement=f"Version {number} of the minutes of “{meeting.title}” on {in_full(meeting.meets_on)} is approved.",
        capacity=part.capacity,
        by=by,
        on=on,
        at=at,
        commissioner_id=meeting.commissioner_id,
    )
    record_on(meeting, "approve_minutes", by=by, new={"number": number, "organisation": by.organisation_name})
    return signature


def _check_speaks_for_one(minutes: Minutes, by: Actor) -> None:
    """Refuse a person who approved this version for another organisation: each party has somebody of its own."""
    for each in list_signatures(MINUTES_SUBJECT, minutes.id):
        if is_one_with(by, each.person_id) and each.organisation_id != by.organisation_id:
            raise Refusal(
                f"You approved these minutes for {each.organisation}. Somebody else approves them for "
                f"{by.organisation_name}."
            )


def _tell(
    meeting: Meeting, minutes: Minutes, asked: list[int], *, by: Actor, on: date, at: datetime, href: str
) -> None:
    people = people_at(asked, on=on, permission=Permission.APPROVE_MINUTES)
    notify(
        key=f"meetings.minutes/{minutes.id}",
        person_ids=[person_id for person_id in people if person_id != by.person_id],
        subject=f"Minutes to approve: {meeting.title}",
        words=f"Version {minutes.number} of the minutes of {in_full(meeting.meets_on)} waits for your approval.",
        href=href,
        at=at,
    )
