"""What a contract is worth: in each financial year of its term and over its whole life, to the penny.

A part of a year is worth annual value × months / 12, a part of a month counting by its days; or, by days, annual value
× days / days of the year. The whole life is rounded once, and the years add up to it (`core.apportion`). All in pence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.agreements.rules.months import check_term, months_this_year
from core.apportion import apportion
from core.errors import Refusal
from core.money import rounded
from core.periods import FinancialYear
from core.wording import in_full, listed, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A contract's value (pence) by financial year, in their order; the whole life is their sum."""

    by_year: Mapping[FinancialYear, int]

    @property
    def whole_life(self) -> int:
        """The value over the whole term."""
        return sum(self.by_year.values())

    def in_year(self, year: FinancialYear) -> int:
        """The value in a financial year: 0 in one that the term does not reach."""
        return self.by_year.get(year, 0)


def years_of(first: date, last: date) -> list[FinancialYear]:
    """The financial years that a term reaches, both days within.

    >>> [str(year) for year in years_of(date(2009, 3, 31), date(2010, 4, 1))]
    ['2008/09', '2009/10', '2010/11']
    """
    check_term(first, last)
    return [FinancialYear(n) for n in range(FinancialYear.of(first).starts_in, FinancialYear.of(last).starts_in + 1)]


def value_by_year(
    annual: int | Mapping[FinancialYear, int], first: date, last: date, *, by_days: bool = False
) -> Value:
    """The value of a term by year, from the annual value (pence): one for all years, or one for each.

    Refused where a year has no annual value, or one below zero.

    >>> value = value_by_year(1_200_000, date(2008, 7, 1), date(2010, 3, 31))
    >>> {str(year): pence for year, pence in value.by_year.items()}, value.whole_life
    ({'2008/09': 900000, '2009/10': 1200000}, 2100000)
    """
    years = years_of(first, last)
    each = _annual(annual, years)
    exact = {year: each[year] * months_this_year(first, last, year, by_days=by_days) / 12 for year in years}
    return _dealt(rounded(sum(exact.values(), Fraction(0))), exact)


def split_by_year(total: int, first: date, last: date, *, by_days: bool = False) -> Value:
    """A known whole-life value (pence, 0 or more) split over the financial years of a term by their months, or days.

    >>> value = split_by_year(100, date(2008, 12, 1), date(2009, 6, 30))
    >>> {str(year): pence for year, pence in value.by_year.items()}
    {'2008/09': 57, '2009/10': 43}
    """
    _check(total, in_full(first))
    months = {year: months_this_year(first, last, year, by_days=by_days) for year in years_of(first, last)}
    return _dealt(total, months)


def _annual(annual: int | Mapping[FinancialYear, int], years: list[FinancialYear]) -> Mapping[FinancialYear, int]:
    each = dict.fromkeys(years, annual) if isinstance(annual, int) else annual
    missing = [str(year) for year in years if year not in each]
    if missing:
        raise Refusal(f"The contract runs into {listed(missing)}, for which it has no annual value. Enter one.")
    for year in years:
        _check(each[year], str(year))
    return each


def _check(pence: int, when: str) -> None:
    if pence < 0:
        raise Refusal(f"A contract’s value is £0.00 or more, not {sterling(pence)} ({when}).")


def _dealt(total: int, weights: Mapping[FinancialYear, Fraction]) -> Value:
    dealt = apportion(total, {str(year): weight for year, weight in weights.items()})
    return Value(by_year={year: dealt[str(year)] for year in weights})
