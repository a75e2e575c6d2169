"""A CSV file as a table: the fast way (pandas) for files in order, the careful way that explains what is not."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from core.identifiers import has_identifier
from core.problems import Notice, Problem
from core.spreadsheets.encoding import as_utf8, has_control_characters
from core.spreadsheets.guarding import cleaned
from core.spreadsheets.tables import MOST_COLUMNS, MOST_ROWS, CannotRead, Codes, Column, Table

if TYPE_CHECKING:
    from pandas._typing import ReadCsvBuffer

_UNCLOSED = "quotation marks that are closed again: one that opens a cell is never closed"
_OTHER_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_OTHER_TEXTS = {
    b"%pdf": "a PDF file",
    b"<": "a web page or XML file",
    b"{\\rtf": "a text of a word processor",
    b"{": "a JSON file",
    b"[{": "a JSON file",
}
_MOST_LISTED = 100
_WINDOW = 400_000
# A row put in front of all others: pandas turns categories into numbers where all of them can be (007 becomes 7), and
# lets its first row be longer than the header; with this one in front it does neither.
_SENTINEL = "\x01"


def csv_table(name: str, content: bytes) -> tuple[Table | None, list[Problem], list[Notice]]:
    """The table in a CSV file, all problems, and notices. No table means at least one problem."""
    try:
        _refuse_other_texts(name, content)
        text, notices = as_utf8(name, content)
        header, row, start = _header(name, text)
        problems = [*problems_in_header(name, header, row)]
        if problems:
            return None, problems, notices
        table = _read_fast(name, header, row, text, start)
        if table is None:
            table, problems = _read_carefully(name, header, row, text.decode())
    except CannotRead as refusal:
        return None, [refusal.problem], []
    if table is None:
        return None, problems, notices
    named, problems = without_unnamed(table)
    return (None, problems, notices) if problems else (named, [], notices)


def _refuse_other_texts(name: str, content: bytes) -> None:
    """Raises CannotRead for a file of another kind that goes by the name of a CSV file."""
    begins = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, kind in _OTHER_TEXTS.items():
        if begins.startswith(sign):
            raise CannotRead(name, f"a CSV file; this is {kind} under another name")


def problems_in_header(name: str, header: Sequence[str], row: int) -> Iterator[Problem]:
    """What is wrong with the headings of a sheet: too many, or one given twice."""
    if len(header) == 1 and (mark := next((mark for mark in _OTHER_MARKS if mark in header[0]), "")):
        expected = f"cells separated by commas; here they are separated by {_OTHER_MARKS[mark]}"
        yield Problem(file=name, row=row, value=header[0], expected=expected)
    if len(header) > MOST_COLUMNS:
        yield Problem(file=name, row=row, expected=f"at most {MOST_COLUMNS} columns")
    for heading, times in Counter(header).items():
        if heading and times > 1:
            yield Problem(
                file=name, row=row, column=heading, value=heading, expected="each heading once; this one is repeated"
            )


def without_unnamed(table: Table) -> tuple[Table, list[Problem]]:
    """The table without columns that have neither heading nor cells; cells without a heading are problems."""
    problems = []
    unnamed = sum(heading.startswith("\0") for heading in table.columns)
    above = (
        "; headings stand in the first row, without a title above them"
        if unnamed > 1 and unnamed * 3 > len(table.columns)
        else ""
    )
    for heading, column in table.columns.items():
        if heading.startswith("\0") and any(column.values):
            place = next(place for place, code in enumerate(column.codes) if column.values[code])
            problems.append(
                Problem(
                    file=table.name,
                    row=table.rows[place],
                    value=column.values[column.codes[place]],
                    expected=f"a heading above column {heading[1:]}, which has cells{above}",
                )
            )
    header = tuple(heading for heading in table.header if not heading.startswith("\0"))
    return Table(table.name, header, {heading: table.columns[heading] for heading in header}, table.rows), problems


def named_places(header: Sequence[str]) -> list[str]:
    """The headings; one that is blank is named by its place, so that its cells are not lost unseen."""
    return [heading or f"\0{place}" for place, heading in enumerate(header, start=1)]


def _header(name: str, content: bytes) -> tuple[list[str], int, int]:
    """The headings, the row they stand in and the byte at which the file goes on after them."""
    for window in (content[:_WINDOW], content):
        stream = io.StringIO(window.decode(errors="ignore"), newline="")
        try:
            for row, cells in enumerate(csv.reader(iter(stream.readline, "")), start=1):
                if any(cell.strip() for cell in cells) and (
                    stream.tell() < len(window) // 4 or len(window) == len(content)
                ):
                    start = len(stream.getvalue()[: stream.tell()].encode())
                    return [cleaned(cell) for cell in cells], row, start
        except csv.Error:
            raise CannotRead(name, "rows of cells separated by commas") from None
    raise CannotRead(name, "a header row; the file is empty")


def _read_fast(name: str, header: Sequence[str], header_row: int, content: bytes, start: int) -> Table | None:
    """The table, or None where a row is longer than the header or a quotation mark is left open."""
    width = len(header)
    guard = ",".join([_SENTINEL] * width) + "\n"
    try:
        frame = pd.read_csv(
            cast("ReadCsvBuffer[bytes]", _Fed(guard.encode(), content, start)),
            header=None,
            nrows=MOST_ROWS + 2,
            names=range(width),
            dtype="category",
            keep_default_na=False,
            na_filter=False,
            low_memory=False,
            skip_blank_lines=False,
        )
    except pd.errors.ParserError:
        return None
    if len(frame) > MOST_ROWS + 1:
        raise CannotRead(name, f"at most {MOST_ROWS:,} rows")
    columns = [_column_of(name, frame[place]) for place in range(width)]
    length, first_row = len(frame) - 1, header_row + 1
    kept = _rows_that_say_something(columns, length)
    if kept is None:
        rows: Sequence[int] = range(first_row, first_row + length)
    else:
        columns = [_used(column.values, column.codes[kept]) for column in columns]
        rows = (kept + first_row).tolist()
    return Table(name, tuple(named_places(header)), dict(zip(named_places(header), columns, strict=True)), rows)


class _Fed:
    """A stream of bytes that pandas reads as they are; a stream of its own kind it would decode and encode again."""

    def __init__(self, first: bytes, content: bytes, start: int) -> None:
        self._first, self._content, self._place = first, content, start

    def read(self, size: int = -1) -> bytes:
        """The next bytes: those put in front, then the content."""
        if self._first:
            first, self._first = self._first, b""
            return first
        end = len(self._content) if size < 0 else self._place + size
        piece, self._place = self._content[self._place : end], min(end, len(self._content))
        return piece

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.read, b"")


def _column_of(name: str, categories: "pd.Series[Any]") -> Column:
    """A column without the row that stood in front of it."""
    values = [str(value) for value in categories.cat.categories]
    codes = np.asarray(categories.cat.codes)
    place, codes = int(codes[0]), codes[1:]
    del values[place]
    if (codes == place).any() or any(has_control_characters(value) for value in values):
        raise CannotRead(name, "a text file; this one holds control characters and is no CSV file, or is damaged")
    return _clean_column(values, codes - (codes > place))


def _clean_column(values: Sequence[str], codes: Codes) -> Column:
    clean = [cleaned(value) for value in values]
    if clean == values:
        return Column(tuple(values), codes)
    places: dict[str, int] = {}
    moved = np.array([places.setdefault(value, len(places)) for value in clean], np.intp)
    return Column(tuple(places), moved[codes])


def _rows_that_say_something(columns: Sequence[Column], length: int) -> Codes | None:
    """The places of rows that are not blank, or None when all are kept."""
    blank = np.ones(length, bool)
    for column in columns:
        if "" not in column.values:
            return None
        blank &= column.codes == column.values.index("")
    return np.flatnonzero(~blank) if blank.any() else None


def _used(values: Sequence[str], codes: Codes) -> Column:
    used, moved = np.unique(codes, return_inverse=True)
    return Column(tuple(values[code] for code in used), moved)


def _read_carefully(name: str, header: Sequence[str], header_row: int, text: str) -> tuple[Table | None, list[Problem]]:
    """Why the fast way could not read: rows longer than the header, or an open quotation mark.

    A row that is longer and wholly blank says nothing; where only such rows were in the way, the table.
    """
    width, found, longer = len(header), [], 0
    try:
        for row, cells in _rows_below(header_row, text):
            if len(cells) > width:
                longer += 1
                found += [longer_row(name, row, cells, width)] if any(map(str.strip, cells)) else []
    except csv.Error:
        return None, [Problem(file=name, expected="cells of fewer than 131,072 characters")]
    if len(found) > _MOST_LISTED:
        more = Problem(file=name, expected=f"no row longer than the header; {len(found) - _MOST_LISTED} more rows are")
        return None, [*found[:_MOST_LISTED], more]
    if found or not longer:
        return None, found or [Problem(file=name, expected=_UNCLOSED)]
    padding = [""] * width
    kept = [(row, [*map(cleaned, cells), *padding][:width]) for row, cells in _rows_below(header_row, text)]
    return Table.of(name, named_places(header), [(row, cells) for row, cells in kept if any(cells)]), []


def _rows_below(header_row: int, text: str) -> Iterator[tuple[int, list[str]]]:
    rows = enumerate(csv.reader(io.StringIO(text, newline="")), start=1)
    return ((row, cells) for row, cells in rows if row > header_row)


def longer_row(name: str, row: int, cells: Sequence[str], width: int) -> Problem:
    """The problem of a row that is longer than its header; it shows the first cell too many."""
    identifying = any(has_identifier(cell) for cell in cells)
    return Problem(
        file=name,
        row=row,
        value="" if identifying else next(filter(None, map(str.strip, cells[width:])), ""),
        expected=f"at most {width} cells, as many as the header has; this row has {len(cells)}"
        + ("; and no patient identifier: take the NHS number out" if identifying else ""),
    )
