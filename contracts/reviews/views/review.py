"""The page of a review: its state, what can be done now, its days, who attends, its packs, meeting, and history."""

from commissioning.meetings.queries.meetings import list_attendees
from commissioning.meetings.rules.attendance import quorum_in_words
from contracts.reviews.models import Review
from contracts.reviews.presented.register import LOOKS
from contracts.reviews.queries.reviews import list_packs, standing_of
from contracts.reviews.rules.agenda import AGENDA
from contracts.reviews.rules.schedule import WAITING
from contracts.reviews.views.blueprint import crumbs_of, review_in_view, views
from contracts.reviews.views.holding import may_hold
from core import clock
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.working_days import time_left


@views.get("/reviews/<int:review_id>")
@requires(Permission.SEE_PERFORMANCE)
def show_review(review_id: int) -> tuple[str, int]:
    """Show a review: where it stands, what comes next, its days and rules, attendees, agenda, packs and history."""
    review, on = review_in_view(review_id), clock.today()
    standing = standing_of([review], on=on)[0]
    is_waiting = standing.state in WAITING
    return page(
        "contracts/reviews/show_review.html",
        review=review,
        contract=review.contract,
        crumbs=crumbs_of(review),
        standing=standing,
        look=LOOKS[standing.state],
        papers_left=time_left(review.papers_due_on, on),
        days_left=time_left(review.meets_on, on),
        is_waiting=is_waiting,
        may_hold=may_hold(review.contract),
        may_nominate=_may_nominate(review) and is_waiting,
        packs=list_packs(review.id),
        quorum=_quorum(review),
        attendees=list_attendees(review.meeting.id) if review.meeting else [],
        agenda=AGENDA,
    )


def _quorum(review: Review) -> str:
    if review.meeting is None:
        return ""
    needed = [each.party.name for each in review.meeting.parties if each.is_needed]
    return quorum_in_words(needed, others_needed=review.meeting.others_needed)


def _may_nominate(review: Review) -> bool:
    """Whether the reader nominates who attends: their organisation takes part."""
    actor = current_actor()
    parts = review.meeting.parties if review.meeting else []
    return actor.may(Permission.NOMINATE_ATTENDEES) and any(e.party_id == actor.organisation_id for e in parts)
