"""How old what is not paid is, and how long payment took, all in working days, which the caller counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

BANDS: tuple[tuple[int, int | None], ...] = ((0, 10), (11, 30), (31, 60), (61, None))
"""Working days since a claim was submitted, from the first to the last; the last band is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A claim that is not wholly paid: how many working days ago it was submitted, and the pence that are open."""

    scheme_id: int
    practice_id: int
    days: int
    pence: int
    is_approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """A claim that is wholly paid: working days from submission and from approval; `in_time`: None without a window."""

    year: str
    quarter: int
    scheme_id: int
    practice_id: int
    from_submission: int
    from_approval: int
    in_time: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysToPay:
    """How long the claims of a quarter took. Averages are exact; `in_time`: per cent of those with a window."""

    year: str
    quarter: int
    claims: int
    average: Fraction
    median: Fraction
    average_from_approval: Fraction
    median_from_approval: Fraction
    in_time: Fraction | None


def band_name(band: tuple[int, int | None]) -> str:
    """A band as people say it.

    >>> [band_name(band) for band in BANDS]
    ['0 to 10 days', '11 to 30 days', '31 to 60 days', 'Over 60 days']
    """
    first, last = band
    return f"Over {first - 1} days" if last is None else f"{first} to {last} days"


def band_of(days: int) -> int:
    """The place of the band in which so many working days lie.

    >>> [band_of(days) for days in (0, 10, 11, 60, 61, 400)]
    [0, 0, 1, 2, 3, 3]
    """
    return next(place for place, (_, last) in enumerate(BANDS) if last is None or days <= last)


def by_band(waits: Sequence[Wait]) -> list[tuple[int, int]]:
    """How many claims, and how many pence, each band holds."""
    found = [(0, 0)] * len(BANDS)
    for each in waits:
        count, pence = found[band_of(each.days)]
        found[band_of(each.days)] = (count + 1, pence + each.pence)
    return found


def median(counts: Sequence[int]) -> Fraction:
    """The middle of numbers, the mean of the two in the middle of an even number of them.

    >>> median([3, 1, 2]), median([4, 1])
    (Fraction(2, 1), Fraction(5, 2))
    """
    ordered = sorted(counts)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def days_to_pay(took: Sequence[Took]) -> list[DaysToPay]:
    """How long payment took by the quarter that was claimed for, the earliest first."""
    quarters: dict[tuple[str, int], list[Took]] = {}
    for each in took:
        quarters.setdefault((each.year, each.quarter), []).append(each)
    return [_of_quarter(year, quarter, quarters[year, quarter]) for year, quarter in sorted(quarters)]


def _of_quarter(year: str, quarter: int, took: Sequence[Took]) -> DaysToPay:
    submitted, approved = [each.from_submission for each in took], [each.from_approval for each in took]
    told = [each.in_time for each in took if each.in_time is not None]
    return DaysToPay(
        year=year,
        quarter=quarter,
        claims=len(took),
        average=Fraction(sum(submitted), len(took)),
        median=median(submitted),
        average_from_approval=Fraction(sum(approved), len(took)),
        median_from_approval=median(approved),
        in_time=Fraction(100 * sum(told), len(told)) if told else None,
    )
