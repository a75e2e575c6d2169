"""Two versions of a document part by part: what became of each, its text side by side, its lines before and after."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import Flowable, Table

from core.comparing_parts import Line, PartCompared
from core.pdf.compared import compared_table
from core.pdf.tables import Column, captioned, figure_table, words
from core.pdf.text import gap, paragraph, section

_LINES: Final = "Lines that changed"


def part_flowables(
    part: PartCompared, *, before: str, after: str, width: float, only_changes: bool = True
) -> list[Flowable]:
    """A part under its heading; `before` and `after` name the versions. `only_changes`: text near a change alone."""
    drawn = [*section(part.called), *(paragraph(said) for said in part.notes)]
    rows = part.near if only_changes else part.rows
    if rows:
        drawn += [compared_table(rows, before=before, after=after, width=width), gap(6)]
    if lines := part.lines:
        drawn += [*captioned(_LINES, _lines_table(lines, before=before, after=after, width=width)), gap(6)]
    return drawn


def _lines_table(lines: Sequence[Line], *, before: str, after: str, width: float) -> Table:
    """Amounts stand digit under digit; where some lines are words, all are set as words."""
    is_money = all(line.is_amount for line in lines)
    others = [Column(heading=text) if is_money else words(text, 2) for text in (before, after, "Change")]
    rows = [(line.name, line.before, line.after, line.moved) for line in lines]
    return figure_table([words("Line", 2), *others], rows, width=width)
