"""A table as pages show it, on paper: the same rows, notes in brackets, totals set off."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from core.pdf.tables import Column, figure_table, words
from core.pdf.text import caption, gap
from core.tables import Cell, Heading, Table

_LONGEST_WEIGHT = 40


def table_on_paper(shown: Table, *, width: float) -> list[Flowable]:
    """The table with its caption over the full width."""
    rows = [
        _texts(row) for section in shown.sections for row in ([section.head] if section.head else []) + [*section.rows]
    ]
    foot = [_texts(row) for row in shown.foot]
    padded = [_padded(row, len(shown.head)) for row in (*rows, *foot)]
    columns = [_column(head, place, padded) for place, head in enumerate(shown.head)]
    return [caption(shown.caption), figure_table(columns, padded, width=width, totals=len(foot)), gap(10)]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [f"{cell.text} ({cell.note})" if cell.note and not cell.number else cell.text for cell in row]


def _padded(row: Sequence[str], length: int) -> list[str]:
    return [*row, *[""] * (length - len(row))]


def _column(head: Heading, place: int, rows: Sequence[Sequence[str]]) -> Column:
    """Figures as wide as they are; text by how long it is, so that long words have room."""
    if head.number:
        return Column(heading=head.text)
    longest = max((len(row[place]) for row in rows), default=0)
    return words(head.text, min(max(longest, len(head.text), 8), _LONGEST_WEIGHT))
