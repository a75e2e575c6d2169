"""Giving a review another day, and calling one off."""

from flask import flash
from werkzeug.wrappers import Response

from contracts.reviews.actions import planning
from contracts.reviews.forms import CancelForm, MoveForm
from contracts.reviews.models import SUBJECT
from contracts.reviews.views.blueprint import address_of, crumbs_to, held_in_view, views
from core import clock
from core.components import day
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/reviews/<int:review_id>/move", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def move_review(review_id: int) -> Response | tuple[str, int]:
    """Give a review another day or place, with a reason."""
    review = held_in_view(review_id)
    form = MoveForm(meets_on=review.meets_on, place=review.meeting.place if review.meeting else "")

    def act() -> str:
        moved = planning.move_review(
            review_id=review.id,
            meets_on=form.meets_on.data,
            place=str(form.place.data or ""),
            reason=str(form.reason.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=address_of(review),
        )
        flash(f"{moved.named} is on {day(moved.meets_on)}; its papers are due by {day(moved.papers_due_on)}.")
        return address_of(review)

    if answer := submit(form, act, editing=Editing(record=review, subject=SUBJECT)):
        return answer
    return page("contracts/reviews/move_review.html", form, review=review, crumbs=crumbs_to(review))


@views.route("/reviews/<int:review_id>/cancel", methods=["GET", "POST"])
@requires(Permission.HOLD_REVIEWS)
def cancel_review(review_id: int) -> Response | tuple[str, int]:
    """Call a review off, with a reason."""
    review = held_in_view(review_id)
    form = CancelForm()

    def act() -> str:
        planning.cancel_review(
            review_id=review.id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=address_of(review),
        )
        flash(f"{review.named} is cancelled. Everybody who takes part is told.")
        return address_of(review)

    if answer := submit(form, act):
        return answer
    return page("contracts/reviews/cancel_review.html", form, review=review, crumbs=crumbs_to(review))
