"""What reviews put on the home page: papers that are due, for those who hold reviews; days of reviews for everybody."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from contracts.reviews.models import Review
from contracts.reviews.queries.falling_due import list_not_held, list_papers_due
from contracts.reviews.queries.reviews import list_to_be_held
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission

_MOST = 5


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """What reviews ask of the reader, and the next ones to come."""
    if not actor.may(Permission.NOMINATE_ATTENDEES):
        return []
    papers: list[ToDo] = []
    if actor.may(Permission.HOLD_REVIEWS):
        papers = [
            ToDo(
                what=f"Send the papers of {_named(each.standing.review)}",
                href=_address(each.standing.review),
                by=each.standing.review.papers_due_on,
                detail="Late" if each.is_late else "",
            )
            for each in list_papers_due(on=on, by=actor)
        ]
        papers += [
            ToDo(what=f"Hold, move or cancel {_named(each)}", href=_address(each), by=each.meets_on, detail="Not held")
            for each in list_not_held(on=on, by=actor)
        ]
    coming = [
        ToDo(what=f"Attend {_named(each)}", href=_address(each), by=each.meets_on, coming_up=True)
        for each in [each for each in list_to_be_held(by=actor) if each.meets_on >= on][:_MOST]
    ]
    return [*papers, *coming]


def _named(review: Review) -> str:
    return f"{review.named.lower()} of {review.contract.reference}, {review.contract.title}"


def _address(review: Review) -> str:
    return url_for("reviews.show_review", review_id=review.id)
