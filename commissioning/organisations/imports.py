"""Sheets of practices, groups and populations: a file becomes lines, or all its problems by row and column."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from commissioning.organisations.rules.checks import people_from
from commissioning.organisations.rules.values import (
    GroupLine,
    MembershipLine,
    PopulationLine,
    ProviderLine,
    ProviderSort,
)
from core.identifiers import without_identifier
from core.problems import Problem
from core.spreadsheets.reading import read_tables
from core.spreadsheets.screening import identifiers_in_name
from core.spreadsheets.tables import Table, Upload

Value = TypeVar("Value")
_WORKBOOK = frozenset(
    {
        "groups",
        "practices",
        "populations",
        "services",
        "cost_centres",
        "cost_centre_map",
        "activity",
        "currency_weights",
        "fixed_shares",
        "adjustments",
        "must_dos",
        "prior_year",
        "policy",
        "lists",
        "instructions",
        "localities",
        "providers",
        "arrangements",
    }
)
_DAY = "a date such as 2008-04-01"
_SORTS = f"one of {', '.join(ProviderSort)}"


@dataclass(slots=True)
class SheetRows:
    """One sheet of a file, walked row by row; what is wrong with it gathers in `problems`."""

    file: str
    table: Table | None
    problems: list[Problem] = field(default_factory=list)

    def rows(self, needed: Collection[str]) -> Iterator["Row"]:
        """Its rows, unless a column that is needed is missing."""
        if self.table is None:
            return
        missing = [name for name in needed if name not in self.table.header]
        self.problems += [Problem(file=self.file, row=1, column=name, expected=f"a column {name}") for name in missing]
        if not missing:
            for number, cells in self.table.records():
                yield Row(number, cells, self)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: texts by column."""

    number: int
    cells: dict[str, str]
    sheet: SheetRows

    def text(self, column: str) -> str:
        """What stands in a column; blank where there is no such column."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """What stands in a column that may not be blank."""
        if not self.text(column):
            self.fault(column, f"something under {column}; the cell is blank")
        return self.text(column)

    def value(self, column: str, read: Callable[[str], Value], otherwise: Value, expected: str = "") -> Value:
        """What stands in a column, read as a value; `otherwise` where it is blank or (with a problem) cannot be."""
        if not self.text(column):
            return otherwise
        try:
            return read(self.text(column))
        except ValueError as error:
            self.fault(column, expected or str(error))
            return otherwise

    def day(self, column: str) -> date | None:
        """A date as ISO writes it, or None where it is blank."""
        return self.value(column, date.fromisoformat, None, _DAY)

    def fault(self, column: str, expected: str) -> None:
        """Note what is wrong in a column of this row."""
        self.sheet.problems.append(
            Problem(file=self.sheet.file, row=self.number, column=column, value=self.text(column), expected=expected)
        )


def sheet_of(upload: Upload, name: str) -> SheetRows:
    """The sheet of that name in an XLSX file (a whole budget workbook will do), or the one table of a CSV file."""
    is_csv = upload.name.lower().endswith(".csv")
    source = Upload(f"{name}.csv", upload.content) if is_csv else upload
    read = read_tables(source, sheets={name}, unread=_WORKBOOK - {name})
    table = read.tables.get(name)
    problems = list(dict.fromkeys([*map(without_identifier, identifiers_in_name(upload.name)), *read.problems]))
    if table is None and not problems:
        problems.append(Problem(file=upload.name, expected=f"a sheet called {name}, with at least its headings"))
    return SheetRows(file=name, table=table, problems=problems)


def practices_from(upload: Upload) -> tuple[list[MembershipLine], list[Problem]]:
    """The practices and memberships of a file, and all problems of its form."""
    sheet = sheet_of(upload, "practices")
    lines = [
        MembershipLine(
            practice=row.needed("code"),
            name=row.needed("name"),
            group=row.text("group"),
            joined=row.day("joined"),
            left=row.day("left"),
            row=row.number,
        )
        for row in sheet.rows(("code", "name", "group"))
    ]
    return lines, check_rows(sheet, lines)


def groups_from(upload: Upload) -> tuple[list[GroupLine], list[Problem]]:
    """The groups of a file, and all problems of its form."""
    sheet = sheet_of(upload, "groups")
    lines = [
        GroupLine(code=row.needed("code"), name=row.needed("name"), locality=row.needed("locality"), row=row.number)
        for row in sheet.rows(("code", "name", "locality"))
    ]
    return lines, check_rows(sheet, lines)


def providers_from(upload: Upload) -> tuple[list[ProviderLine], list[Problem]]:
    """The providers of a file and what each is to the trust, and all problems of its form."""
    sheet = sheet_of(upload, "providers")
    lines = [
        ProviderLine(
            code=row.needed("code"),
            name=row.needed("name"),
            sort=row.value("sort", ProviderSort, ProviderSort.NHS_TRUST, _SORTS)
            if row.needed("sort")
            else ProviderSort.NHS_TRUST,
            row=row.number,
        )
        for row in sheet.rows(("code", "name", "sort"))
    ]
    return lines, check_rows(sheet, lines)


def populations_from(upload: Upload) -> tuple[list[PopulationLine], list[Problem]]:
    """The populations of a file, and all problems of its form. Every further column is a need weighting."""
    sheet = sheet_of(upload, "populations")
    header = sheet.table.header if sheet.table else ()
    names = [name for name in header if name not in {"practice", "date", "registered"}]
    lines = []
    for row in sheet.rows(("practice", "date", "registered")):
        weighted = {name: row.value(name, people_from, Decimal()) for name in names if row.text(name)}
        lines.append(
            PopulationLine(
                practice=row.needed("practice"),
                on=row.value("date", date.fromisoformat, date.min, _DAY) if row.needed("date") else date.min,
                registered=row.value("registered", people_from, Decimal()) if row.needed("registered") else Decimal(),
                weighted=weighted,
                row=row.number,
            )
        )
    return lines, check_rows(sheet, lines)


def check_rows(sheet: SheetRows, lines: Sequence[object]) -> list[Problem]:
    """The problems of a sheet; a sheet with headings alone is one."""
    if not lines and not sheet.problems:
        sheet.problems.append(Problem(file=sheet.file, expected="at least one row under the headings"))
    return sheet.problems
