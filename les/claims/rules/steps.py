"""The way of a claim as steps: what is done, what comes now, what comes later; and how long it has been waiting."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.wording import in_full
from les.claims.rules.kinds import State


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStep:
    """A step, and a few words about it."""

    name: str
    state: StepState
    words: str


_DONE = {State.DRAFT: 0, State.SUBMITTED: 1, State.CHECKED: 2, State.APPROVED: 3}


def steps_of(
    state: State, *, submitted_on: date | None, is_paid: bool, pays_on: date | None, is_late: bool = False
) -> list[ClaimStep]:
    """The steps of a claim that counts or is drafted; none of one that is over.

    >>> [(step.name, step.state.value) for step in steps_of(State.SUBMITTED, submitted_on=date(2008, 7, 7),
    ...     is_paid=False, pays_on=None)]
    [('Submitted', 'done'), ('Evidence approved', 'now'), ('Approved for payment', 'later'), ('Paid', 'later')]
    """
    if state not in _DONE:
        return []
    done = 4 if is_paid else _DONE[state]
    submitted = f"on {in_full(submitted_on)}" if submitted_on else "by the practice"
    words = (
        f"{submitted}, late" if is_late else submitted,
        "by the commissioner",
        "by finance, another person",
        f"on or after {in_full(pays_on)}" if pays_on and not is_paid else "with a payment run",
    )
    names = ("Submitted", "Evidence approved", "Approved for payment", "Paid")
    return [
        ClaimStep(name=name, state=_state(place, done), words=said)
        for place, (name, said) in enumerate(zip(names, words, strict=True))
    ]


def age_in_words(submitted_on: date | None, *, on: date) -> str:
    """How long a claim has been with the commissioner.

    >>> age_in_words(date(2008, 7, 7), on=date(2008, 7, 17)), age_in_words(date(2008, 7, 7), on=date(2008, 7, 8))
    ('10 days', '1 day')
    """
    if submitted_on is None:
        return ""
    days = (on - submitted_on).days
    return "today" if days <= 0 else f"{days:,} day{'' if days == 1 else 's'}"


def _state(place: int, done: int) -> StepState:
    if place < done:
        return StepState.DONE
    return StepState.NOW if place == done else StepState.LATER
