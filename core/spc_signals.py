"""Signals on a process chart: which figures are more than chance, by the rules of “Making Data Count”, one label each.

In the order in which they count where several hold: outside a limit; a trend (seven figures, each above the one before,
or each below); two of three (two of three figures in a row beyond the same near limit, but not outside the limit); a
shift (seven figures in a row on one side of the mean: a figure on the mean ends it). What lies exactly on a limit or a
near limit is not beyond it. Unlike the national R package, two of three does not ask on which side the third figure
lies.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final

RUN: Final = 7

Bounds = tuple[Fraction | None, Fraction | None, Fraction | None, Fraction | None]


class Label(StrEnum):
    """Why a point stands out, the strongest reason first."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two-of-three"
    SHIFT = "shift"
    COMMON_CAUSE = "common cause"
    NO_FIGURE = "no figure"


class Side(StrEnum):
    """Where a signal points: above or rising, below or falling."""

    HIGH = "high"
    LOW = "low"


def signals(values: Sequence[Fraction], mean: Fraction | None, bounds: Bounds) -> list[tuple[Label, Side | None]]:
    """The label of each figure and where it points. `bounds`: lower limit, lower near, upper near, upper limit.

    >>> [str(label) for label, _ in signals([Fraction(n) for n in range(7)], Fraction(3), (None,) * 4)]
    ['trend', 'trend', 'trend', 'trend', 'trend', 'trend', 'trend']
    """
    found: list[tuple[Label, Side | None]] = [(Label.COMMON_CAUSE, None)] * len(values)
    for label, marked in (
        (Label.SHIFT, _shifts(values, mean)),
        (Label.TWO_OF_THREE, _two_of_three(values, bounds)),
        (Label.TREND, _trends(values)),
        (Label.OUTSIDE, _outside(values, bounds)),
    ):
        for place, side in marked:
            found[place] = (label, side)
    return found


def _side(value: Fraction, low: Fraction | None, high: Fraction | None) -> Side | None:
    """Where a value lies beyond two bounds, None between or on them."""
    if low is None or high is None or low <= value <= high:
        return None
    return Side.HIGH if value > high else Side.LOW


def _outside(values: Sequence[Fraction], bounds: Bounds) -> Iterator[tuple[int, Side]]:
    for place, value in enumerate(values):
        if side := _side(value, bounds[0], bounds[3]):
            yield place, side


def _shifts(values: Sequence[Fraction], mean: Fraction | None) -> Iterator[tuple[int, Side]]:
    sides = [_side(value, mean, mean) for value in values]
    for first, end, side in _runs(sides):
        if end - first >= RUN:
            yield from ((place, side) for place in range(first, end))


def _trends(values: Sequence[Fraction]) -> Iterator[tuple[int, Side]]:
    """A run of six steps one way is a trend of seven figures. The figure of a turn belongs to the trend it ends."""
    steps = [_side(after, before, before) for before, after in pairwise(values)]
    taken = 0
    for first, end, side in _runs(steps):
        if end - first >= RUN - 1:
            yield from ((place, side) for place in range(max(first, taken), end + 1))
            taken = end + 1


def _two_of_three(values: Sequence[Fraction], bounds: Bounds) -> Iterator[tuple[int, Side]]:
    lower, lower_near, upper_near, upper = bounds
    near = [None if _side(value, lower, upper) else _side(value, lower_near, upper_near) for value in values]
    for place, side in enumerate(near):
        beside = [near[other] for other in range(max(0, place - 2), min(len(near), place + 3)) if other != place]
        if side is not None and side in beside:
            yield place, side


def _runs(sides: Sequence[Side | None]) -> Iterator[tuple[int, int, Side]]:
    """Stretches of the same side as (first, end, side), without those of none."""
    first = 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] is not sides[first]:
            side = sides[first]
            if side is not None:
                yield first, place, side
            first = place
