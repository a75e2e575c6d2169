"""A heat map: rows (providers) by columns (months), each cell of one of a few kinds, told by its letter and its shade.

It is for what is complete, late or missing. Each kind carries its short letter in every cell and its name in the legend
above, so that nothing depends on telling shades apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.charts.axes import every
from core.charts.drawing import Drawing
from core.charts.figure import WIDTH, Figure
from core.charts.pen import box, line, words
from core.charts.stacks import Layer
from core.house_style import BOLD, DARK_GREY, MID_GREY, fitted, text_width

_SIZE: Final = 7.5
_ROW: Final = 16.0
_HIGHEST_CELL: Final = 26.0
_LABEL_SHARE: Final = 0.34
_SWATCH: Final = 10.0
_LEGEND_LINE: Final = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its label (`Apr`) and what it stands under (`2008/09`), said once for those beside each other."""

    label: str
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """A row: its label, and the kind of each cell; None is a cell of nothing (not due)."""

    label: str
    cells: Sequence[Layer | None]


def heat_map(
    kinds: Sequence[Layer],
    columns: Sequence[Column],
    rows: Sequence[HeatRow],
    *,
    finding: str,
    alt: str,
    nothing: str = "nothing due",
    width: float = WIDTH,
) -> Figure:
    """The rows, first on top, below a legend of the kinds; `nothing` says what an empty cell is.

    Raises ValueError for a row of another length.
    """
    if any(len(row.cells) != len(columns) for row in rows):
        raise ValueError("a cell for each column in every row")
    has_nothing = any(cell is None for row in rows for cell in row.cells)
    legend = _legend_places([*((kind, kind.name) for kind in kinds), *[(None, nothing)] * has_nothing], width)
    legend_height = (1 + max((number for *_, number in legend), default=-1)) * _LEGEND_LINE
    head = legend_height + 26
    drawing = Drawing(width, round(head + len(rows) * _ROW + 3, 2))
    for kind, name, place, number in legend:
        foot = drawing.height - number * _LEGEND_LINE - _SWATCH - 1
        _cell(drawing, kind, (place, foot), _SWATCH, _SWATCH)
        words(drawing, (place + _SWATCH + 4, foot + 2.5), name, size=_SIZE)
    labels = max((text_width(row.label, _SIZE) for row in rows), default=0.0)
    most = max(width * _LABEL_SHARE, width - 7 - len(columns) * _HIGHEST_CELL)
    left = min(labels, most) + 6
    step = min((width - left - 1) / max(len(columns), 1), _HIGHEST_CELL)
    _draw_head(drawing, columns, left, step, drawing.height - head)
    for number, row in enumerate(rows):
        foot = drawing.height - head - (number + 1) * _ROW
        words(drawing, (0, foot + _ROW / 2 - _SIZE / 3), fitted(row.label, most, _SIZE), size=_SIZE)
        for column, cell in enumerate(row.cells):
            _cell(drawing, cell, (left + column * step, foot), step, _ROW)
    return Figure(drawing=drawing, finding=finding, alt=alt)


def _cell(drawing: Drawing, kind: Layer | None, corner: tuple[float, float], width: float, height: float) -> None:
    """A cell with its letter, where there is room; a cell of nothing has a dot."""
    middle = corner[0] + width / 2
    if kind is None:
        words(drawing, (middle, corner[1] + height / 2 - 2), "·", size=_SIZE, ink=MID_GREY, anchor="middle")
        return
    box(drawing, (corner[0] + 0.5, corner[1] + 0.5), width - 1, height - 1, fill=kind.colour)
    size = min(_SIZE, width * 0.8)
    words(
        drawing,
        (middle, corner[1] + height / 2 - size / 3),
        kind.short,
        size=size,
        ink=kind.ink,
        font=BOLD,
        anchor="middle",
    )


def _legend_places(
    kinds: Sequence[tuple[Layer | None, str]], width: float
) -> list[tuple[Layer | None, str, float, int]]:
    """Each kind with its name, how far from the left it stands and in which line."""
    places: list[tuple[Layer | None, str, float, int]] = []
    left, number = 0.0, 0
    for kind, name in kinds:
        room = _SWATCH + 4 + text_width(name, _SIZE) + 14
        if left and left + room > width:
            left, number = 0.0, number + 1
        places.append((kind, name, left, number))
        left += room
    return places


def _draw_head(drawing: Drawing, columns: Sequence[Column], left: float, step: float, foot: float) -> None:
    """The labels of columns, and above them once what several stand under, with a line where that changes."""
    each = every([column.label for column in columns], step)
    under = ""
    for place, column in enumerate(columns):
        begin = left + place * step
        if place % each == 0:
            words(drawing, (begin + step / 2, foot + 4), column.label, size=7, ink=DARK_GREY, anchor="middle")
        if column.under != under:
            under = column.under
            line(drawing, (begin, foot + 1), (begin, foot + 22), ink=MID_GREY, width=0.5)
            reach = next((n for n, other in enumerate(columns[place:]) if other.under != under), len(columns) - place)
            if text_width(under, 7, BOLD) + 4 <= reach * step:
                words(drawing, (begin + 2, foot + 14), under, size=7, ink=DARK_GREY, font=BOLD)
