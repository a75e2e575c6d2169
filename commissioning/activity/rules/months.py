"""Months and quarters as returns are made for them. A month is written `2008-04`; quarters begin in April."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import Refusal
from core.periods import is_month
from core.wording import listed


class Frequency(StrEnum):
    """How often a return is made."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


FREQUENCY_NAMES: Mapping[Frequency, str] = {Frequency.MONTHLY: "Every month", Frequency.QUARTERLY: "Every quarter"}
_LENGTH = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The months one return is for, by the first of them: one month, or the three of a financial quarter.

    >>> quarter = Period("2008-04", 3)
    >>> quarter.months, quarter.last_day.isoformat(), str(quarter)
    (('2008-04', '2008-05', '2008-06'), '2008-06-30', 'April to June 2008')
    """

    first_month: str
    length: int = 1

    @property
    def months(self) -> tuple[str, ...]:
        """Its months in order."""
        return tuple(month_after(self.first_month, count) for count in range(self.length))

    @property
    def first_day(self) -> date:
        """The first day of its first month."""
        return first_day_of(self.first_month)

    @property
    def last_day(self) -> date:
        """The last day of its last month."""
        return last_day_of(self.months[-1])

    def __str__(self) -> str:
        first, last = self.first_day, self.last_day
        if self.length == 1:
            return f"{last:%B %Y}"
        return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def month_from(text: str) -> str:
    """A month as written. ValueError says what was expected.

    >>> month_from("2008-04")
    '2008-04'
    """
    if not is_month(text):
        raise ValueError("a month such as 2008-04")
    return text


def check_month(text: str) -> None:
    """Refuse what is no month."""
    if not is_month(text):
        raise Refusal(f"“{text}” is no month. Write it as year and month, such as 2008-04.")


def first_day_of(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day_of(month: str) -> date:
    """The last day of a month.

    >>> last_day_of("2008-02").isoformat()
    '2008-02-29'
    """
    return first_day_of(month_after(month)) - timedelta(days=1)


def month_after(month: str, count: int = 1) -> str:
    """The month so many months later, or earlier where the count is negative.

    >>> month_after("2007-12"), month_after("2008-01", -1), month_after("2008-04", 12)
    ('2008-01', '2007-12', '2009-04')
    """
    at = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def month_of(day: date) -> str:
    """The month that holds a day."""
    return f"{day:%Y-%m}"


def period_of(month: str, frequency: Frequency) -> Period:
    """The period of a frequency that holds a month.

    >>> str(period_of("2009-02", Frequency.QUARTERLY)), str(period_of("2009-02", Frequency.MONTHLY))
    ('January to March 2009', 'February 2009')
    """
    length = _LENGTH[frequency]
    return Period(month_after(month, -((int(month[5:]) - 1) % length)), length)


def months_between(first_month: str, last_month: str) -> list[str]:
    """The months from the first to the last, both with them; none where the last is before the first.

    >>> months_between("2007-11", "2008-01")
    ['2007-11', '2007-12', '2008-01']
    """
    months = []
    while first_month <= last_month:
        months.append(first_month)
        first_month = month_after(first_month)
    return months


def months_in_words(months: Iterable[str]) -> str:
    """Months in a sentence, those that follow each other as a span.

    >>> months_in_words(["2007-03", "2007-04", "2007-05", "2007-12", "2008-01"])
    'March to May 2007 and December 2007 to January 2008'
    >>> months_in_words(["2008-05"])
    'May 2008'
    """
    spans: list[Period] = []
    for month in sorted(set(months)):
        if spans and month_after(spans[-1].first_month, spans[-1].length) == month:
            spans[-1] = Period(spans[-1].first_month, spans[-1].length + 1)
        else:
            spans.append(Period(month))
    return listed([str(span) for span in spans])


def periods_between(first_month: str, last_month: str, frequency: Frequency) -> list[Period]:
    """The periods that hold a month from the first to the last, in order.

    >>> [str(period) for period in periods_between("2008-05", "2008-07", Frequency.QUARTERLY)]
    ['April to June 2008', 'July to September 2008']
    """
    periods = []
    period = period_of(first_month, frequency)
    while period.first_month <= last_month:
        periods.append(period)
        period = Period(month_after(period.first_month, period.length), period.length)
    return periods
