"""Stacked bars: of each label, how a whole is made up of the same layers, one after the other from zero.

Each layer carries its short name in the bar wherever there is room, in the same order in every bar and in the legend
above, so that nothing depends on telling colours apart. What is below nought stands to the left of zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from core.charts.drawing import Drawing
from core.charts.figure import WIDTH, Figure
from core.charts.pen import box, line, words
from core.house_style import BOLD, DARK_GREY, REGULAR, fitted, text_width

_SIZE: Final = 8.0
_IN_BAR: Final = 7.0
_BAR: Final = 17.0
_BETWEEN: Final = 8.0
_UNIT_HEIGHT: Final = 16.0
_LEGEND_LINE: Final = 13.0
_SWATCH: Final = 8.0
_LABEL_SHARE: Final = 0.3
_GAP: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One thing that wholes are made of: `short` stands in the bar in `ink`, `name` in the legend."""

    short: str
    name: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One bar: a value for each layer, how each is written, and the text beside the bar. No values: only the text."""

    label: str
    values: Sequence[Fraction | int]
    written: Sequence[str]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A layer's piece of a bar, from start to end in the values' own measure."""

    layer: Layer
    start: Fraction
    end: Fraction
    written: str


def stacked(
    layers: Sequence[Layer], stacks: Sequence[Stack], *, finding: str, alt: str, unit: str, width: float = WIDTH
) -> Figure:
    """The stacks as bars, first on top, under a legend of the layers."""
    legend = list(_legend_places(layers, width))
    rows_of_legend = 1 + max((row for _, _, row in legend), default=0)
    head = rows_of_legend * _LEGEND_LINE + _UNIT_HEIGHT
    height = head + len(stacks) * (_BAR + _BETWEEN) + _GAP
    drawing = Drawing(width, round(height, 2))
    for layer, left, row in legend:
        foot = height - (row + 1) * _LEGEND_LINE + 3
        box(drawing, (left, foot), _SWATCH, _SWATCH, fill=layer.colour)
        words(drawing, (left + _SWATCH + 3, foot + 1), layer.name, size=_IN_BAR)
    words(drawing, (0, height - head + 5), unit, size=_IN_BAR, ink=DARK_GREY)
    pieces = [list(_pieces(layers, stack)) for stack in stacks]
    at = _scale(pieces, stacks, width)
    top = height - head
    for stack, parts in zip(stacks, pieces, strict=True):
        _draw(drawing, stack, parts, at, top)
        top -= _BAR + _BETWEEN
    zero = at(Fraction(0))
    line(drawing, (zero, _GAP), (zero, height - head))
    return Figure(drawing=drawing, finding=finding, alt=alt)


class _Scale:
    """Where a value stands, in points."""

    def __init__(self, left: float, right: float, low: Fraction, high: Fraction) -> None:
        self.left, self.right, self.low, self.high = left, right, low, high

    def __call__(self, value: Fraction) -> float:
        if self.high == self.low:
            return self.left
        return self.left + (self.right - self.left) * float((value - self.low) / (self.high - self.low))


def _scale(pieces: Sequence[Sequence[_Piece]], stacks: Sequence[Stack], width: float) -> _Scale:
    ends = [Fraction(0), *(piece.end for parts in pieces for piece in parts)]
    labels = max((text_width(stack.label, _SIZE, REGULAR) for stack in stacks), default=0.0)
    texts = max((text_width(stack.shown, _SIZE) for stack in stacks), default=0.0)
    left = min(labels, width * _LABEL_SHARE) + 2 * _GAP
    return _Scale(left, max(width - texts - 2 * _GAP, left + 40), min(ends), max(ends))


def _legend_places(layers: Sequence[Layer], width: float) -> Iterator[tuple[Layer, float, int]]:
    left, row = 0.0, 0
    for layer in layers:
        room = _SWATCH + 3 + text_width(layer.name, _IN_BAR) + 12
        if left and left + room > width:
            left, row = 0.0, row + 1
        yield layer, left, row
        left += room


def _pieces(layers: Sequence[Layer], stack: Stack) -> Iterator[_Piece]:
    right = left = Fraction(0)
    for layer, value, written in zip(layers, stack.values, stack.written, strict=bool(stack.values)):
        start = right if value > 0 else left
        end = start + value
        if value > 0:
            right = end
        else:
            left = end
        if value:
            yield _Piece(layer=layer, start=start, end=end, written=written)


def _draw(drawing: Drawing, stack: Stack, parts: Sequence[_Piece], at: _Scale, top: float) -> None:
    foot = top - _BETWEEN / 2 - _BAR
    baseline = foot + _BAR / 2 - _SIZE / 3
    label = fitted(stack.label, drawing.width * _LABEL_SHARE, _SIZE)
    words(drawing, (0, baseline), label, size=_SIZE)
    for part in parts:
        left, right = sorted((at(part.start), at(part.end)))
        box(drawing, (left, foot), max(right - left - 0.8, 0.6), _BAR, fill=part.layer.colour)
        for text in (f"{part.layer.short} {part.written}", part.layer.short):
            if text_width(text, _IN_BAR, BOLD) + 4 <= right - left:
                place = (left + 3, foot + _BAR / 2 - 2.5)
                words(drawing, place, text, size=_IN_BAR, ink=part.layer.ink, font=BOLD)
                break
    ends = [at(Fraction(0)), *(at(part.end) for part in parts)]
    words(drawing, (max(ends) + _GAP, baseline), stack.shown, size=_SIZE)
