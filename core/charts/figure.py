"""One chart of horizontal bars, drawn once: as vectors in a PDF and, through `core.charts.svg`, on a page.

Bars run from a start to an end on one axis that always holds zero. Each carries its value in words beside it, so that
nothing depends on reading a scale or telling colours apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from core.charts.drawing import Drawing
from core.charts.pen import box, line, words
from core.house_style import BLUE, BOLD, DARK_GREY, MID_GREY, PALE, REGULAR, TEXT, fitted, text_width

WIDTH: Final = 480.0
_SIZE: Final = 8.0
_BAR: Final = 11.0
_BETWEEN_BARS: Final = 2.5
_BETWEEN_ROWS: Final = 9.0
_UNIT_HEIGHT: Final = 16.0
_LABEL_SHARE: Final = 0.36
_GAP: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar from `start` to `end`, with the text beside it. A bar without an end is not defined and only says so.

    `whisker`: from where to where the bar's end may lie, drawn as a line with a stop at each side.
    """

    end: Fraction | int | None
    shown: str
    start: Fraction | int = 0
    colour: str = BLUE
    whisker: tuple[Fraction | int, Fraction | int] | None = None

    @property
    def ends(self) -> tuple[Fraction | int, ...]:
        """The places on the axis that the bar needs."""
        return () if self.end is None else (self.start, self.end, *(self.whisker or ()))

    @property
    def points_left(self) -> bool:
        """Whether the bar goes below zero, so that its text stands on its left."""
        return self.end is not None and self.end < 0 and self.end < self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one label names: usually one bar, two to compare then and now. `is_total` sets the label in bold."""

    label: str
    bars: tuple[Bar, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing and what it shows: `finding` states it in a sentence, `alt` says in short what it pictures."""

    drawing: Drawing
    finding: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Where a value stands: `left` and `right` in points, `low` and `high` in the values' own measure."""

    left: float
    right: float
    low: Fraction
    high: Fraction

    def at(self, value: Fraction | int) -> float:
        if self.high == self.low:
            return self.left
        return self.left + (self.right - self.left) * float((value - self.low) / (self.high - self.low))


def bar_figure(
    rows: Sequence[Row], *, finding: str, alt: str, unit: str, are_linked: bool = False, width: float = WIDTH
) -> Figure:
    """The rows as bars, first on top. `unit` stands above them; `are_linked` ties each bar to the next (a bridge)."""
    heights = [len(row.bars) * (_BAR + _BETWEEN_BARS) + _BETWEEN_ROWS for row in rows]
    height = _UNIT_HEIGHT + sum(heights) + _GAP
    drawing = Drawing(width, round(height, 2))
    axis = _axis_for(rows, width)
    words(drawing, (0, height - 10), unit, ink=DARK_GREY)
    top = height - _UNIT_HEIGHT
    last: Fraction | int | None = None
    for row, row_height in zip(rows, heights, strict=True):
        _draw_row(drawing, row, axis, top, row_height)
        if are_linked and last is not None:
            head = top + _BETWEEN_ROWS / 2 + _BETWEEN_BARS
            line(drawing, (axis.at(last), head), (axis.at(last), top - _BETWEEN_ROWS / 2), ink=MID_GREY)
        last = row.bars[-1].end
        top -= row_height
    line(drawing, (axis.at(0), _GAP), (axis.at(0), height - _UNIT_HEIGHT))
    return Figure(drawing=drawing, finding=finding, alt=alt)


def _axis_for(rows: Sequence[Row], width: float) -> _Axis:
    bars = [bar for row in rows for bar in row.bars]
    ends = [Fraction(0), *(Fraction(end) for bar in bars for end in bar.ends)]
    labels = max((text_width(row.label, _SIZE, BOLD) for row in rows), default=0.0)
    left_texts = max((text_width(bar.shown, _SIZE) + _GAP for bar in bars if bar.points_left), default=0.0)
    right_texts = max((text_width(bar.shown, _SIZE) + _GAP for bar in bars if not bar.points_left), default=0.0)
    left = min(labels, width * _LABEL_SHARE) + 2 * _GAP + left_texts
    return _Axis(left=left, right=max(width - right_texts - 2, left + 20), low=min(ends), high=max(ends))


def _draw_row(drawing: Drawing, row: Row, axis: _Axis, top: float, height: float) -> None:
    font = BOLD if row.is_total else REGULAR
    label = fitted(row.label, drawing.width * _LABEL_SHARE, _SIZE, font)
    words(drawing, (0, top - height / 2 - _SIZE / 3), label, size=_SIZE, font=font)
    place = top - _BETWEEN_ROWS / 2 - _BETWEEN_BARS / 2
    for bar in row.bars:
        _draw_bar(drawing, bar, axis, place - _BAR, font)
        place -= _BAR + _BETWEEN_BARS


def _draw_bar(drawing: Drawing, bar: Bar, axis: _Axis, foot: float, font: str) -> None:
    baseline = foot + _BAR / 2 - _SIZE / 3
    if bar.end is None:
        words(drawing, (axis.at(0) + _GAP, baseline), bar.shown, size=_SIZE, ink=DARK_GREY)
        return
    left, right = sorted((axis.at(bar.start), axis.at(bar.end)))
    if bar.end != bar.start:
        box(drawing, (left, foot), max(right - left, 0.8), _BAR, fill=bar.colour)
    if bar.whisker is not None:
        low, high = (axis.at(end) for end in bar.whisker)
        _draw_whisker(drawing, low, high, foot)
        left, right = min(left, low), max(right, high)
    if bar.points_left:
        words(drawing, (left - _GAP, baseline), bar.shown, size=_SIZE, font=font, anchor="end")
    else:
        words(drawing, (right + _GAP, baseline), bar.shown, size=_SIZE, font=font)


def _draw_whisker(drawing: Drawing, low: float, high: float, foot: float) -> None:
    """The line with its stops, on a pale edge so that it stands out from the bar."""
    middle = foot + _BAR / 2
    for ink, width, stop in ((PALE, 4.0, 0.5), (TEXT, 1.4, 1.5)):
        line(drawing, (low, middle), (high, middle), ink=ink, width=width)
        for place in (low, high):
            line(drawing, (place, foot + stop), (place, foot + _BAR - stop), ink=ink, width=width)
