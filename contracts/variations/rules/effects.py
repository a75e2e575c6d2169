"""What a change costs: in a full year, in the part of the year it holds for, and by group, to the penny.

FYE = PYE × 12 / months (DOMAIN.md). Amounts are in pence, below zero where money is saved; months are exact.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from contracts.agreements.rules.months import months_in
from core.apportion import apportion
from core.errors import Refusal
from core.money import plain, rounded
from core.wording import sterling

Months = Fraction | int
_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A financial effect in pence: of a full year and of this year's part, each with its parts by group.

    `whole_life`: what it adds to the value of the contract over its whole life.
    """

    full_year: int
    part_year: int
    whole_life: int = 0
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


def whole_life_effect(full_year: int, effective_from: date, last: date) -> int:
    """What a full-year effect (pence) comes to from a day to a last day, rounded once over all years.

    >>> whole_life_effect(120_000, date(2008, 10, 1), date(2010, 3, 31))
    180000
    """
    if last < effective_from:
        return 0
    return rounded(Fraction(full_year) * months_in(effective_from, last) / _YEAR)


def added(effects: Iterable[Effect]) -> Effect:
    """Several effects as one: every figure is the sum of theirs.

    >>> added([effect_of({"DacCom": 1000}, 6), effect_of({"DacCom": 5, "WatCom": 100}, 6)]).part_year_by_group
    {'DacCom': 503, 'WatCom': 50}
    """
    full_year, part_year = Counter[str](), Counter[str]()
    totals = [0, 0, 0]
    for effect in effects:
        totals = [a + b for a, b in zip(totals, (effect.full_year, effect.part_year, effect.whole_life), strict=True)]
        full_year.update(effect.full_year_by_group)
        part_year.update(effect.part_year_by_group)
    return Effect(
        full_year=totals[0],
        part_year=totals[1],
        whole_life=totals[2],
        full_year_by_group=dict(full_year),
        part_year_by_group=dict(part_year),
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
