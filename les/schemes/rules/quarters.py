"""Quarters of the financial year, and how far through the year a day lies. Each quarter is exactly a fourth of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from core.periods import FinancialYear

_MONTHS = ((4, 7), (7, 10), (10, 1), (1, 4))


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a financial year: the first begins on 1 April.

    >>> quarter = Quarter.of(date(2008, 2, 29))
    >>> str(quarter), quarter.first_day.isoformat(), quarter.last_day.isoformat(), quarter.days
    ('quarter 4 of 2007/08', '2008-01-01', '2008-03-31', 91)
    """

    year: FinancialYear
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that holds a day."""
        return cls(FinancialYear.of(day), (day.month - 4) % 12 // 3 + 1)

    @property
    def first_day(self) -> date:
        """Its first day."""
        month = _MONTHS[self.number - 1][0]
        return date(self.year.starts_in + (month < 4), month, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        month = _MONTHS[self.number - 1][1]
        return date(self.year.starts_in + (month < 7 and self.number > 2), month, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first_day).days

    def __str__(self) -> str:
        return f"quarter {self.number} of {self.year}"


def position(day: date, year: FinancialYear) -> Fraction:
    """Which part of a year is over when a day begins: quarters count the same, and days of a quarter among themselves.

    >>> year = FinancialYear.named("2008/09")
    >>> position(date(2008, 4, 1), year), position(date(2008, 7, 1), year), position(date(2009, 4, 1), year)
    (Fraction(0, 1), Fraction(1, 4), Fraction(1, 1))
    >>> position(date(2008, 4, 2), year)
    Fraction(1, 364)
    """
    if day <= year.first_day:
        return Fraction(0)
    if day > year.last_day:
        return Fraction(1)
    quarter = Quarter.of(day)
    return Fraction(quarter.number - 1, 4) + Fraction((day - quarter.first_day).days, 4 * quarter.days)
