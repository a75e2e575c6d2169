"""Axes with round numbers: which ones, how they are written, and where a value stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, log10
from typing import Final

from core.charts.drawing import Drawing
from core.charts.pen import lines, texts
from core.house_style import DARK_GREY, RULE, text_width
from core.money import decimals

Written = Callable[[Fraction], str]
Number = Fraction | int | float
_SIZE: Final = 7.0


class Scale:
    """Where a value stands, in points: `low` at `begin`, `high` at `end`."""

    __slots__ = ("_each", "_low", "begin")

    def __init__(self, begin: float, end: float, low: Number, high: Number) -> None:
        self.begin, self._low = begin, float(low)
        span = float(high) - self._low
        self._each = (end - begin) / span if span > 0 else 0.0

    def at(self, value: Number) -> float:
        """The place of a value; the beginning, where the scale has no width."""
        return self.begin + self._each * (float(value) - self._low)

    def all_at(self, values: Sequence[float]) -> list[float]:
        """The places of many values."""
        begin, each, low = self.begin, self._each, self._low
        return [begin + each * (value - low) for value in values]


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """The round numbers of an axis: exact, as lengths are worked out from them, and as texts; how wide the texts are.

    The same round numbers are the same axis.
    """

    ticks: tuple[Fraction, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]
    width: float

    def scale(self, begin: float, end: float) -> Scale:
        """The scale whose ends are the first and the last round number."""
        return Scale(begin, end, self.values[0], self.values[-1])


def round_axis(low: Number, high: Number, *, most: int = 6) -> Axis:
    """The axis of round numbers from at or below `low` to at or above `high`.

    >>> round_axis(Fraction(-1, 2), Fraction(9)).texts
    ('−2', '0', '2', '4', '6', '8', '10')
    >>> round_axis(9_500, 12_400, most=3).texts
    ('9,000', '10,000', '11,000', '12,000', '13,000')
    """
    count, power = _step(low, high, most)
    first = _whole_steps(low, count, power)
    last = -_whole_steps(-high, count, power)
    return _axis(first, max(last, first + 1), count, power)


def _step(low: Number, high: Number, most: int) -> tuple[int, int]:
    """The smallest step of 1, 2 or 5 (times a power of ten) that takes at most so many from low to high.

    >>> _step(Fraction(0), Fraction(10), 6), _step(Fraction(0), Fraction(43, 100), 6), _step(1, 1, 6)
    ((2, 0), (1, -1), (1, 0))
    """
    (below, under), (above, over) = low.as_integer_ratio(), high.as_integer_ratio()
    span, parts = above * under - below * over, over * under * most
    if span <= 0:
        return 1, 0
    power = floor(log10(span) - log10(parts))
    raised, lowered = parts * 10 ** max(power, 0), span * 10 ** max(-power, 0)
    count = next(count for count in (1, 2, 5, 10, 20) if count * raised >= lowered)
    return (count, power) if count < 10 else (count // 10, power + 1)


def _whole_steps(value: Number, count: int, power: int) -> int:
    """How many whole steps lie below a value."""
    above, under = value.as_integer_ratio()
    whole: int = above * 10 ** max(-power, 0) // (under * count * 10 ** max(power, 0))
    return whole


def _as_fraction(count: int, power: int) -> Fraction:
    return Fraction(count * 10 ** max(power, 0), 10 ** max(-power, 0))


@lru_cache(maxsize=5_000)
def _axis(first: int, last: int, count: int, power: int) -> Axis:
    step = _as_fraction(count, power)
    ticks = tuple(step * number for number in range(first, last + 1))
    places = _places_of(step)
    written = tuple(_tick_text(tick, places) for tick in ticks)
    widest = max(text_width(text, _SIZE) for text in written)
    return Axis(ticks, tuple(float(tick) for tick in ticks), written, widest)


def _places_of(step: Fraction) -> int:
    """How many decimals a step has."""
    places = 0
    while (step * 10**places).denominator != 1:
        places += 1
    return places


def _tick_text(tick: Fraction, places: int) -> str:
    whole, point, rest = decimals(abs(tick), places).partition(".")
    return f"{'−' if tick < 0 else ''}{int(whole):,}{point}{rest}"


def draw_values(drawing: Drawing, axis: Axis, scale: Scale, left: float, right: float) -> None:
    """The upright axis: a pale line across for each round number, which stands left of it."""
    places = scale.all_at(axis.values)
    lines(drawing, [(left, place, right, place) for place in places], ink=RULE, width=0.4)
    placed = [(left - 4, place - 2.4, text) for place, text in zip(places, axis.texts, strict=True)]
    texts(drawing, placed, ink=DARK_GREY, anchor="end")


def every(labels: Sequence[str], step: float, *, size: float = 7.0) -> int:
    """How many labels go by for one that is written, so that none touches the next; `step` points lie between two.

    >>> every(["Apr 08"] * 24, 15), every(["Apr 08"] * 24, 60)
    (2, 1)
    """
    fewest = ceil((widest(tuple(labels), size) + 5) / step)
    return next((count for count in (1, 2, 3, 4, 6, 12) if count >= fewest), 12 * ceil(fewest / 12))


@lru_cache(maxsize=1000)
def widest(labels: tuple[str, ...], size: float) -> float:
    """How wide the widest of these labels is. Many charts have the same periods."""
    return max((text_width(label, size) for label in labels), default=0.0)


def apart(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """The places moved as little upwards and downwards as it takes to stand that far apart between low and high.

    >>> apart([10, 11, 50], gap=8, low=0, high=60)
    [10, 18, 50]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    foot = low
    for place in order:
        moved[place] = max(moved[place], foot)
        foot = moved[place] + gap
    roof = high
    for place in reversed(order):
        moved[place] = min(moved[place], roof)
        roof = moved[place] - gap
    return moved
