"""Days of a contract: in force, days left, the last day for notice, breaks and options to extend it.

Rules know no calendar: what the last working day up to a day is, the caller says. All days are within the term.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.agreements.rules.months import add_months, check_term
from core.errors import Refusal
from core.wording import in_full

LastWorkingDay = Callable[[date], date]
_DAY = timedelta(days=1)


class NoticeKind(StrEnum):
    """What a notice is about."""

    END = "end of the contract"
    BREAK = "break"
    EXTENSION = "extension"


class NoticeTime(StrEnum):
    """How a day for notice stands to a day on which one looks."""

    LATER = "later"
    SOON = "soon"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A day by which to decide: what about, the contract's last day if it is given, and the last day to give it."""

    kind: NoticeKind
    ends_on: date
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option to extend: by so many months, to be taken so many months before the contract would end."""

    months: int
    notice_months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """What taking an option would mean: the new last day, and the day by which to take it."""

    number: int
    ends_on: date
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days of a contract: first and last, last days of breaks, months of notice, options in the order taken."""

    first: date
    last: date
    notice_months: int = 0
    breaks: tuple[date, ...] = ()
    options: tuple[Option, ...] = ()


def is_in_force(on: date, first: date, last: date, *, ended_on: date | None = None) -> bool:
    """Whether a contract is in force on a day; `ended_on` is its last day where it was ended early.

    >>> term = date(2008, 4, 1), date(2009, 3, 31)
    >>> [is_in_force(on, *term) for on in (date(2008, 3, 31), date(2009, 3, 31), date(2009, 4, 1))]
    [False, True, False]
    """
    return first <= on <= (min(last, ended_on) if ended_on else last)


def days_left(on: date, last: date) -> int:
    """How many days follow a day up to a contract's last: 0 on the last day itself, below 0 when it is over.

    >>> days_left(date(2009, 3, 1), date(2009, 3, 31)), days_left(date(2009, 4, 1), date(2009, 3, 31))
    (30, -1)
    """
    return (last - on).days


def notice_by(ends_on: date, months: int, last_working_day: LastWorkingDay | None = None) -> date:
    """The last day to give notice of so many months if the contract is to end on a day, not later.

    Notice runs to the corresponding day of the month, or the month's last where there is none (the rule of Dodds v
    Walker, 1981). With `last_working_day` (of a day: itself or the working day before it) notice is given on a working
    day.

    >>> notice_by(date(2009, 3, 31), 6), notice_by(date(2008, 9, 30), 6), notice_by(date(2009, 3, 31), 0)
    (datetime.date(2008, 9, 30), datetime.date(2008, 3, 31), datetime.date(2009, 3, 31))
    """
    _check_months(months)
    day = add_months(ends_on, -months)
    while add_months(day + _DAY, months) <= ends_on:
        day += _DAY
    return last_working_day(day) if last_working_day else day


def extended(ends_on: date, months: int) -> date:
    """The last day of a contract extended by so many months: the end of a month stays the end of a month.

    >>> extended(date(2009, 2, 28), 12), extended(date(2009, 3, 31), 6), extended(date(2009, 4, 14), 1)
    (datetime.date(2010, 2, 28), datetime.date(2009, 9, 30), datetime.date(2009, 5, 14))
    """
    _check_months(months)
    return add_months(ends_on + _DAY, months) - _DAY


def extensions(
    ends_on: date, options: Sequence[Option], last_working_day: LastWorkingDay | None = None
) -> list[Extension]:
    """The options one after the other: where each would bring the end, and by which day it must be taken."""
    found = []
    for number, option in enumerate(options, start=1):
        by = notice_by(ends_on, option.notice_months, last_working_day)
        ends_on = extended(ends_on, option.months)
        found.append(Extension(number=number, ends_on=ends_on, by=by))
    return found


def notices(dates: Dates, last_working_day: LastWorkingDay | None = None) -> list[Notice]:
    """All days by which something must be decided, in order: at each break, at the end, and for each extension."""
    ends = [(NoticeKind.BREAK, day) for day in dates.breaks] + [(NoticeKind.END, dates.last)]
    found = [
        Notice(kind=kind, ends_on=day, by=notice_by(day, dates.notice_months, last_working_day)) for kind, day in ends
    ]
    found += [
        Notice(kind=NoticeKind.EXTENSION, ends_on=each.ends_on, by=each.by)
        for each in extensions(dates.last, dates.options, last_working_day)
    ]
    return sorted(found, key=lambda notice: (notice.by, notice.ends_on))


def next_notice(listed: Sequence[Notice], on: date) -> Notice | None:
    """The first of these notices that can still be given on a day; None where all days are past."""
    return min((each for each in listed if each.by >= on), key=lambda each: (each.by, each.ends_on), default=None)


def notice_time(on: date, by: date, soon_days: int) -> NoticeTime:
    """How a day for notice stands to a day; `soon_days` is the setting of how many days before one is reminded.

    >>> [str(notice_time(on, date(2008, 9, 30), 60)) for on in (date(2008, 4, 1), date(2008, 9, 30), date(2008, 10, 1))]
    ['later', 'soon', 'passed']
    """
    if on > by:
        return NoticeTime.PASSED
    return NoticeTime.SOON if (by - on).days <= soon_days else NoticeTime.LATER


def problems_in_dates(dates: Dates) -> list[str]:
    """Where the days of a contract cannot be, in sentences: breaks outside it, notice longer than it, odd options."""
    found = [
        f"A break on {in_full(day)} lies outside the contract, which runs from {in_full(dates.first)} to "
        f"{in_full(dates.last)}."
        for day in dates.breaks
        if not dates.first <= day < dates.last
    ]
    if dates.notice_months < 0 or any(each.notice_months < 0 for each in dates.options):
        found.append("Notice is 0 months or more.")
    elif notice_by(dates.last, dates.notice_months) < dates.first:
        found.append(
            f"With {dates.notice_months} months’ notice, the notice to end the contract on {in_full(dates.last)} would "
            "have to be given before it begins. Shorten the notice."
        )
    found += [
        f"Option {number} to extend adds {each.months} months: an option adds at least 1."
        for number, each in enumerate(dates.options, start=1)
        if each.months < 1
    ]
    return found


def check_dates(dates: Dates) -> None:
    """Refuse days that cannot be: an end before the beginning, and all that `problems_in_dates` lists."""
    check_term(dates.first, dates.last)
    if problems := problems_in_dates(dates):
        raise Refusal(" ".join(problems))


def _check_months(months: int) -> None:
    if months < 0:
        raise Refusal(f"A period is 0 months or more, not {months}.")
