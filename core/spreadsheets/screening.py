"""Screening for patient identifiers: the place of each is named, its value never repeated."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from core.identifiers import has_identifier, is_identifying_heading
from core.problems import Problem
from core.spreadsheets.tables import Table

_NUMBER = "no patient identifier: this cell holds a number that passes the NHS number check; its value is not shown"
_NAME = "no patient identifier: this name holds a number that passes the NHS number check; rename it"
_HEADING = "no patient identifier: a column for a date of birth, a patient's name or an NHS number may not be uploaded"
_MOST_LISTED = 100


def tells_of_identifier(problem: Problem) -> bool:
    """Whether a problem is that of a patient identifier."""
    return problem.expected.startswith("no patient identifier")


def identifiers_in(table: Table) -> Iterator[Problem]:
    """A problem for every place in a table that holds a patient identifier."""
    yield from identifiers_in_header(table.name, table.header, 1)
    for place, heading in enumerate(table.header, start=1):
        yield from _identifiers_in_cells(table, heading, shown_heading(heading, place))


def identifiers_in_header(file: str, header: Sequence[str], row: int) -> Iterator[Problem]:
    """A problem for every heading that holds an identifier, or under which identifiers would stand."""
    for place, heading in enumerate(header, start=1):
        shown = shown_heading(heading, place)
        if has_identifier(heading):
            yield identifier_at(file, row, shown)
        if is_identifying_heading(heading):
            yield Problem(file=file, row=row, column=shown, expected=_HEADING)


def identifiers_in_rows(file: str, text: str) -> Iterator[Problem]:
    """A problem for every cell that holds an identifier in a CSV file that cannot be read as a table."""
    rows = csv.reader(io.StringIO(text, newline=""))
    found, header = [], True
    try:
        for row, cells in enumerate(rows, start=1):
            if header and any(cells):
                yield from identifiers_in_header(file, cells, row)
                header = False
                continue
            places = (place for place, cell in enumerate(cells, start=1) if has_identifier(cell))
            found += [identifier_at(file, row, f"column {place}") for place in places]
    except csv.Error:
        found = list(identifiers_in_text(file, text))
    yield from listed(file, found)


def identifiers_in_text(file: str, text: str) -> Iterator[Problem]:
    """A problem for every line of a text that holds a patient identifier."""
    for row, line in enumerate(text.splitlines(), start=1):
        if has_identifier(line):
            yield identifier_at(file, row)


def identifiers_in_name(name: str) -> Iterator[Problem]:
    """A problem where the name of a file or sheet holds a patient identifier."""
    if has_identifier(name):
        yield Problem(file=name, expected=_NAME)


def identifier_at(file: str, row: int | None = None, column: str = "") -> Problem:
    """The problem of one cell or line that holds an identifier."""
    return Problem(file=file, row=row, column=column, expected=_NUMBER)


def shown_heading(heading: str, place: int) -> str:
    """A heading as a place may be named by it; one that is blank or holds an identifier is named by its number."""
    return f"column {place}" if not heading or heading.startswith("\0") or has_identifier(heading) else heading


def listed(file: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first hundred of these problems, and how many more there are."""
    found = list(problems)
    yield from found[:_MOST_LISTED]
    if len(found) > _MOST_LISTED:
        more = len(found) - _MOST_LISTED
        yield Problem(file=file, expected=f"no patient identifier; {more} more cells hold one")


def _identifiers_in_cells(table: Table, heading: str, shown: str) -> Iterator[Problem]:
    column = table.columns[heading]
    suspect = [code for code, value in enumerate(column.values) if has_identifier(value)]
    if not suspect:
        return
    places = np.flatnonzero(np.isin(column.codes, suspect))
    for place in places[:_MOST_LISTED]:
        yield identifier_at(table.name, table.rows[place], shown)
    if len(places) > _MOST_LISTED:
        more = len(places) - _MOST_LISTED
        yield Problem(file=table.name, column=shown, expected=f"no patient identifier; {more} more cells hold one")
