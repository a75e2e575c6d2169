"""Reminders of papers that fall due, of reviews close by, and of actions: by the state of the records, each once.

A worker that was down for a week skips nothing and sends nothing twice: each reminder has a key of its own.
"""

from collections.abc import Callable
from datetime import date, datetime

from commissioning.meetings.models import Action
from commissioning.meetings.queries.actions import list_open_due_by
from contracts.reviews.models import Review
from contracts.reviews.queries.falling_due import SOON_DAYS, list_not_held, list_papers_due
from contracts.reviews.queries.reviews import list_to_be_held
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Permission
from core.wording import in_full
from core.working_days import add_working_days, time_left

Address = Callable[[int], str]


def send_reminders(*, on: date, at: datetime, review_at: Address, action_at: Address) -> int:
    """Write every reminder that is due by a day; how many messages were written. An act of the installation."""
    papers = sum(
        _papers(each.standing.review, is_late=each.is_late, on=on, at=at, href=review_at(each.standing.review.id))
        for each in list_papers_due(on=on)
    )
    missed = sum(_not_held(each, on=on, at=at, href=review_at(each.id)) for each in list_not_held(on=on))
    soon = add_working_days(on, SOON_DAYS)
    near = [each for each in list_to_be_held() if on <= each.meets_on <= soon]
    days = sum(_day(each, on=on, at=at, href=review_at(each.id)) for each in near)
    actions = sum(_action(each, on=on, at=at, href=action_at(each.id)) for each in list_open_due_by(on))
    return papers + missed + days + actions


def _papers(review: Review, *, is_late: bool, on: date, at: datetime, href: str) -> int:
    name = f"{review.named} of {review.contract.reference}"
    return notify(
        key=f"reviews.papers/{review.id}/{review.papers_due_on}/{'late' if is_late else 'soon'}",
        person_ids=people_at([review.contract.commissioner_id], on=on, permission=Permission.HOLD_REVIEWS),
        subject=f"Papers for {name} are {'late' if is_late else 'due soon'}",
        words=f"Due by {in_full(review.papers_due_on)}: {time_left(review.papers_due_on, on)}.",
        href=href,
        at=at,
    )


def _not_held(review: Review, *, on: date, at: datetime, href: str) -> int:
    name = f"{review.named} of {review.contract.reference}"
    return notify(
        key=f"reviews.not-held/{review.id}/{review.meets_on}",
        person_ids=people_at([review.contract.commissioner_id], on=on, permission=Permission.HOLD_REVIEWS),
        subject=f"{name} was not held on {in_full(review.meets_on)}",
        words="Its meeting was not opened. Open it and record what happened, give it another day, or cancel it.",
        href=href,
        at=at,
    )


def _day(review: Review, *, on: date, at: datetime, href: str) -> int:
    parties = [each.party_id for each in review.meeting.parties] if review.meeting else []
    return notify(
        key=f"reviews.day/{review.id}/{review.meets_on}",
        person_ids=people_at(parties, on=on, permission=Permission.APPROVE_MINUTES),
        subject=f"{review.named} of {review.contract.reference} is on {in_full(review.meets_on)}",
        words=f"The review of {review.contract.title} is {time_left(review.meets_on, on)}.",
        href=href,
        at=at,
    )


def _action(action: Action, *, on: date, at: datetime, href: str) -> int:
    is_late = action.due_on < on
    moved = f"/{action.due_on}" if action.days_moved else ""
    return notify(
        key=f"meetings.action/{action.id}/{'late' if is_late else 'soon'}{moved}",
        person_ids=people_at([action.owner_id], on=on, permission=Permission.APPROVE_MINUTES),
        subject=f"An action is {'overdue' if is_late else 'due soon'}: {action.meeting.title}",
        words=f"{action.words} Due by {in_full(action.due_on)}.",
        href=href,
        at=at,
    )
