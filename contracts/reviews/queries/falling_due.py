"""What falls due about reviews: papers, days, minutes; for reminders, the home page and calendars."""

from dataclasses import dataclass
from datetime import date

from contracts.reviews.models import Review
from contracts.reviews.queries.reviews import Standing, list_to_be_held, standing_of
from contracts.reviews.rules.schedule import State
from core.permissions import Actor
from core.working_days import add_working_days

SOON_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Papers that are due within five working days or past their day."""

    standing: Standing
    is_late: bool


def list_papers_due(*, on: date, by: Actor | None = None) -> list[Due]:
    """The reviews whose papers are due soon or late and not there yet, soonest first."""
    soon = add_working_days(on, SOON_DAYS)
    waiting = [each for each in list_to_be_held(by=by) if each.papers_due_on <= soon]
    return [
        Due(standing=each, is_late=each.review.papers_due_on < on)
        for each in standing_of(waiting, on=on)
        if not each.pack and each.state is not State.NOT_HELD
    ]


def list_not_held(*, on: date, by: Actor | None = None) -> list[Review]:
    """The reviews whose day is past and that were neither held, moved nor cancelled, oldest first."""
    return [each for each in list_to_be_held(by=by) if each.meets_on < on]
