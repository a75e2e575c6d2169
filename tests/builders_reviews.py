"""Builders of reviews: a signed contract with its reviews called, one held with its minutes, packs frozen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from commissioning.meetings.actions.calling import nominate, open_meeting
from commissioning.meetings.actions.keeping import Agreed, agree_action, note_attendance
from commissioning.meetings.actions.minutes import approve_minutes, issue_minutes
from commissioning.meetings.models import Action, Meeting, MeetingParty, Minutes
from commissioning.meetings.queries.content import content_now as minutes_now
from commissioning.meetings.queries.meetings import get_meeting, get_minutes, list_attendees, next_number
from commissioning.meetings.rules.stages import Stage
from contracts.reviews.actions.calling import call_scheduled_reviews
from contracts.reviews.actions.freezing import freeze_pack
from contracts.reviews.models import SUBJECT, Pack, Review
from contracts.reviews.own_sections import hand_in_own
from contracts.reviews.queries.packs import content_now
from contracts.reviews.queries.reviews import get_review, list_of_contract
from contracts.reviews.rules.schedule import Stage as ReviewStage
from core.canonical import canonical_text, hash_of
from core.db import transaction
from core.permissions import Actor
from core.signatures.rules import Capacity
from tests.builders_contracts import Contracting, a_signed_contract
from tests.builders_register import put

APRIL = date(2008, 4, 2)
REVIEWED = date(2008, 7, 1)
HREF = "/contracts/reviews/1"


def at(day: date, hour: int = 10) -> datetime:
    """An instant of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def address(number: int) -> str:
    """The page of a review."""
    return f"/contracts/reviews/{number}"


def called(on: date) -> list[Review]:
    """What the worker calls on a day."""
    with transaction():
        return call_scheduled_reviews(on=on, at=at(on), address_of=address)


def a_review(people: Contracting) -> Review:
    """The first review of a contract signed by both parties: on 1 July 2008."""
    hand_in_own()
    contract_id = a_signed_contract(people)
    called(APRIL)
    (review,) = list_of_contract(contract_id)
    return review


def meeting_of(review: Review) -> Meeting:
    """The meeting of a review, as it is now."""
    assert review.meeting_id is not None
    return get_meeting(review.meeting_id)


def nominated(meeting_id: int, by: Actor, name: str = "") -> int:
    """Somebody nominated by their own organisation; the id of the attendee."""
    with transaction():
        return nominate(
            meeting_id=meeting_id, party_id=by.organisation_id, name=name or f"Head of {by.organisation_name}", by=by
        ).id


def opened(review: Review, people: Contracting, *, present: bool = True) -> Meeting:
    """The meeting opened on its day, with somebody from commissioner, provider and DacCom there."""
    meeting_id = meeting_of(review).id
    for by in (people.commissioner, people.provider, people.lead):
        nominated(meeting_id, by)
    with transaction():
        open_meeting(meeting_id=meeting_id, by=people.commissioner, on=REVIEWED, at=at(REVIEWED))
    if present:
        everybody_there(meeting_id, people)
    return get_meeting(meeting_id)


def everybody_there(meeting_id: int, people: Contracting) -> None:
    """All who were nominated noted as present."""
    there = [each.id for each in list_attendees(meeting_id)]
    with transaction():
        note_attendance(meeting_id=meeting_id, present=there, apologies=[], by=people.commissioner)


def an_action(meeting: Meeting, people: Contracting, *, due_on: date = date(2008, 7, 15), moves: str = "") -> Action:
    """An action of the provider, agreed at the item on activity."""
    agreed = Agreed(
        item_id=meeting.items[2].id,
        words="Send the missing return of June.",
        owner_id=people.providing,
        owner_name="Head of information",
        due_on=due_on,
        moves=moves,
    )
    with transaction():
        return agree_action(meeting_id=meeting.id, agreed=agreed, by=people.commissioner, at=at(REVIEWED))


def minuted(meeting: Meeting, people: Contracting) -> Minutes:
    """The minutes issued by the commissioner."""
    with transaction():
        return issue_minutes(
            meeting_id=meeting.id,
            seen_hash=minutes_seen(get_meeting(meeting.id)),
            by=people.commissioner,
            on=REVIEWED,
            at=at(REVIEWED, 16),
            href="/meetings/1",
        )


def minutes_seen(meeting: Meeting) -> str:
    """The hash of the minutes as they would be issued now."""
    return hash_of(canonical_text(minutes_now(meeting, number=next_number(Minutes, meeting.id))))


def many_held(people: Contracting, contract_id: int, count: int) -> None:
    """So many reviews of a contract as if held, each with its pack, attendance and minutes that wait for approval."""
    first = max((each.id for each in list_of_contract(contract_id)), default=0) + 1
    ids = range(first, first + count)
    parties = ((people.pct, True, Capacity.FOR_COMMISSIONER), (people.providing, True, Capacity.FOR_PROVIDER))
    put(Meeting, (_held(people, each) for each in ids))
    put(
        MeetingParty,
        (
            {"meeting_id": each, "party_id": party_id, "is_needed": is_needed, "capacity": capacity}
            for each in ids
            for party_id, is_needed, capacity in parties
        ),
    )
    kept = {"content": "{}", "content_hash": hash_of("{}"), "reason": ""}
    by = people.commissioner.person_id
    minutes = {"number": 1, "issued_by_id": by, "issued_at": at(REVIEWED), **kept}
    put(Minutes, ({"meeting_id": each, **minutes} for each in ids))
    put(Review, (_reviewed(contract_id, each) for each in ids))
    pack = {"number": 1, "frozen_by_id": by, "frozen_at": at(REVIEWED), **kept}
    put(Pack, ({"review_id": each, **pack} for each in ids))


def _held(people: Contracting, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "subject": SUBJECT,
        "subject_id": number,
        "commissioner_id": people.pct,
        "title": f"Review {number}",
        "meets_on": REVIEWED,
        "place": "",
        "stage": Stage.MINUTED,
        "others_needed": 0,
        "quorum_source": "test",
        "opened_at": at(REVIEWED),
        "correction": "",
        "version": 1,
    }


def _reviewed(contract_id: int, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "contract_id": contract_id,
        "number": number,
        "scheduled_for": REVIEWED + timedelta(days=number),
        "first_day": APRIL,
        "last_day": REVIEWED,
        "meets_on": REVIEWED,
        "papers_due_on": REVIEWED,
        "papers_source": "test",
        "stage": ReviewStage.SCHEDULED,
        "reason": "",
        "meeting_id": number,
        "called_at": at(REVIEWED),
        "version": 1,
    }


def approved(meeting: Meeting, number: int, *people: Actor) -> None:
    """A version of the minutes approved by these people."""
    for by in people:
        with transaction():
            approve_minutes(
                meeting_id=meeting.id,
                number=number,
                seen_hash=get_minutes(meeting.id, number).content_hash,
                by=by,
                on=REVIEWED,
                at=at(REVIEWED, 17),
            )


def frozen(review_id: int, by: Actor, *, on: date = APRIL, reason: str = "") -> Pack:
    """The pack as it stands on a day, frozen."""
    with transaction():
        seen = hash_of(canonical_text(content_now(get_review(review_id), on=on)))
        return freeze_pack(review_id=review_id, seen_hash=seen, reason=reason, by=by, on=on, at=at(on), href=HREF)
