"""Limits of a process chart: the mean, the average moving range, and where limits begin anew.

2.66 is 3 ÷ 1.128, which makes of the average range of two figures three of their standard deviations; 3.267 is the
upper limit of such ranges (D. J. Wheeler, after W. A. Shewhart).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

from core.errors import Refusal

LIMITS_AT: Final = Fraction(266, 100)
SCREENED_FROM: Final = Fraction(3267, 1000)
NEAR: Final = Fraction(2, 3)
ENOUGH_POINTS: Final = 12
_SHARES: Final = (
    ("upper_limit", Fraction(1)),
    ("lower_limit", Fraction(-1)),
    ("upper_near_limit", NEAR),
    ("lower_near_limit", -NEAR),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebase:
    """From the point of this number on (0 is the first) limits are worked out anew: since which day, and why."""

    at: int
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Mean and limits of the points from `first` up to, not including, `end`.

    `mean` is None where no figure is known, the others where no two figures follow each other. Limits stand as they
    come out, also below zero: a drawing may clip them. `counted`: how many figures they rest on.
    """

    first: int
    end: int
    counted: int
    mean: Fraction | None
    average_moving_range: Fraction | None
    rebase: Rebase | None
    upper_limit: Fraction | None = field(init=False, compare=False)
    lower_limit: Fraction | None = field(init=False, compare=False)
    upper_near_limit: Fraction | None = field(init=False, compare=False)
    lower_near_limit: Fraction | None = field(init=False, compare=False)

    @property
    def is_trial(self) -> bool:
        """Whether they rest on so few figures that they are only trial limits."""
        return self.counted < ENOUGH_POINTS

    def __post_init__(self) -> None:
        """Work the limits out, once: they are asked for many times in a drawing."""
        for name, share in _SHARES:
            object.__setattr__(self, name, self.at(share))

    def at(self, share: Fraction) -> Fraction | None:
        """The place that many times the way from the mean to a limit."""
        if self.mean is None or self.average_moving_range is None:
            return None
        return self.mean + share * LIMITS_AT * self.average_moving_range


def moving_ranges(values: Sequence[Fraction | None]) -> list[Fraction | None]:
    """How far each figure lies from the one of the period before; None for the first and beside a missing figure.

    >>> [str(each) for each in moving_ranges([Fraction(1), Fraction(3), None, Fraction(2)])]
    ['None', '2', 'None', 'None']
    """
    if not values:
        return []
    return [None, *(None if a is None or b is None else abs(b - a) for a, b in pairwise(values))]


def average_range(ranges: Sequence[Fraction], *, screen: bool) -> Fraction | None:
    """The average of moving ranges, None of none; screened: without those of at least 3.267 × the first average.

    >>> average_range([Fraction(1)] * 15 + [Fraction(8), Fraction(9)], screen=True)
    Fraction(1, 1)
    """
    average = _mean(ranges)
    if not screen or not average:
        return average
    return _mean([each for each in ranges if each < SCREENED_FROM * average])


def stretches_of(rebases: Sequence[Rebase], count: int) -> list[tuple[int, int, Rebase | None]]:
    """Where each stretch begins and ends, with the rebase that began it."""
    ordered = sorted(rebases, key=lambda each: each.at)
    for each in ordered:
        if not each.reason.strip():
            raise Refusal("Limits are rebased for a reason. Say why they begin anew.")
        if not 0 < each.at < count:
            raise Refusal(f"Limits are rebased between the first and the last of {count} points. Choose one of them.")
    if any(a.at == b.at for a, b in pairwise(ordered)):
        raise Refusal("Limits are rebased once at a point. Two rebases name the same point: keep one of them.")
    if any(a.on >= b.on for a, b in pairwise(ordered)):
        raise Refusal("The dates of rebases follow each other as their points do. Correct one of the dates.")
    begins: list[Rebase | None] = [None, *ordered]
    places = [0, *(each.at for each in ordered), count]
    return [(first, end, rebase) for (first, end), rebase in zip(pairwise(places), begins, strict=True)]


def limits_of(
    values: Sequence[Fraction | None],
    first: int,
    end: int,
    rebase: Rebase | None,
    baseline: int | None,
    *,
    screen: bool,
) -> Limits:
    """The limits of the figures of one stretch, resting on its first `baseline` figures, or on all of them."""
    resting_on = _up_to(values[first:end], baseline)
    known = [value for value in resting_on if value is not None]
    ranges = [each for each in moving_ranges(resting_on) if each is not None]
    return Limits(
        first=first,
        end=end,
        counted=len(known),
        mean=_mean(known),
        average_moving_range=average_range(ranges, screen=screen),
        rebase=rebase,
    )


def _up_to(values: Sequence[Fraction | None], figures: int | None) -> Sequence[Fraction | None]:
    """The values up to and with the figure of that number: all of them, where none is named or there are fewer."""
    places = [place for place, value in enumerate(values) if value is not None]
    return values if figures is None or len(places) <= figures else values[: places[figures - 1] + 1]


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
