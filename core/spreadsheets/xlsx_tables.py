"""An XLSX file as tables: checked part by part before openpyxl (with defusedxml) sees it, read cell by cell."""

import io
import re
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter

from core.identifiers import has_identifier
from core.problems import Problem
from core.spreadsheets.cells import UnreadableCell, text_of
from core.spreadsheets.csv_tables import longer_row, named_places, problems_in_header, without_unnamed
from core.spreadsheets.screening import identifier_at, identifiers_in_header, listed, shown_heading
from core.spreadsheets.tables import MOST_COLUMNS, CannotRead, Table

_MOST_SHEET_ROWS = 1 << 20
_MOST_LISTED = 100
_MOST_BLANK_CELLS = 20_000_000
_DAMAGED = "an XLSX file that opens; this one is damaged"
_FAILURES = (ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError)
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\sr=["'](\d{1,12})""")
_EXTERNAL = re.compile(rb"""<(?:\w+:)?Relationship\b[^<>]{0,9000}?TargetMode=["']External["'][^<>]{0,9000}>""")
_FORBIDDEN = {
    "vbaproject": "a workbook without macros: save it as .xlsx",
    "macrosheets/": "a workbook without macros: save it as .xlsx",
    "activex/": "a workbook without macros or controls",
    "externallinks/": "a workbook without links to other workbooks",
    "connections.xml": "a workbook without connections to other data",
    "querytables/": "a workbook without connections to other data",
    "embeddings/": "a workbook without other files embedded in it",
}

Cells = Sequence[ReadOnlyCell | EmptyCell]


class _Worksheet(Protocol):
    """What openpyxl gives for a sheet that is only read, which its published types leave out."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None:
        """Forgets how large the sheet says it is."""

    def iter_rows(self) -> Iterator[Cells]:
        """Its rows from the first on, each as long as its last cell is far."""


@dataclass(slots=True)
class Sheet:
    """What reading one sheet gave: a table or at least one problem, or neither where the sheet is blank.

    `identifiers`: the places of patient identifiers, which count even where the sheet itself is not wanted.
    `is_hidden`: whether people who open the file see nothing of it.
    """

    name: str
    table: Table | None = None
    problems: list[Problem] = field(default_factory=list)
    identifiers: list[Problem] = field(default_factory=list)
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.table is None and not self.problems


def xlsx_sheets(
    name: str, content: bytes, members: Mapping[str, bytes], month_columns: Collection[str]
) -> Iterator[Sheet]:
    """Every sheet of an XLSX file, one at a time. Raises CannotRead where it must not or cannot be opened."""
    if "[Content_Types].xml" not in members:
        raise CannotRead(name, "an XLSX workbook; this is another kind of file")
    refuse_unsafe(name, members)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            try:
                for worksheet in workbook.worksheets:
                    yield _sheet_or_refusal(cast("_Worksheet", worksheet), month_columns)
            finally:
                workbook.close()
    except (ParseError, *_FAILURES):
        raise CannotRead(name, _DAMAGED) from None


def _sheet_or_refusal(worksheet: _Worksheet, month_columns: Collection[str]) -> Sheet:
    try:
        return _sheet(worksheet, month_columns)
    except CannotRead as refusal:
        return Sheet(name=refusal.problem.file, problems=[refusal.problem], identifiers=[refusal.problem])


def refuse_unsafe(name: str, members: Mapping[str, bytes]) -> None:
    """Raises CannotRead for macros, links to elsewhere, document types and rows out of order."""
    for path, part in members.items():
        for sign, expected in _FORBIDDEN.items():
            if sign in path.lower():
                raise CannotRead(name, expected)
        if not path.lower().endswith((".xml", ".rels", ".vml")):
            continue
        _refuse_unsafe_xml(name, part)
        if path.endswith(".rels") and any(b"/hyperlink" not in link for link in _EXTERNAL.findall(part)):
            raise CannotRead(name, _FORBIDDEN["externallinks/"])
        if "worksheets/" in path:
            _refuse_rows_out_of_order(name, part)
    if b"macroEnabled" in members["[Content_Types].xml"]:
        raise CannotRead(name, _FORBIDDEN["vbaproject"])


def _refuse_unsafe_xml(name: str, part: bytes) -> None:
    if b"\0" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead(name, _DAMAGED)
    if b"http://purl.oclc.org/ooxml/spreadsheetml/main" in part[:2000]:
        raise CannotRead(name, "an XLSX file in the ordinary form; this is Strict Open XML: save it as Excel Workbook")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise CannotRead(name, "a workbook without document types or entities in its XML")


def _refuse_rows_out_of_order(name: str, part: bytes) -> None:
    before = 0
    for match in _ROW.finditer(part):
        row = int(match[1])
        if not before < row <= _MOST_SHEET_ROWS:
            raise CannotRead(name, _DAMAGED)
        before = row


def _sheet(worksheet: _Worksheet, month_columns: Collection[str]) -> Sheet:
    """One sheet. The file it names in problems is the sheet's own name."""
    sheet = Sheet(name=str(worksheet.title).strip(), is_hidden=worksheet.sheet_state != "visible")
    worksheet.reset_dimensions()
    rows: Iterator[tuple[int, Cells]] = enumerate(worksheet.iter_rows(), start=1)
    header, header_row = _header(sheet, rows)
    if not header:
        return sheet
    sheet.problems.extend(problems_in_header(sheet.name, header, header_row))
    sheet.identifiers.extend(identifiers_in_header(sheet.name, header, header_row))
    reader = _Reader(sheet, header, month_columns)
    kept = [(row, texts) for row, cells in rows if (texts := reader.texts(row, cells))]
    sheet.identifiers.extend(listed(sheet.name, reader.identifiers))
    if reader.unlisted:
        sheet.problems.append(
            Problem(file=sheet.name, expected=f"cells and rows without fault; {reader.unlisted} more have one")
        )
    if len(set(filter(None, header))) == len([heading for heading in header if heading]):
        sheet.table, unnamed = without_unnamed(Table.of(sheet.name, named_places(header), kept))
        sheet.problems.extend(unnamed)
    return sheet


def _header(sheet: Sheet, rows: Iterator[tuple[int, Cells]]) -> tuple[list[str], int]:
    for row, cells in rows:
        header = []
        for place, cell in enumerate(cells, start=1):
            try:
                header.append(text_of(cell))
            except UnreadableCell as refusal:
                coordinate = f"{get_column_letter(place)}{row}"
                header.append(coordinate)
                sheet.problems.append(Problem(file=sheet.name, row=row, column=coordinate, expected=str(refusal)))
        while header and not header[-1]:
            header.pop()
        if header:
            return header, row
    return [], 0


class _Reader:
    """Turns the rows of one sheet into texts and writes down what is wrong with them."""

    def __init__(self, sheet: Sheet, header: list[str], month_columns: Collection[str]) -> None:
        self.sheet = sheet
        self.header = header
        self.months = [heading in month_columns for heading in header]
        self.unlisted = 0
        self.blank = 0
        self.identifiers: list[Problem] = []

    def texts(self, row: int, cells: Cells) -> list[str]:
        """The texts of a row, as many as the header has, or nothing for a blank row."""
        if len(cells) > MOST_COLUMNS:
            cells = self._near(row, cells)
        width = len(self.header)
        texts = [self._text(row, place, cell) for place, cell in enumerate(cells)]
        if len(texts) > width and any(texts[width:]):
            while not texts[-1]:
                texts.pop()
            self._note(longer_row(self.sheet.name, row, texts, width))
        return [*texts[:width], *[""] * (width - len(texts))] if any(texts) else []

    def _near(self, row: int, cells: Cells) -> Cells:
        """The cells of a row that has formatted blank ones far to the right, without these."""
        self.blank += len(cells)
        if self.blank > _MOST_BLANK_CELLS or any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            raise CannotRead(self.sheet.name, f"at most {MOST_COLUMNS} columns", row)
        return cells[:MOST_COLUMNS]

    def _text(self, row: int, place: int, cell: ReadOnlyCell | EmptyCell) -> str:
        named = place < len(self.header)
        try:
            text = text_of(cell, as_month=named and self.months[place])
        except UnreadableCell as refusal:
            coordinate = f"{get_column_letter(place + 1)}{row}"
            column = self.header[place] if named and self.header[place] else coordinate
            self._note(
                Problem(
                    file=self.sheet.name, row=row, column=column, value=coordinate, expected=f"{refusal} ({coordinate})"
                )
            )
            return ""
        if has_identifier(text):
            heading = self.header[place] if named else ""
            self.identifiers.append(identifier_at(self.sheet.name, row, shown_heading(heading, place + 1)))
        return text

    def _note(self, problem: Problem) -> None:
        if len(self.sheet.problems) < _MOST_LISTED:
            self.sheet.problems.append(problem)
        else:
            self.unlisted += 1
