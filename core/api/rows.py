"""Rows sent as data by another system: what shape they must have, and the CSV file they amount to.

They are checked as that file is. Its first row is the header, so the first row of the data is row 2, as in a file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import Sheet, write_csv
from core.wording import listed

SENT_NAME = "sent.csv"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FRACTION = "a text such as “12.75”, or a whole number: other numbers of JSON are not exact"
_TEXT = "a text"
_WRITTEN = "a text without control characters, in whole characters"


class Inexact:
    """A number of JSON that is no whole one. What it says is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a row is made of: its columns in order, those it cannot do without, and those that may be whole numbers.

    `may_be_null`: columns in which JSON's null stands for a blank.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    numbers: frozenset[str]
    may_be_null: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place that is not written as rows are. What stood there is not repeated."""

    row: int
    column: str
    expected: str


def faults_in(rows: Sequence[object], shape: Shape) -> list[Fault]:
    """All that is wrong with the shape of rows, in their order."""
    return [fault for number, row in enumerate(rows, start=2) for fault in _faults_in(row, number, shape)]


def in_words(faults: Sequence[Fault]) -> str:
    """That nothing was stored, and how many places are to be mended."""
    said = "1 place is" if len(faults) == 1 else f"{len(faults):,} places are"
    return f"Nothing was stored: {said} not written as rows are."


def file_of(rows: Sequence[object], shape: Shape) -> Upload:
    """The file that rows without faults amount to."""
    cells = [[_text(row.get(name)) for name in shape.columns] for row in rows if isinstance(row, Mapping)]
    return Upload(SENT_NAME, write_csv(Sheet(name="rows", header=shape.columns, rows=cells)))


def is_writable(text: str) -> bool:
    """Whether a text is whole characters, none of which steers a machine.

    >>> is_writable("DIAB"), is_writable(chr(0)), is_writable(chr(0xD800))
    (True, False, False)
    """
    return _UNWRITABLE.search(text) is None


def _faults_in(row: object, number: int, shape: Shape) -> Iterator[Fault]:
    if not isinstance(row, Mapping):
        yield Fault(row=number, column="", expected=f"an object with {listed(shape.needed)}")
        return
    if row and all(_is_blank(cell) for cell in row.values()):
        yield Fault(row=number, column="", expected="a row with something in it; a file would pass over this one")
        return
    if not set(row) <= set(shape.columns):
        said = f"only {listed(shape.columns)}; this row has a member of another name"
        yield Fault(row=number, column="", expected=said)
    for name in shape.needed:
        if name not in row:
            yield Fault(row=number, column=name, expected=f"{name}; it is missing")
    for name in shape.columns:
        if name in row and (said := _expected_of(name, row[name], shape)):
            yield Fault(row=number, column=name, expected=said)


def _expected_of(name: str, cell: object, shape: Shape) -> str:
    """What was expected instead of a cell; blank where nothing is wrong with it."""
    if isinstance(cell, str):
        return "" if is_writable(cell) else _WRITTEN
    if cell is None and name in shape.may_be_null:
        return ""
    if name not in shape.numbers:
        return _TEXT
    return "" if isinstance(cell, int) and not isinstance(cell, bool) else _FRACTION


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else f"{cell:d}" if isinstance(cell, int) else ""
