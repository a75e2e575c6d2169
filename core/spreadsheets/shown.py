"""A table as a page shows it, as a sheet: the same rows in the same order, figures as numbers."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from core.money import rounded
from core.spreadsheets.writing import Cell as Value
from core.spreadsheets.writing import Money, Sheet, write_csv, write_xlsx
from core.tables import Cell, Table

_PLACES = 10_000


def table_as_csv(shown: Table) -> bytes:
    """The table as a CSV file."""
    return write_csv(sheet_of(shown))


def tables_as_xlsx(tables: Iterable[Table]) -> bytes:
    """Tables as one XLSX file, a sheet each, named like the table."""
    return write_xlsx([sheet_of(shown) for shown in tables])


def sheet_of(shown: Table) -> Sheet:
    """The table with its totals; a column of notes stands after the column that has any.

    A row that names a section becomes the first column of its rows.
    """
    noted = _noted_columns(shown)
    sectioned = any(section.head for section in shown.sections)
    header = [text for place, head in enumerate(shown.head) for text in _headings(head.text, place in noted)]
    rows = [
        [*_section_cell(section.head, is_asked=sectioned), *_values(row, noted)]
        for section in shown.sections
        for row in section.rows
    ]
    rows += [[*([""] if sectioned else []), *_values(row, noted)] for row in shown.foot]
    return Sheet(name=shown.name, header=[*(["Category"] if sectioned else []), *header], rows=rows)


def _noted_columns(shown: Table) -> set[int]:
    return {place for row in shown.rows for place, cell in enumerate(row) if cell.note}


def _headings(text: str, has_notes: bool) -> list[str]:
    return [text, f"{text}, note"] if has_notes else [text]


def _section_cell(head: Sequence[Cell], *, is_asked: bool) -> list[Value]:
    return [head[0].text if head else ""] if is_asked else []


def _values(row: Sequence[Cell], noted: set[int]) -> list[Value]:
    values: list[Value] = []
    for place, cell in enumerate(row):
        values.append(_value(cell))
        if place in noted:
            values.append(cell.note)
    return values


def _value(cell: Cell) -> Value:
    """An amount in pence, another figure to four decimals, words as they are; a figure that is not defined is blank."""
    if cell.pence is not None:
        return Money(cell.pence)
    if cell.exact is not None:
        return Fraction(rounded(Fraction(cell.exact) * _PLACES), _PLACES)
    return None if cell.number else cell.text
