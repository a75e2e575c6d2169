"""Working days: Monday to Friday but for the bank holidays of England, by which deadlines and notices are counted.

The bank holidays are those of the package `holidays`, which needs no network. Not for rules: they are told how many
working days there are.
"""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices of the NHS in England work on a day.

    >>> is_working_day(date(2008, 3, 20)), is_working_day(date(2008, 3, 21)), is_working_day(date(2008, 3, 22))
    (True, False, False)
    """
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and including `last`; negative when `last` is earlier.

    >>> working_days_between(date(2008, 3, 20), date(2008, 3, 25))  # over Easter
    1
    >>> working_days_between(date(2008, 3, 25), date(2008, 3, 20))
    -1
    """
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(first + timedelta(days=after)) for after in range(1, (last - first).days + 1))


def add_working_days(day: date, count: int) -> date:
    """The day that many working days after a day, or before it when the count is negative; 0 gives the day itself.

    >>> add_working_days(date(2008, 3, 31), -5)  # five working days before the end of the year, over Easter Monday
    datetime.date(2008, 3, 20)
    >>> add_working_days(date(2008, 12, 24), 1)
    datetime.date(2008, 12, 29)
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def time_left(by: date, on: date) -> str:
    """How much time is left until the end of the day `by`, in working days. On that day itself nothing is overdue.

    >>> time_left(date(2008, 3, 31), on=date(2008, 3, 20)), time_left(date(2008, 3, 31), on=date(2008, 3, 31))
    ('in 5 working days', 'today')
    >>> time_left(date(2008, 3, 31), on=date(2008, 4, 1)), time_left(date(2008, 3, 20), on=date(2008, 3, 22))
    ('1 working day overdue', 'overdue, with no working day since')
    >>> time_left(date(2008, 3, 22), on=date(2008, 3, 21))
    'before the next working day'
    """
    if by == on:
        return "today"
    count = working_days_between(on, by)
    if count == 0:
        return "before the next working day" if on < by else "overdue, with no working day since"
    days = f"{abs(count):,} working day{'' if abs(count) == 1 else 's'}"
    return f"in {days}" if count > 0 else f"{days} overdue"


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
