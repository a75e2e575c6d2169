"""What a change costs: in a full year, in the part of the year it holds for, and by group, to the penny.

FYE = PYE × 12 / months (DOMAIN.md). Amounts are in pence, below zero where money is saved; months are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from contracts.agreements.rules.months import months_in
from core.apportion import apportion
from core.errors import Refusal
from core.money import plain, rounded
from core.periods import FinancialYear
from core.wording import sterling

Months = Fraction | int
_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A financial effect in pence: of a full year and of this year's part, each with its parts by group."""

    full_year: int
    part_year: int
    full_year_by_group: Mapping[str, int] = field(default_factory=dict)
    part_year_by_group: Mapping[str, int] = field(default_factory=dict)


def full_year_effect(part_year: Fraction | int, months: Months) -> Fraction:
    """FYE = PYE × 12 / months, exact. Refused for months above 12 or not above 0.

    >>> full_year_effect(88, 9)
    Fraction(352, 3)
    """
    _check_months(months)
    return Fraction(part_year) * _YEAR / months


def part_year_effect(full_year: Fraction | int, months: Months) -> Fraction:
    """PYE = FYE × months / 12, exact. Refused for months above 12 or below 0.

    >>> part_year_effect(120_000, Fraction(15, 2))
    Fraction(75000, 1)
    """
    if months:
        _check_months(months)
    return Fraction(full_year) * months / _YEAR


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
        return Fraction(_YEAR * ((last - first).days + 1), (year.last_day - year.first_day).days + 1)
    return months_in(first, last)


def effect_of(full_year_by_group: Mapping[str, int], months: Months) -> Effect:
    """The effect of a change whose full year is known by group (pence), in a year for so many months of which it holds.

    The part year is rounded once in all, and its parts by group add up to it.

    >>> found = effect_of({"DacCom": 1000, "WatCom": 1000, "Hertsmere": -500}, 5)
    >>> found.full_year, found.part_year, found.part_year_by_group
    (1500, 625, {'DacCom': 417, 'WatCom': 416, 'Hertsmere': -208})
    """
    full_year = sum(full_year_by_group.values())
    part_year = rounded(part_year_effect(full_year, months))
    return Effect(
        full_year=full_year,
        part_year=part_year,
        full_year_by_group=dict(full_year_by_group),
        part_year_by_group=_dealt_out(part_year, full_year_by_group, Fraction(months) / _YEAR),
    )


def problems_in_effect(effect: Effect) -> list[str]:
    """Where the groups do not add up to the whole, in sentences with the difference."""
    found = []
    for name, whole, by_group in (
        ("full-year", effect.full_year, effect.full_year_by_group),
        ("part-year", effect.part_year, effect.part_year_by_group),
    ):
        added = sum(by_group.values())
        if added != whole:
            found.append(
                f"The {name} effect is {sterling(whole)}, but the groups add up to {sterling(added)}: "
                f"a difference of {sterling(abs(whole - added))}."
            )
    return found


def _dealt_out(amount: int, by_group: Mapping[str, int], part: Fraction) -> dict[str, int]:
    """An amount (pence), the rounded `part` of what groups have in all, dealt out so that the groups add up to it.

    Groups that gain and groups that lose are dealt with apart: none gets a penny of the other sign.
    """
    gains = {group: pence for group, pence in by_group.items() if pence > 0}
    losses = {group: -pence for group, pence in by_group.items() if pence < 0}
    gained = rounded(sum(gains.values()) * part)
    dealt = apportion(gained, gains) | apportion(amount - gained, losses)
    return {group: dealt.get(group, 0) for group in by_group}


def _check_months(months: Months) -> None:
    if not 0 < months <= _YEAR:
        raise Refusal(f"A part of a year has more than 0 and at most 12 months, not {plain(months)}.")
