"""Financial years, months and the days between: April to March, dates as arguments, never today's.

Years are those from 1900 to 2199: a name of another is a slip, and its days could lie where no calendar reaches.
"""

import re
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"((?:19|20|21)\d{2})/(\d{2})", re.ASCII)
_MONTH = re.compile(r"(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """An English public-sector year, 1 April to 31 March, named `2008/09`.

    >>> year = FinancialYear.named("2008/09")
    >>> year.first_day.isoformat(), year.last_day.isoformat(), str(year)
    ('2008-04-01', '2009-03-31', '2008/09')
    """

    starts_in: int

    @classmethod
    def named(cls, name: str) -> "FinancialYear":
        """The year of that name. Raises ValueError for anything but two following years, `2008/09`."""
        match = _YEAR.fullmatch(name.strip())
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError("a financial year such as 2008/09")
        return cls(int(match[1]))

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        """The year that holds a day: 31 March belongs to the one before 1 April's.

        >>> str(FinancialYear.of(date(2009, 3, 31))), str(FinancialYear.of(date(2009, 4, 1)))
        ('2008/09', '2009/10')
        """
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.starts_in, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.starts_in + 1, 3, 31)

    def __str__(self) -> str:
        return f"{self.starts_in}/{(self.starts_in + 1) % 100:02d}"


def is_month(text: str) -> bool:
    """Whether a text names a month as `2007-04`. Months so written sort as they follow each other.

    >>> is_month("2007-04"), is_month("2007-13"), is_month("0001-01"), is_month("9999-12")
    (True, False, False, False)
    """
    return _MONTH.fullmatch(text) is not None


def holds_on(day: date, first: date | None, end: date | None) -> bool:
    """Whether a half-open period [first, end) holds a day; a missing bound is no bound.

    >>> holds_on(date(2008, 3, 31), None, date(2008, 4, 1)), holds_on(date(2008, 4, 1), None, date(2008, 4, 1))
    (True, False)
    """
    return (first is None or first <= day) and (end is None or day < end)


def overlap(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    """Whether two half-open periods share a day."""
    starts = [bound for bound in (first[0], second[0]) if bound]
    ends = [bound for bound in (first[1], second[1]) if bound]
    return not starts or not ends or max(starts) < min(ends)
