"""Rows of a sheet being read: cells become values, what is wrong is noted with its place, and reading goes on."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TypeVar

from budgets.method.sheets import Shape
from core.problems import Notice, Problem
from core.spreadsheets.tables import Table

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
_MOST_LISTED = 200


class SheetReader:
    """Reads one sheet. A cell that cannot be read gives its stand-in value, so that all problems come at once."""

    def __init__(self, shape: Shape, table: Table | None, file: str) -> None:
        self.shape = shape
        self.file = file
        self.table = table
        self.problems: list[Problem] = []
        self.notices: list[Notice] = []
        self.unlisted = 0
        self.columns: set[str] = set(table.header) if table is not None else set()
        if table is not None:
            self._check_columns(table)

    def _check_columns(self, table: Table) -> None:
        for missing in (column for column in self.shape.needs if column not in self.columns):
            self.problems.append(
                Problem(file=self.file, row=1, column=missing, expected="this column; the sheet does not have it")
            )
        if self.shape.open_ended:
            return
        for unknown in (column for column in table.header if column not in self.shape.columns):
            message = f"{self.file}: the column {unknown} is not known and was not read"
            self.notices.append(Notice(code="unknown_column", message=message))

    def rows(self) -> Iterator["Row"]:
        """Every row; after the last one, a problem says how many more were found than are listed."""
        if self.table is None:
            return
        for number, cells in self.table.records():
            yield Row(self, number, cells)
        self.note_unlisted()

    def note_unlisted(self) -> None:
        """Says how many more problems there are than are listed."""
        if self.unlisted:
            self.problems.append(Problem(file=self.file, expected=f"cells as described; {self.unlisted} more are not"))

    def note(self, row: int, column: str, value: str, expected: str) -> None:
        """Notes what is wrong with a cell."""
        if len(self.problems) < _MOST_LISTED:
            problem = Problem(file=self.file, row=row, column=column, value=value, expected=expected)
            self.problems.append(problem)
        else:
            self.unlisted += 1


class Row:
    """One row of a sheet being read."""

    def __init__(self, sheet: SheetReader, number: int, cells: dict[str, str]) -> None:
        self.sheet = sheet
        self.number = number
        self.cells = cells

    def text(self, column: str) -> str:
        """The text of a cell that may be blank or absent."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The text of a cell that must not be blank."""
        return self.value(column, _something, "")

    def value(self, column: str, read: Callable[[str], _T], stand_in: _T) -> _T:
        """The value of a cell that must be there. A column that is missing is noted once, not for every row."""
        if column not in self.cells:
            return stand_in
        try:
            return read(self.cells[column])
        except ValueError as wrong:
            self.sheet.note(self.number, column, self.cells[column], str(wrong))
            return stand_in

    def optional(self, column: str, read: Callable[[str], _T], default: _T) -> _T:
        """The value of a cell, or the default where it is blank or absent."""
        return self.value(column, read, default) if self.text(column) else default

    def one_of(self, column: str, kind: type[_E], stand_in: _E) -> _E:
        """The member of an enumeration that a cell names."""
        return self.value(column, lambda text: _member(text, kind), stand_in)


def _something(text: str) -> str:
    if not text:
        raise ValueError("a text; the cell is blank")
    return text


def _member(text: str, kind: type[_E]) -> _E:
    try:
        return kind(text)
    except ValueError:
        raise ValueError("one of " + ", ".join(kind)) from None
