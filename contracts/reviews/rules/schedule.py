"""When reviews are due: every so many months from the start of a contract, within its term, papers some days before."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.agreements.rules.months import add_months
from core.errors import Refusal
from core.wording import in_full

USUAL_MONTHS, USUAL_PAPERS_DAYS, USUAL_GROUPS = 3, 10, 1
USUAL = "The usual arrangement: the contract sets none"
LONGEST_REASON = 1_000
LONGEST_PLACE = 120
MOST_YEARS = 2
_DAY = timedelta(days=1)
_MOST_MONTHS = 1200


class Stage(StrEnum):
    """How far people brought a review; whether it was held, its meeting says."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class State(StrEnum):
    """Where a review stands on a day."""

    SCHEDULED = "scheduled"
    PAPERS_DUE = "papers_due"
    READY = "ready"
    NOT_HELD = "not_held"
    MINUTES_OPEN = "minutes_open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


WAITING = (State.SCHEDULED, State.PAPERS_DUE, State.READY, State.NOT_HELD)
STATE_NAMES: Mapping[State, str] = {
    State.SCHEDULED: "Scheduled",
    State.PAPERS_DUE: "Papers due",
    State.READY: "Papers sent",
    State.NOT_HELD: "Day past, not held",
    State.MINUTES_OPEN: "Held, minutes open",
    State.CLOSED: "Held, minutes approved",
    State.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What a contract arranges for its reviews, each with its source.

    `months`: between reviews. `papers_days`: working days between the papers and the meeting. `groups`: how many PbC
    groups must be there besides commissioner and provider.
    """

    months: int
    months_source: str
    papers_days: int
    papers_source: str
    groups: int
    groups_source: str


def arrangement(settings: Mapping[str, tuple[str, str]], *, groups_covered: int) -> Arrangement:
    """The arrangement of a contract with these settings (value and source by name); the usual one where it sets none.

    >>> arrangement({"review_months": ("6", "the leads")}, groups_covered=0).months
    6
    """
    months = settings.get("review_months", (str(USUAL_MONTHS), USUAL))
    papers = settings.get("papers_days", (str(USUAL_PAPERS_DAYS), USUAL))
    groups = settings.get("quorum_groups", (str(USUAL_GROUPS), USUAL))
    return Arrangement(
        months=int(months[0]),
        months_source=months[1],
        papers_days=int(papers[0]),
        papers_source=papers[1],
        groups=min(int(groups[0]), groups_covered),
        groups_source=groups[1],
    )


def days_of_review(
    *, starts_on: date, ends_on: date, months_on: Callable[[date], int], called: Collection[date] = ()
) -> list[date]:
    """The days on which reviews are due by the schedule: so many months after the last, and one after the end.

    `months_on`: how many months the contract says on a day, since a variation may change it. A day for which a review
    was called counts whatever the contract says now. The last review looks back on the last months: it is due on the
    first scheduled day after the end, and there is one of them.

    >>> found = days_of_review(starts_on=date(2008, 4, 1), ends_on=date(2008, 12, 31), months_on=lambda day: 3)
    >>> [day.isoformat() for day in found]
    ['2008-07-01', '2008-10-01', '2009-01-01']
    """
    days, last = list[date](), 0
    is_last_called = any(day > ends_on for day in called)
    for turn in range(1, _MOST_MONTHS):
        day = add_months(starts_on, turn)
        is_due = turn - last >= months_on(day) and not (day > ends_on and is_last_called)
        if day not in called and not is_due:
            continue
        days.append(day)
        last = turn
        if day > ends_on:
            break
    return days


def period_of(day: date, *, starts_on: date, ends_on: date, days: Sequence[date]) -> tuple[date, date]:
    """First and last day of what a scheduled review looks back on: from the scheduled day before it, within the term.

    >>> days = [date(2008, 7, 1), date(2008, 10, 1)]
    >>> period_of(date(2008, 10, 1), starts_on=date(2008, 4, 1), ends_on=date(2009, 3, 31), days=days)
    (datetime.date(2008, 7, 1), datetime.date(2008, 9, 30))
    """
    before = [each for each in days if each < day]
    return (before[-1] if before else starts_on), min(ends_on, day - _DAY)


def due_to_be_called(days: Sequence[date], *, called: Collection[date], ahead: date) -> list[date]:
    """The scheduled days up to a horizon that are not called yet, those long past too.

    By state alone: however long nobody looked, what is missing is called once, and what was called is not called again.
    """
    return [day for day in days if day <= ahead and day not in set(called)]


def free_day(earliest: date, *, taken: Collection[date], is_working_day: Callable[[date], bool]) -> date:
    """The first working day from a day on which the contract has no other review.

    >>> free_day(date(2008, 7, 1), taken=[date(2008, 7, 1)], is_working_day=lambda day: day.weekday() < 5)
    datetime.date(2008, 7, 2)
    """
    day = earliest
    while day in taken or not is_working_day(day):
        day += _DAY
    return day


def is_asked_for(papers_due_on: date, *, signed_on: date) -> bool:
    """Whether a scheduled review is asked for: its papers fell due after the contract was signed, so could be sent.

    A contract put in writing late has no reviews of months long past.

    >>> is_asked_for(date(2008, 6, 17), signed_on=date(2008, 3, 14))
    True
    """
    return papers_due_on > signed_on


def state_of(
    *,
    stage: Stage,
    papers_due_on: date,
    meets_on: date,
    is_held: bool,
    has_pack: bool,
    is_approved: bool,
    on: date,
) -> State:
    """Where a review stands on a day. On its own day it can still be held.

    >>> state_of(stage=Stage.SCHEDULED, papers_due_on=date(2008, 6, 17), meets_on=date(2008, 7, 1), is_held=False,
    ...          has_pack=False, is_approved=False, on=date(2008, 6, 17)).value
    'papers_due'
    """
    if stage is Stage.CANCELLED:
        return State.CANCELLED
    if is_held:
        return State.CLOSED if is_approved else State.MINUTES_OPEN
    if meets_on < on:
        return State.NOT_HELD
    if has_pack:
        return State.READY
    return State.PAPERS_DUE if papers_due_on <= on else State.SCHEDULED


def check_day(meets_on: date, *, is_working_day: bool, on: date, taken: Sequence[date]) -> None:
    """Refuse a day in the past, one on which nobody works, or on which the contract has another review."""
    if meets_on < on:
        raise Refusal(f"{in_full(meets_on)} is past. Choose today or a later day.")
    if meets_on.year - on.year > MOST_YEARS:
        raise Refusal(f"{in_full(meets_on)} is more than {MOST_YEARS} years away. Choose an earlier day.")
    if not is_working_day:
        raise Refusal(f"{in_full(meets_on)} is no working day. Choose Monday to Friday, no bank holiday.")
    if meets_on in set(taken):
        raise Refusal(f"The contract has another review on {in_full(meets_on)}. Choose another day.")


def check_reason(reason: str, *, act: str) -> None:
    """Refuse an act without its reason. `act`: “cancelled”."""
    if not reason.strip():
        raise Refusal(f"Say why the review is {act}. Everybody who attends reads it.")
    if len(reason) > LONGEST_REASON:
        raise Refusal(f"Say why in at most {LONGEST_REASON:,} characters.")


def check_place(place: str) -> None:
    """Refuse an overlong place."""
    if len(place.strip()) > LONGEST_PLACE:
        raise Refusal(f"Say where the review is held in at most {LONGEST_PLACE} characters.")


def check_is_scheduled(stage: Stage) -> None:
    """Refuse acts on a review that was cancelled."""
    if stage is Stage.CANCELLED:
        raise Refusal("The review was cancelled.")
