"""Months of a term: which they are, how much of each a term holds, and days a number of months apart.

Months are written `2008-04`. Terms are given by their first and last day, both within.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from core.errors import Refusal
from core.periods import FinancialYear
from core.wording import in_full

_DAY = timedelta(days=1)
Spans = dict[str, tuple[date, date]]


def month_of(day: date) -> str:
    """The month that holds a day.

    >>> month_of(date(2008, 4, 30))
    '2008-04'
    """
    return f"{day.year:04d}-{day.month:02d}"


def spans(first: date, last: date) -> Spans:
    """The months of a term in order, each with its first and last day within it. Refused where it ends too early.

    >>> list(spans(date(2008, 4, 15), date(2008, 5, 31)).values())[0]
    (datetime.date(2008, 4, 15), datetime.date(2008, 4, 30))
    """
    check_term(first, last)
    found: Spans = {}
    while first <= last:
        end = min(last, first.replace(day=_length(first)))
        found[month_of(first)] = (first, end)
        first = end + _DAY
    return found


def months_in(first: date, last: date) -> Fraction:
    """How many months a term has: whole ones, and parts as their days out of the days of the month.

    >>> months_in(date(2008, 7, 1), date(2009, 3, 31)), months_in(date(2008, 4, 16), date(2008, 5, 31))
    (Fraction(9, 1), Fraction(3, 2))
    """
    return sum(portions(first, last).values(), Fraction(0))


def portions(first: date, last: date) -> dict[str, Fraction]:
    """How much of each of its months a term holds: 1 for a whole month, its days out of the month's for a part.

    >>> portions(date(2008, 4, 16), date(2008, 5, 31))
    {'2008-04': Fraction(1, 2), '2008-05': Fraction(1, 1)}
    """
    return {
        month: Fraction((end - begin).days + 1, _length(begin)) for month, (begin, end) in spans(first, last).items()
    }


def days_by_month(first: date, last: date, count: Callable[[date, date], int] | None = None) -> dict[str, int]:
    """The days of a term by month: those of the calendar, or as `count` counts from a first to a last day, both within.

    >>> days_by_month(date(2008, 4, 15), date(2008, 5, 31))
    {'2008-04': 16, '2008-05': 31}
    """
    counted = count or (lambda begin, end: (end - begin).days + 1)
    return {month: counted(begin, end) for month, (begin, end) in spans(first, last).items()}


def months_this_year(
    effective_from: date, effective_to: date | None, year: FinancialYear, *, by_days: bool = False
) -> Fraction:
    """For how many months of a financial year something holds, both days within; a part of a month by its days.

    With `by_days` every day of the year counts the same: 12 × days / days of the year.

    >>> months_this_year(date(2008, 7, 1), None, FinancialYear.named("2008/09"))
    Fraction(9, 1)
    >>> months_this_year(date(2008, 7, 1), None, FinancialYear.named("2007/08"))
    Fraction(0, 1)
    >>> months_this_year(date(2008, 7, 1), None, FinancialYear.named("2008/09"), by_days=True)
    Fraction(3288, 365)
    """
    first = max(effective_from, year.first_day)
    last = min(effective_to or year.last_day, year.last_day)
    if last < first:
        return Fraction(0)
    if by_days:
        return Fraction(12 * ((last - first).days + 1), (year.last_day - year.first_day).days + 1)
    return months_in(first, last)


def add_months(day: date, months: int) -> date:
    """The corresponding day that many months later (or earlier); the month's last day where it has no such day.

    >>> add_months(date(2008, 8, 31), 6), add_months(date(2009, 3, 31), -1)
    (datetime.date(2009, 2, 28), datetime.date(2009, 2, 28))
    """
    place = day.year * 12 + day.month - 1 + months
    first = date(place // 12, place % 12 + 1, 1)
    return first.replace(day=min(day.day, _length(first)))


def check_term(first: date, last: date) -> None:
    """Refuse a term that ends before it begins."""
    if last < first:
        raise Refusal(
            f"It would end on {in_full(last)}, before it begins on {in_full(first)}. Correct one of the days."
        )


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
