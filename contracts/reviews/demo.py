"""The reviews of the demo year: two held and one due, its papers late.

All words and figures are illustrative.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.meetings.actions.calling import nominate, open_meeting
from commissioning.meetings.actions.keeping import (
    Agreed,
    agree_action,
    close_action,
    decide,
    note_attendance,
    write_notes,
)
from commissioning.meetings.actions.minutes import approve_minutes, issue_minutes
from commissioning.meetings.models import Meeting
from commissioning.meetings.queries.content import content_now as minutes_now
from commissioning.meetings.queries.meetings import get_meeting, list_actions_of, list_attendees
from commissioning.meetings.rules.ageing import ActionStage
from contracts.agreements.models.contracts import Contract
from contracts.reviews.actions.calling import call_reviews_of
from contracts.reviews.actions.freezing import freeze_pack
from contracts.reviews.models import Review
from contracts.reviews.queries.measures import KIND
from contracts.reviews.queries.packs import content_now as pack_now
from core.canonical import canonical_text, hash_of
from core.permissions import Actor

FIRST_NOTES: Mapping[str, str] = {
    "money": "Each month is paid for on the 15th of the month after.\n\n- No month was paid late.",
    "data_quality": "Contacts by telephone were left out of two returns.",
    "risks": "Two community nurses leave in November.",
}
SECOND_NOTES: Mapping[str, str] = {
    "actions": "Contacts by telephone are in the returns since November.",
    "risks": "One of two posts is filled; agency staff cover the other until March.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who acts: the commissioner, finance, the provider, the leads by code; the clock; addresses of pages."""

    commissioner: Actor
    finance: Actor
    provider: Actor
    leads: Mapping[str, Actor]
    hour: Callable[[int, int, int, int], datetime]
    review_at: Callable[[int], str]
    minutes_at: Callable[[int, int], str]


def hold_first_demo_review(contract: Contract, kpi_id: int, cast: Cast) -> Meeting:
    """The review of October with its pack and minutes; an action names a KPI."""
    review = _called(contract, cast, 2007, 7, 2)
    _pack(review, cast, 2007, 9, 17)
    meeting = _held(review, cast, FIRST_NOTES, date(2007, 10, 1))
    _agreed(meeting, cast, "data_quality", "Put contacts by telephone into the returns.", date(2007, 11, 30))
    _agreed(meeting, cast, "kpis", "Ring people two days before their appointment.", date(2007, 10, 31), kpi_id=kpi_id)
    _agreed(meeting, cast, "risks", "Say how the two posts are covered from November.", date(2007, 10, 19))
    _minutes(meeting, cast, (2007, 10, 3), [cast.finance, cast.provider, cast.leads["DAC"], cast.leads["WAT"]])
    return meeting


def hold_second_demo_review(contract: Contract, earlier: Meeting, cast: Cast) -> None:
    """January’s review, whose pack says whether the KPI moved; and April’s is called, whose papers are late."""
    review = _called(contract, cast, 2007, 10, 4)
    _closed(earlier, 0, "In the returns from November on; October was sent again.", cast)
    _closed(earlier, 1, "Since 22 October everybody with a number we have is rung.", cast)
    _pack(review, cast, 2007, 12, 14)
    meeting = _held(review, cast, SECOND_NOTES, date(2008, 1, 2))
    _agreed(meeting, cast, "risks", "Advertise the second post again.", date(2008, 2, 29))
    _minutes(meeting, cast, (2008, 1, 4), [cast.finance, cast.provider, cast.leads["DAC"]])
    _called(contract, cast, 2008, 1, 7)


def _called(contract: Contract, cast: Cast, year: int, month: int, day: int) -> Review:
    at = cast.hour(year, month, day, 9)
    (review,) = call_reviews_of(
        contract_id=contract.id, by=cast.commissioner, on=at.date(), at=at, address_of=cast.review_at
    )
    meeting = _meeting(review)
    for by, name in (
        (cast.commissioner, "Head of community contracts"),
        (cast.provider, "Head of community services"),
        (cast.leads["DAC"], "PbC lead of DacCom"),
        (cast.leads["WAT"], "PbC lead of WatCom"),
    ):
        nominate(meeting_id=meeting.id, party_id=by.organisation_id, name=name, by=by)
    return review


def _pack(review: Review, cast: Cast, year: int, month: int, day: int) -> None:
    at = cast.hour(year, month, day, 14)
    seen = hash_of(canonical_text(pack_now(review, on=at.date())))
    href = f"{cast.review_at(review.id)}/packs/1"
    freeze_pack(review_id=review.id, seen_hash=seen, reason="", by=cast.commissioner, on=at.date(), at=at, href=href)


def _held(review: Review, cast: Cast, notes: Mapping[str, str], on: date) -> Meeting:
    by, at, meeting = cast.commissioner, cast.hour(on.year, on.month, on.day, 10), _meeting(review)
    open_meeting(meeting_id=meeting.id, by=by, on=on, at=at)
    there = [each.id for each in list_attendees(meeting.id)]
    note_attendance(meeting_id=meeting.id, present=there, apologies=[], by=by)
    for item in meeting.items:
        if item.key in notes:
            write_notes(meeting_id=meeting.id, item_id=item.id, notes=notes[item.key], by=by)
    words = "Reviews go on every quarter, each group sending somebody."
    decide(meeting_id=meeting.id, item_id=_item(meeting, "decisions"), words=words, by=by, at=at)
    return meeting


def _agreed(meeting: Meeting, cast: Cast, key: str, words: str, due_on: date, *, kpi_id: int = 0) -> None:
    agreed = Agreed(
        item_id=_item(meeting, key),
        words=words,
        owner_id=cast.provider.organisation_id,
        owner_name="Head of community services",
        due_on=due_on,
        moves=f"{KIND}/{kpi_id}" if kpi_id else "",
    )
    on = meeting.meets_on
    agree_action(
        meeting_id=meeting.id, agreed=agreed, by=cast.commissioner, at=cast.hour(on.year, on.month, on.day, 11)
    )


def _minutes(meeting: Meeting, cast: Cast, issued: tuple[int, int, int], approvers: list[Actor]) -> None:
    at, href = cast.hour(*issued, 9), cast.minutes_at(meeting.id, 1)
    seen = hash_of(canonical_text(minutes_now(get_meeting(meeting.id), number=1)))
    minutes = issue_minutes(meeting_id=meeting.id, seen_hash=seen, by=cast.commissioner, on=at.date(), at=at, href=href)
    for turn, by in enumerate(approvers, start=1):
        at = cast.hour(*issued, 9 + turn)
        approve_minutes(meeting_id=meeting.id, number=1, seen_hash=minutes.content_hash, by=by, on=at.date(), at=at)


def _closed(meeting: Meeting, place: int, outcome: str, cast: Cast) -> None:
    """What came of an action of a meeting, by its place in the order agreed."""
    action = list_actions_of([meeting.id])[place]
    at = cast.hour(2007, 11, 28, 9)
    close_action(action_id=action.id, becomes=ActionStage.DONE, outcome=outcome, by=cast.provider, on=at.date())


def _item(meeting: Meeting, key: str) -> int:
    return next(item.id for item in meeting.items if item.key == key)


def _meeting(review: Review) -> Meeting:
    if review.meeting_id is None:
        raise LookupError(f"review {review.id} has no meeting")
    return get_meeting(review.meeting_id)
