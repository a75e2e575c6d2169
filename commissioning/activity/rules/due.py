"""What is due: an expectation becomes returns by month or quarter, each with its day, and reminders around that day.

England's working days are told by functions: this file knows no calendar of bank holidays.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from commissioning.activity.rules.months import (
    FREQUENCY_NAMES,
    Frequency,
    Period,
    check_month,
    period_of,
    periods_between,
)
from core.errors import Refusal

AddWorkingDays = Callable[[date, int], date]
"""(day, count) → the day that many working days later, or earlier where the count is negative."""

DUE_WORKING_DAY, FLEX_WORKING_DAY, FREEZE_WORKING_DAY = 10, 20, 30
REMIND_BEFORE, REMIND_AFTER = (5, 1), (1, 5, 10)
_MOST_WORKING_DAYS = 250
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """When returns are due: so many working days after the end of the month or quarter. Settings, not laws of nature.

    `due`: the return is to be there. `flex`: figures are provisional until then and may be sent anew without being
    asked. `freeze`: from then on the month may be frozen.
    """

    due: int = DUE_WORKING_DAY
    flex: int = FLEX_WORKING_DAY
    freeze: int = FREEZE_WORKING_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a provider is expected to return: for which services, how often, from and to which month."""

    name: str
    frequency: Frequency
    first_month: str
    last_month: str | None
    days: Days = field(default_factory=Days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One return that is due: its period and its three days."""

    period: Period
    due_on: date
    flex_on: date
    freeze_on: date


def check_expected(expected: Expected, services: int) -> None:
    """Refuse an expectation that could not be met: no name, no service, months or days in the wrong order."""
    if not expected.name.strip() or len(expected.name.strip()) > _LONGEST_NAME:
        raise Refusal(f"Enter the name of the return, with at most {_LONGEST_NAME} characters.")
    if not services:
        raise Refusal("Choose at least one service the return is for.")
    check_month(expected.first_month)
    if period_of(expected.first_month, expected.frequency).first_month != expected.first_month:
        raise Refusal("A quarterly return begins with April, July, October or January.")
    if expected.last_month is not None:
        check_month(expected.last_month)
        if expected.last_month < expected.first_month:
            raise Refusal("The last month of the return is before its first.")
        check_last_month(expected.last_month, expected.frequency)
    days = expected.days
    if not 1 <= days.due <= days.flex <= days.freeze <= _MOST_WORKING_DAYS:
        raise Refusal(
            "A return is due first, then its flex day, then its freeze day: give them in this order, "
            f"from 1 to {_MOST_WORKING_DAYS} working days after the end of the period."
        )


def check_last_month(month: str, frequency: Frequency) -> None:
    """Refuse a last month in the middle of a quarter."""
    last = period_of(month, frequency).months[-1]
    if last != month:
        raise Refusal(f"A quarterly return ends with a quarter: choose {last}.")


def check_is_expected(expected: Expected, month: str) -> None:
    """Refuse a month that is none, or for which the return is not expected."""
    check_month(month)
    if month < expected.first_month or (expected.last_month is not None and month > expected.last_month):
        until = f" until {Period(expected.last_month)}" if expected.last_month else " on"
        raise Refusal(
            f"“{expected.name}” is expected from {Period(expected.first_month)}{until}, not for {Period(month)}."
        )


def said_of(expected: Expected) -> str:
    """How often and by when, in a sentence.

    >>> said_of(Expected(name="Contacts", frequency=Frequency.MONTHLY, first_month="2008-04", last_month=None))
    'Every month, due 10 working days after its end'
    """
    return f"{FREQUENCY_NAMES[expected.frequency]}, due {expected.days.due} working days after its end"


def due_for(period: Period, days: Days, add_working_days: AddWorkingDays) -> Due:
    """One period with its three days, each so many working days after the period's last day."""
    last = period.last_day
    return Due(
        period=period,
        due_on=add_working_days(last, days.due),
        flex_on=add_working_days(last, days.flex),
        freeze_on=add_working_days(last, days.freeze),
    )


def what_is_due(expected: Expected, *, until: date, add_working_days: AddWorkingDays) -> list[Due]:
    """Every return of an expectation whose period has begun by a day, earliest first."""
    month = f"{until:%Y-%m}"
    last = min(month, expected.last_month) if expected.last_month else month
    periods = periods_between(expected.first_month, last, expected.frequency)
    return [due_for(period, expected.days, add_working_days) for period in periods]


def last_owed(last: Period, *, already: Iterable[Period], submitted: Iterable[Period]) -> str:
    """The last month of a return that ends with a period: what was due already, and what was submitted, stays.

    >>> last_owed(Period("2008-06"), already=[Period("2008-05")], submitted=[Period("2008-07")])
    '2008-07'
    """
    return max([last, *already, *submitted], key=lambda period: period.first_month).months[-1]


def reminders_for(due: Due, add_working_days: AddWorkingDays) -> Iterator[tuple[int, date]]:
    """The reminders of a return that is not there: (working days from the day it is due, the day it falls on).

    Negative numbers are before the day, positive ones after it.
    """
    for count in REMIND_BEFORE:
        yield -count, add_working_days(due.due_on, -count)
    for count in REMIND_AFTER:
        yield count, add_working_days(due.due_on, count)


def reminder_on(due: Due, *, on: date, add_working_days: AddWorkingDays) -> int | None:
    """The latest reminder whose day has come; None before the first. It goes by the state: no missed day loses one."""
    passed = [count for count, day in reminders_for(due, add_working_days) if day <= on]
    return max(passed) if passed else None
