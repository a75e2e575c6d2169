"""Giving a review another day or place, and calling one off, with reasons that everybody who takes part reads."""

from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from commissioning.meetings.actions.calling import cancel_meeting, move_meeting
from contracts.reviews.actions.recording import held_review, meeting_id_of, record_on, tell
from contracts.reviews.models import Review
from contracts.reviews.queries.arrangements import arrangement_of
from contracts.reviews.queries.reviews import list_of_contract
from contracts.reviews.rules.schedule import Stage, check_day, check_place, check_reason
from core.db import db
from core.permissions import Actor
from core.wording import in_full
from core.working_days import add_working_days, is_working_day


def move_review(
    *, review_id: int, meets_on: date, place: str, reason: str, by: Actor, on: date, at: datetime, href: str
) -> Review:
    """Give a review another day with a reason; its papers are due so many working days before the new one."""
    review = held_review(review_id, by=by)
    check_reason(reason, act="moved")
    check_place(place)
    others = [
        each.meets_on
        for each in list_of_contract(review.contract_id)
        if each.id != review.id and each.stage is Stage.SCHEDULED
    ]
    check_day(meets_on, is_working_day=is_working_day(meets_on), on=on, taken=others)
    old, arranged = review.meets_on, arrangement_of(review.contract, meets_on)
    meeting = move_meeting(meeting_id_of(review), meets_on=meets_on, place=place)
    review.meets_on, review.reason = meets_on, reason.strip()
    review.papers_due_on = add_working_days(meets_on, -arranged.papers_days)
    review.papers_source = arranged.papers_source
    flag_modified(review, "meets_on")
    db.session.flush()
    new = {"meets_on": in_full(meets_on), "reason": review.reason, "place": meeting.place}
    record_on(review, "move_review", by=by, new=new, old={"meets_on": in_full(old)})
    where = f", {meeting.place}" if meeting.place else ""
    words = f"It was on {in_full(old)} and is now on {in_full(meets_on)}{where}: {review.reason}"
    became = "has another place" if meets_on == old else "has another day"
    tell(review, f"moved/{review.version}", became, words, on=on, at=at, href=href)
    return review


def cancel_review(*, review_id: int, reason: str, by: Actor, on: date, at: datetime, href: str) -> Review:
    """Call a review off with a reason; its day of the schedule stays taken, so it is not called again."""
    review = held_review(review_id, by=by)
    check_reason(reason, act="cancelled")
    cancel_meeting(meeting_id_of(review))
    review.stage, review.reason = Stage.CANCELLED, reason.strip()
    db.session.flush()
    record_on(review, "cancel_review", by=by, new={"reason": review.reason})
    tell(review, "cancelled", "is cancelled", review.reason, on=on, at=at, href=href)
    return review
