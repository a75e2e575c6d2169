"""What a contract pays for each month, in pence: the basis of the caps of withholding.

The value of its year is dealt over the months of the term that lie in it, by their days, and the rest of its whole
value over the other months. What a variation adds is dealt over the months for which it holds.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.agreements.rules.months import month_of, portions
from core.apportion import apportion
from core.money import rounded
from core.periods import FinancialYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """A value for a term, both days within: what of it is of the year of the contract’s value, and all of it."""

    of_year: int
    of_all: int
    first: date
    last: date


def month_payments(worths: Iterable[Worth], *, year: str, until: date) -> dict[str, int]:
    """The payment for each month (`2008-10`) in which anything is paid; nothing is paid after the day `until`.

    The months of a year add up to what is of it, to the penny, unless the contract ends earlier than it was agreed.

    >>> term = Worth(of_year=100, of_all=160, first=date(2008, 4, 1), last=date(2009, 5, 31))
    >>> found = month_payments([term], year="2008/09", until=date(2009, 5, 15))
    >>> found["2008-04"], found["2008-12"], found["2009-04"], found["2009-05"]
    (9, 8, 30, 15)
    """
    found: Counter[str] = Counter()
    for worth in worths:
        if worth.first <= worth.last:
            found.update(_until(_dealt(worth, FinancialYear.named(year)), worth, until))
    return {month: pence for month, pence in sorted(found.items()) if pence > 0}


def year_of(month: str) -> FinancialYear:
    """The financial year of a month.

    >>> str(year_of("2009-03")), str(year_of("2009-04"))
    ('2008/09', '2009/10')
    """
    return FinancialYear.of(date.fromisoformat(f"{month}-01"))


def _dealt(worth: Worth, year: FinancialYear) -> dict[str, int]:
    months = portions(worth.first, worth.last)
    within = {month: part for month, part in months.items() if year_of(month) == year}
    others = {month: part for month, part in months.items() if month not in within}
    of_year = apportion(worth.of_year, within) if within else {}
    return of_year | (apportion(worth.of_all - worth.of_year, others) if others else {})


def _until(dealt: dict[str, int], worth: Worth, until: date) -> dict[str, int]:
    """The months up to a day; of the month of that day, the part for its days."""
    if until < worth.first:
        return {}
    kept = {month: pence for month, pence in dealt.items() if month <= month_of(until)}
    if until < worth.last:
        month = month_of(until)
        part = portions(worth.first, until)[month] / portions(worth.first, worth.last)[month]
        kept[month] = rounded(Fraction(kept.get(month, 0)) * part)
    return kept
