"""The plot of a process chart, between its axes: what is drawn where.

Axes that many charts have alike, those of the same months, are made once. Each exact figure becomes a length once.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from core.charts.axes import Axis, apart, draw_values, every, round_axis
from core.charts.drawing import Drawing, Mark, Series, Shared
from core.charts.pen import DASH_DOT, DASHED, DOTTED, box, line, lines, mark, texts, words
from core.charts.process_words import Figures
from core.house_style import BOLD, DARK_BLUE, DARK_GREY, FAINT, MID_GREY, TEXT, text_width
from core.spc import Chart
from core.spc_limits import Limits

_SIZE: Final = 7.0
_NARROW: Final = 330.0
_STEP: Final = 6
"""The plot begins and ends on a multiple of so many points: charts below each other stand in line."""
_LEVELS: Final = ((TEXT, 0.9, ()), (DARK_GREY, 0.9, DASHED), (MID_GREY, 0.5, DOTTED))
"""How mean, limits and near limits look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What is drawn: the chart, its periods in words, what it measures (“Urgent visits within two hours”) and its unit.

    `write` says how a figure is written; `floor` and `ceiling` what none can be below or above. `provisional`: the
    places of figures that may still change, drawn with a ring around their mark. `annotations`: places of periods and
    what happened in them; each has its number above the period, and its words below the drawing.
    """

    chart: Chart
    periods: Sequence[str]
    name: str
    unit: str
    write: Callable[[Fraction], str]
    floor: int | None = None
    ceiling: int | None = None
    provisional: Collection[int] = ()
    annotations: Sequence[tuple[int, str]] = ()

    def written_limits(self, figures: Figures) -> tuple[str, str]:
        """The limits that hold now in words, clipped as they are drawn."""
        limits = self.chart.latest
        return self._written(limits.lower_limit, figures.lower), self._written(limits.upper_limit, figures.upper)

    def _written(self, limit: Fraction | None, text: str) -> str:
        if limit is not None and self.floor is not None and limit.numerator < self.floor * limit.denominator:
            return self.write(Fraction(self.floor))
        if limit is not None and self.ceiling is not None and limit.numerator > self.ceiling * limit.denominator:
            return self.write(Fraction(self.ceiling))
        return text

    def clipped(self, length: float) -> float:
        """A value as a length, no lower and no higher than a figure can be."""
        if self.floor is not None and length < self.floor:
            return float(self.floor)
        return float(self.ceiling) if self.ceiling is not None and length > self.ceiling else length


@lru_cache(maxsize=500)
def _value_axis(axis: Axis, across: tuple[float, float], foot: float, top: float) -> Shared:
    drawing = Drawing(across[1], top)
    draw_values(drawing, axis, axis.scale(foot, top), *across)
    return drawing.shared()


@lru_cache(maxsize=500)
def _period_axis(periods: tuple[str, ...], across: tuple[float, float], foot: float) -> Shared:
    """The line below with as many of the periods as there is room for."""
    left, right = across
    step = (right - left) / max(len(periods), 1)
    drawing = Drawing(right, foot)
    line(drawing, (left, foot), (right, foot), ink=TEXT, width=0.6)
    shown = [(left + (n + 0.5) * step, periods[n]) for n in range(0, len(periods), every(periods, step))]
    lines(drawing, [(x, foot, x, foot - 2.5) for x, _ in shown], ink=DARK_GREY)
    placed = [(max(x, text_width(text, _SIZE) / 2), foot - 10, text) for x, text in shown]
    texts(drawing, placed, size=_SIZE, ink=DARK_GREY, anchor="middle")
    return drawing.shared()


@lru_cache(maxsize=500)
def _middles(places: tuple[int, ...], left: float, step: float) -> tuple[float, ...]:
    """The middles of the periods of these numbers."""
    return tuple(left + (place + 0.5) * step for place in places)


class _Stretch(NamedTuple):
    """Where a stretch of limits begins and ends, and its lines of each look as lengths: mean, limits, near limits."""

    first: int
    end: int
    levels: tuple[list[float], list[float], list[float]]


class Plot:
    """The part between the axes. Each exact figure is made a length once, here. `frame`: width, foot and top."""

    def __init__(
        self,
        process: Process,
        figures: Figures,
        marked: Sequence[tuple[Mark, Sequence[int]]],
        frame: tuple[float, float, float],
    ) -> None:
        self.process, self.chart, self.marked = process, process.chart, marked
        width, self.foot, self.top = frame
        values = [point.value for point in self.chart.points]
        self.known = tuple([place for place, value in enumerate(values) if value is not None])
        self.values = self._lengths(*values)
        self.stretches = [self._stretch(each) for each in self.chart.stretches]
        self.target = self._lengths(self.chart.target)
        drawn = self.values + self.target
        for stretch in self.stretches:
            drawn += stretch.levels[1] or stretch.levels[0]
        self.axis = round_axis(min(drawn, default=0), max(drawn, default=1))
        self.y = self.axis.scale(self.foot, self.top)
        self.ends = self._ends(figures, is_narrow=width < _NARROW)
        ends = max([text_width(text, _SIZE, BOLD) for _, text in self.ends], default=0.0)
        self.left = float(_STEP * ceil((self.axis.width + 4) / _STEP))
        self.right = width - _STEP * ceil((ends + 6) / _STEP)
        self.step = (self.right - self.left) / max(len(self.chart.points), 1)

    def _stretch(self, limits: Limits) -> _Stretch:
        clipped = self.process.clipped
        levels = (
            self._lengths(limits.mean),
            [clipped(each) for each in self._lengths(limits.lower_limit, limits.upper_limit)],
            [clipped(each) for each in self._lengths(limits.lower_near_limit, limits.upper_near_limit)],
        )
        return _Stretch(limits.first, limits.end, levels)

    @staticmethod
    def _lengths(*values: Fraction | None) -> list[float]:
        return [value.numerator / value.denominator for value in values if value is not None]

    def x(self, place: float) -> float:
        """The middle of the period of that number."""
        return self.left + (place + 0.5) * self.step

    def draw(self, drawing: Drawing) -> None:
        """Ground, lines, then points, so that points lie on top."""
        across = (self.left, self.right)
        if self.known:
            self._draw_gaps(drawing)
            drawing.parts.append(_value_axis(self.axis, across, self.foot, self.top))
            self._draw_levels(drawing)
            self._draw_rebases(drawing)
            self._draw_annotations(drawing)
            self._draw_points(drawing)
            self._draw_ends(drawing)
        else:
            middle = ((self.left + self.right) / 2, (self.foot + self.top) / 2)
            words(drawing, middle, "There is no figure yet.", size=8, ink=DARK_GREY, anchor="middle")
        drawing.parts.append(_period_axis(tuple(self.process.periods), across, self.foot))

    def _draw_gaps(self, drawing: Drawing) -> None:
        """A grey band for each period without a figure."""
        if len(self.known) < len(self.chart.points):
            for place in sorted(set(range(len(self.chart.points))).difference(self.known)):
                box(drawing, (self.x(place - 0.5), self.foot), self.step, self.top - self.foot, fill=FAINT)

    def _draw_levels(self, drawing: Drawing) -> None:
        """Mean, limits and near limits of each stretch, and the target throughout."""
        for number, (ink, width, dashes) in enumerate(_LEVELS):
            ends = [
                (self.left + each.first * self.step, y, self.left + each.end * self.step, y)
                for each in self.stretches
                for y in self.y.all_at(each.levels[number])
            ]
            lines(drawing, ends, ink=ink, width=width, dashes=dashes)
        for height in self.y.all_at(self.target):
            line(drawing, (self.left, height), (self.right, height), ink=DARK_BLUE, width=1.2, dashes=DASH_DOT)

    def _draw_points(self, drawing: Drawing) -> None:
        across = _middles(self.known, self.left, self.step)
        heights = self.y.all_at(self.values)
        size = round(min(2.6, max(1.4, self.step * 0.4)), 2)
        if self.process.provisional:
            for place, x, y in zip(self.known, across, heights, strict=True):
                if place in self.process.provisional:
                    mark(drawing, Mark.RING, (x, y), size=size * 1.9)
        drawing.parts.append(Series(across, heights, self._runs(), self.marked, size, MID_GREY, 1.0))

    def _runs(self) -> list[tuple[int, int]]:
        """From where to where figures follow each other without a gap."""
        if not self.known or self.known[-1] - self.known[0] + 1 == len(self.known):
            return [(0, len(self.known))]
        gaps = [n for n, (a, b) in enumerate(pairwise(self.known), 1) if b != a + 1]
        return list(pairwise([0, *gaps, len(self.known)]))

    def _ends(self, figures: Figures, *, is_narrow: bool) -> list[tuple[float, str]]:
        """What stands at the end of the lines that hold now, each with its height; the target last."""
        mean, limits, _ = self.stretches[-1].levels
        ends = list(zip(self.y.all_at(mean), [f"mean {figures.mean}"], strict=False))
        if limits:
            lower, upper = self.process.written_limits(figures)
            said = ("limit", "limit") if is_narrow else ("lower limit", "upper limit")
            texts_of_limits = (f"{said[0]} {lower}", f"{said[1]} {upper}")
            ends += zip(self.y.all_at(limits), texts_of_limits, strict=True)
        return [*ends, *zip(self.y.all_at(self.target), [f"target {figures.target}"], strict=False)]

    def _draw_ends(self, drawing: Drawing) -> None:
        places = apart([height - 2.4 for height, _ in self.ends], gap=8.5, low=self.foot, high=self.top)
        placed = [(self.right + 4, place, text) for place, (_, text) in zip(places, self.ends, strict=True)]
        own = len(placed) - len(self.target)
        texts(drawing, placed[:own], size=_SIZE, font=BOLD)
        texts(drawing, placed[own:], size=_SIZE, ink=DARK_BLUE, font=BOLD)

    def _draw_rebases(self, drawing: Drawing) -> None:
        rebased = [each for each in self.chart.stretches if each.rebase]
        for letter, each in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", rebased, strict=False):
            place = self.x(each.first - 0.5)
            line(drawing, (place, self.foot), (place, self.top + 2), ink=TEXT, width=0.8, dashes=DOTTED)
            words(drawing, (place, self.top + 4), letter, size=_SIZE, font=BOLD, anchor="middle")

    def _draw_annotations(self, drawing: Drawing) -> None:
        for number, (place, _) in enumerate(self.process.annotations, 1):
            middle = self.x(place)
            line(drawing, (middle, self.top - 2), (middle, self.top + 3), ink=DARK_BLUE, width=0.8)
            words(drawing, (middle, self.top + 4), str(number), size=_SIZE, ink=DARK_BLUE, font=BOLD, anchor="middle")
