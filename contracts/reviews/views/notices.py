"""What stands above a meeting that is a review: which review it is, with the way to it and its newest pack."""

from collections.abc import Sequence

from flask import url_for

from commissioning.meetings.models import Meeting
from commissioning.meetings.queries.meetings import get_meeting
from commissioning.meetings.rules.stages import Stage
from contracts.reviews.models import SUBJECT, Review
from contracts.reviews.queries.reviews import get_review, list_packs
from contracts.reviews.views.holding import may_hold
from core.navigation import Notice


def notices(meeting_id: int) -> Sequence[Notice]:
    """The way from a meeting to its review."""
    meeting = get_meeting(meeting_id)
    if meeting.subject != SUBJECT:
        return []
    review = get_review(meeting.subject_id)
    return [
        *_without_pack(review, meeting),
        Notice(
            words=f"This is the meeting of {review.named.lower()} of {review.contract.reference}.",
            href=url_for("reviews.show_review", review_id=review.id),
            link="The review and its pack",
        ),
    ]


def _without_pack(review: Review, meeting: Meeting) -> Sequence[Notice]:
    """That there is no pack yet, for those who open the meeting: afterwards none can be frozen."""
    if meeting.stage is not Stage.PLANNED or not may_hold(review.contract) or list_packs(review.id):
        return []
    return [
        Notice(
            words="No pack is frozen yet. Once the meeting is open, none can be.",
            href=url_for("reviews.freeze_pack", review_id=review.id),
            link="Look at the pack and freeze it",
        )
    ]
