"""Decisions of reviews as what a notice is about: what it calls them, and what stands beside them in the meeting."""

from collections.abc import Sequence

from flask import has_request_context, url_for

from commissioning.meetings.models import Decision
from commissioning.meetings.queries.meetings import find_decision
from contracts.notices.queries.references import Reference
from contracts.notices.views.about import notices_beside
from contracts.reviews.models import SUBJECT, Review
from contracts.reviews.queries.reviews import get_review
from core.navigation import Beside
from core.wording import in_full

DECISION = "decision"


def describe_decision(contract_id: int, decision_id: int) -> Reference | None:
    """A decision of a review of a contract, as its notices call it; None for any other, or one that was taken back."""
    decision = find_decision(decision_id)
    review = _review_of(decision) if decision else None
    if decision is None or review is None or review.contract_id != contract_id:
        return None
    where = url_for("meetings.show_meeting", meeting_id=decision.meeting_id) if has_request_context() else ""
    name = f"decision {decision.number} of review {review.number}, {in_full(review.meets_on)}: {decision.words}"
    return Reference(name=name.rstrip("."), href=f"{where}#item-{decision.item_id}" if where else "")


def beside_decision(decision_id: int) -> Sequence[Beside]:
    """The notices that follow from a decision, and the way to issue one for those who may."""
    decision = find_decision(decision_id)
    review = _review_of(decision) if decision else None
    if decision is None or review is None:
        return []
    act = f"Issue a notice on decision {decision.number}"
    return [notices_beside(DECISION, decision.id, review.contract, act=act)]


def _review_of(decision: Decision) -> Review | None:
    meeting = decision.item.meeting
    return get_review(meeting.subject_id) if meeting.subject == SUBJECT else None
