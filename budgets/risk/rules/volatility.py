"""How far a group's figure may swing by chance alone, from the number of its people.

Source: BMJ 1991;302:1582, the coefficient of variation of fundholders' hospital care from year to year: 7.49% for 9,000
people, 4.98% for 24,000, 1.80% for 179,400. Between these points it is read off a straight line over 1/√people;
beyond them the line of the nearest two is continued, and never falls below nothing. Measured on hospital care, so no
more than indicative for community services.

Percentages are exact fractions (`Fraction("7.49")` is 7.49%), amounts are pence; a percentage is rounded to be printed
and an amount once, half away from zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt

from budgets.method.result import Calculation
from core.money import percent_of
from core.wording import listed, percentage

SOURCE = "BMJ 1991;302:1582"
PUBLISHED = ((9_000, Fraction("7.49")), (24_000, Fraction("4.98")), (179_400, Fraction("1.80")))
TWO_YEARS_IN_THREE = Fraction(1)
NINETEEN_IN_TWENTY = Fraction("1.96")
_DIGITS = 10**30


class Reach(StrEnum):
    """Where a number of people lies against those that were measured."""

    SMALLER = "smaller"
    MEASURED = "measured"
    LARGER = "larger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How far a gross figure may swing by chance, up or down.

    `percent`: one coefficient of variation, exact; `usual` and `wide`: one of it and 1.96 of it, of the gross figure,
    in pence. In about two years of three a figure stays within `usual`, in about nineteen of twenty within `wide`.
    """

    people: Fraction
    gross: int
    percent: Fraction
    usual: int
    wide: int
    reach: Reach

    @property
    def wide_percent(self) -> Fraction:
        """1.96 coefficients of variation, exact."""
        return self.percent * NINETEEN_IN_TWENTY


def variation_percent(people: Fraction | int) -> Fraction:
    """The coefficient of variation for so many people, in percent. Raises ValueError where there is nobody.

    >>> [str(variation_percent(people)) for people in (9_000, 24_000, 179_400)]
    ['749/100', '249/50', '9/5']
    >>> percentage(variation_percent(12_000), 2), percentage(variation_percent(1_000), 2)
    ('6.62%', '20.44%')
    """
    if people <= 0:
        raise ValueError("chance variation needs people")
    (one, at_one), (other, at_other) = _neighbours(Fraction(people))
    first, last = _inverse_root(Fraction(one)), _inverse_root(Fraction(other))
    along = (_inverse_root(Fraction(people)) - first) / (last - first)
    return max(at_one + (at_other - at_one) * along, Fraction(0))


def reach_of(people: Fraction | int) -> Reach:
    """Whether so many people are fewer or more than were measured.

    >>> [str(reach_of(people)) for people in (8_999, 9_000, 179_400, 179_401)]
    ['smaller', 'measured', 'measured', 'larger']
    """
    if people < PUBLISHED[0][0]:
        return Reach.SMALLER
    return Reach.LARGER if people > PUBLISHED[-1][0] else Reach.MEASURED


def band_for(people: Fraction | int, gross: int) -> Band | None:
    """The band of a gross figure (pence) for so many people; None where there is nobody.

    >>> band = band_for(24_000, 10_000_000_00)
    >>> band.usual, band.wide
    (49800000, 97608000)
    """
    if people <= 0:
        return None
    percent = variation_percent(people)
    return Band(
        people=Fraction(people),
        gross=gross,
        percent=percent,
        usual=percent_of(abs(gross), percent * TWO_YEARS_IN_THREE),
        wide=percent_of(abs(gross), percent * NINETEEN_IN_TWENTY),
        reach=reach_of(people),
    )


def bands_of(calculation: Calculation) -> dict[str, Band]:
    """Each group's band by its code, from its registered people; a group without people has none."""
    found = {
        group.code: band_for(group.registered, calculation.totals.by_group[group.code].gross)
        for group in calculation.groups
    }
    return {code: band for code, band in found.items() if band is not None}


def volatility_notes(calculation: Calculation) -> dict[str, str]:
    """A short note to stand beside each group's figure, by its code; a group without people has none."""
    return {code: note_on(band) for code, band in bands_of(calculation).items()}


def note_on(band: Band) -> str:
    """A band in a few words, to stand beside a figure.

    >>> note_on(band_for(24_000, 100))
    '±5.0% by chance alone in two years of three (indicative)'
    """
    return f"±{percentage(band.percent)} by chance alone in two years of three (indicative)"


def is_within_chance(change_percent: Fraction | None, band: Band | None) -> bool | None:
    """Whether a change lies within what chance alone brings in nineteen years of twenty; None where it has no answer.

    >>> band = band_for(24_000, 100)
    >>> is_within_chance(Fraction("-9.7"), band), is_within_chance(Fraction("9.8"), band), is_within_chance(None, band)
    (True, False, None)
    """
    if change_percent is None or band is None:
        return None
    return abs(change_percent) <= band.wide_percent


def finding_on_changes(within: Sequence[tuple[str, bool | None]]) -> str:
    """How many groups' changes chance alone may explain: names with what `is_within_chance` says of each.

    >>> finding_on_changes([("DacCom", False), ("WatCom", True), ("Red House", True)])
    '2 of 3 groups’ changes lie within what chance alone would bring; that of DacCom is larger.'
    >>> finding_on_changes([("DacCom", True), ("Red House", None)])
    'The change of DacCom lies within what chance alone would bring. Red House cannot be compared.'
    """
    judged = [(name, is_inside) for name, is_inside in within if is_inside is not None]
    rest = [name for name, is_inside in within if is_inside is None]
    missing = f" {listed(rest)} cannot be compared." if judged and rest else ""
    if not judged:
        return "No group’s change can be compared with chance."
    larger = [name for name, is_inside in judged if not is_inside]
    return f"{_judged(len(judged), judged[0][0], larger)}{missing}"


def _judged(count: int, only: str, larger: Sequence[str]) -> str:
    if count == 1:
        said = "is larger than" if larger else "lies within"
        return f"The change of {only} {said} what chance alone would bring."
    if not larger:
        return f"All {count} groups’ changes lie within what chance alone would bring."
    if len(larger) == count:
        return f"All {count} groups’ changes are larger than chance alone would bring."
    inside = count - len(larger)
    verb = "lies" if inside == 1 else "lie"
    those = "that of {} is larger" if len(larger) == 1 else "those of {} are larger"
    opening = f"{inside} of {count} groups’ changes {verb} within what chance alone would bring"
    return f"{opening}; {those.format(listed(larger))}."


def _neighbours(people: Fraction) -> Sequence[tuple[int, Fraction]]:
    """The two published points between which so many people lie, or the nearest two."""
    return PUBLISHED[:2] if people <= PUBLISHED[1][0] else PUBLISHED[1:]


def _inverse_root(people: Fraction) -> Fraction:
    """1/√people to thirty decimals, cut: whole numbers throughout, the same on every machine."""
    return Fraction(isqrt(_DIGITS**2 * people.denominator // people.numerator), _DIGITS)
