"""A return from an XLSX or CSV file: its figures as text, and everything that speaks against reading it.

A file in which anything looks like a person is refused whole: its content is dropped here, and only places are named.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

import numpy as np

from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.rules.checks.catalogue import PERSON, UNREADABLE
from commissioning.activity.rules.checks.findings import Finding, Severity
from commissioning.activity.rules.checks.persons import HEADING, is_personal_heading, personal_text
from commissioning.activity.rules.rows import NEEDED, OPTIONAL
from core.canonical import hash_of_bytes
from core.identifiers import has_identifier, masked
from core.problems import Problem
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Table, Tables, Upload

FIGURES, ABOUT = "figures", "about"
OTHER_SHEETS = frozenset({"instructions", "services", "practices", "currencies", "last period"})
_NO_IDENTIFIER = "no patient identifier"
_MOST_TOLD = 100
_LINES_ABOVE = 20

Cell = tuple[int, str]
"""Row and column of a cell, as the finding names it."""


def read_return(upload: Upload, *, released: Collection[Cell] = ()) -> ReadReturn:
    """The return in a file. `released`: cells whose number was found to be no patient's by two people."""
    name = masked(PurePosixPath(upload.name.replace("\\", "/")).name) or "return"
    file_hash = hash_of_bytes(upload.content)
    is_csv = upload.name.lower().endswith(".csv")
    source = Upload(f"{FIGURES}.csv", upload.content) if is_csv else upload
    read = read_tables(source, sheets={FIGURES, ABOUT}, unread=OTHER_SHEETS)
    table = read.tables.get(FIGURES)
    people = [*_people_read(read, released), *_people_in(table, released)]
    if has_identifier(upload.name):
        people.append(_person(Problem(file="", expected="no patient identifier in the name of the file; rename it")))
    if people:
        return ReadReturn(file_name=name, content=b"", file_hash=file_hash, table=None, refusals=tuple(people))
    rest = [problem for problem in read.problems if not is_about_a_person(problem)]
    refusals = [*_unreadable(rest, table, is_csv=is_csv), *_hidden(read), *_columns(table)]
    return ReadReturn(
        file_name=name,
        content=upload.content,
        file_hash=file_hash,
        table=None if refusals else table,
        about=_about(read),
        refusals=tuple(refusals),
        faults=tuple(problem for problem in rest if table and problem.column and _is_below_headings(problem, table)),
    )


def is_about_a_person(problem: Problem) -> bool:
    """Whether a problem of reading is that something looks like a patient's."""
    return _NO_IDENTIFIER in problem.expected


def _people_read(read: Tables, released: Collection[Cell]) -> Iterator[Finding]:
    for problem in read.problems:
        if is_about_a_person(problem) and (problem.row, problem.column) not in released:
            yield _person(problem)


def _person(problem: Problem) -> Finding:
    return Finding(
        rule=PERSON,
        severity=Severity.REFUSED,
        expected=problem.expected,
        row=problem.row,
        column=masked(problem.column),
    )


def _people_in(table: Table | None, released: Collection[Cell]) -> Iterator[Finding]:
    """Columns about persons, and postcodes and days of birth among texts."""
    if table is None:
        return
    for place, heading in enumerate(table.header, start=1):
        if heading not in {*NEEDED, *OPTIONAL} and is_personal_heading(heading):
            yield _person(Problem(file="", row=1, column=f"column {place}", expected=HEADING))
    for name in ("service", "team", "practice", "currency"):
        if name in table.columns:
            yield from _personal_cells(table, name, released)


def _personal_cells(table: Table, name: str, released: Collection[Cell]) -> Iterator[Finding]:
    column = table.columns[name]
    said = {code: why for code, text in enumerate(column.values) if (why := personal_text(text))}
    if not said:
        return
    for place in np.flatnonzero(np.isin(column.codes, list(said)))[:_MOST_TOLD].tolist():
        row = table.rows[place]
        if (row, name) in released:
            continue
        yield _person(Problem(file="", row=row, column=name, expected=said[int(column.codes[place])]))


def _hidden(read: Tables) -> Iterator[Finding]:
    """Sheets with cells that people who open the file do not see: what is kept must be what was checked."""
    for notice in read.notices:
        if notice.code == "hidden_sheet":
            name = notice.message.partition(" is no sheet")[0]
            said = f"no hidden sheet with anything in it; “{masked(name)}” is one: take it out"
            yield Finding(rule=UNREADABLE, severity=Severity.REFUSED, expected=said)


def _unreadable(problems: Iterable[Problem], table: Table | None, *, is_csv: bool) -> Iterator[Finding]:
    """What keeps the whole file from being read; a fault of one cell keeps only its row from being taken."""
    found = False
    for problem in problems:
        if table is not None and problem.column and _is_below_headings(problem, table):
            continue
        found = True
        yield Finding(
            rule=UNREADABLE,
            severity=Severity.REFUSED,
            expected=problem.expected,
            row=problem.row,
            column=problem.column,
            value=problem.value,
        )
    if table is None and not found:
        said = f"a sheet called {FIGURES}, with headings and rows, as in the template"
        if is_csv:
            said = "headings and rows of figures; nothing stands in this file"
        yield Finding(rule=UNREADABLE, severity=Severity.REFUSED, expected=said)


def _is_below_headings(problem: Problem, table: Table) -> bool:
    """Whether a problem is of a single row, which is then not taken, and not of the headings."""
    return problem.row is not None and bool(table.rows) and problem.row >= table.rows[0]


def _columns(table: Table | None) -> Iterator[Finding]:
    """Headings that are missing, and columns nobody asked for."""
    if table is None:
        return
    if (row := _row_of_headings(table)) is not None:
        said = f"the headings in the first row; here they stand in row {row}: take out what stands above them"
        yield Finding(rule=UNREADABLE, severity=Severity.REFUSED, expected=said, row=row)
        return
    for name in NEEDED:
        if name not in table.columns:
            yield Finding(rule=UNREADABLE, severity=Severity.REFUSED, expected=f"a column {name}", row=1, column=name)
    for heading in table.header:
        if heading not in {*NEEDED, *OPTIONAL}:
            known = "only the columns service, team, practice, month, currency and quantity; take this one out"
            yield Finding(
                rule=UNREADABLE, severity=Severity.REFUSED, expected=known, row=1, column=heading, value=heading
            )


def _row_of_headings(table: Table) -> int | None:
    """The row in which the headings stand where there is something above them: a title, or a line of groups."""
    if set(NEEDED) <= set(table.columns):
        return None
    first = (pair for pair, _ in zip(table.records(), range(_LINES_ABOVE), strict=False))
    return next((row for row, cells in first if set(NEEDED) <= {cell.lower() for cell in cells.values()}), None)


def _about(read: Tables) -> dict[str, str]:
    """What the template says of itself, by name; nothing where there is no such sheet."""
    table = read.tables.get(ABOUT)
    if table is None or not {"name", "value"} <= set(table.header):
        return {}
    return {cells["name"]: cells["value"] for _, cells in table.records()}
