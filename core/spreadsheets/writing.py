"""The way out: rows as CSV or XLSX. Text is guarded against being run as a formula; numbers stay numbers."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from itertools import chain
from typing import Any

import xlsxwriter

from core.money import as_decimal, plain, pounds
from core.spreadsheets.guarding import guarded

_EXACT_DIGITS = 15
_MADE_AT = datetime(2008, 4, 1)  # noqa: DTZ001 - a fixed date, so that equal contents give equal files
_WIDEST = 60
_WIDEST_PROSE = 110
_ROWS_WITH_LISTS = 5_000


@dataclass(frozen=True, slots=True)
class Money:
    """A cell that holds an amount, in pence."""

    pence: int


Cell = str | int | Fraction | Money | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A drop-down list under a heading: from texts, or from the cells of another sheet (`=groups!$A$2:$A$500`).

    `is_free`: other values may be typed too.
    """

    source: Sequence[str] | str
    is_free: bool = False

    def rule(self) -> dict[str, object]:
        """The list as a rule for cells."""
        source = self.source if isinstance(self.source, str) else [str(text) for text in self.source]
        return {"validate": "list", "source": source, "error_type": "warning" if self.is_free else "stop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet to write, as CSV or as a part of an XLSX file.

    `choices` are drop-down lists by heading, `cell_choices` those of single cells by row and column (the header is
    row 0). The rows of an example sheet are grey; prose is wrapped.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    cell_choices: Mapping[tuple[int, int], Choice] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    is_example: bool = False
    is_prose: bool = False


def write_csv(sheet: Sheet) -> bytes:
    r"""A sheet as a CSV file in UTF-8.

    >>> write_csv(Sheet(name="a", header=["name", "amount"], rows=[["=1+1", Money(-1250)], ["", None]]))
    b"name,amount\r\n'=1+1,-12.50\r\n,\r\n"
    """
    return "".join(csv_lines(sheet.header, sheet.rows)).encode()


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file one by one, so that a long one does not fill the memory."""
    for row in chain([header], rows):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerow([cell_text(cell) for cell in row])
        yield stream.getvalue()


def cell_text(cell: Cell) -> str:
    """A cell as the text of a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, Money):
        return pounds(cell.pence)
    return cell.isoformat() if isinstance(cell, date) else plain(cell)


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Sheets as one XLSX file: header in bold and always in view, amounts with two decimals, dates as dates."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        workbook.set_properties({"created": _MADE_AT})
        formats = _Formats(workbook)
        for sheet in sheets:
            _SheetWriter(workbook.add_worksheet(sheet.name), sheet, formats).write()
    return stream.getvalue()


class _Formats:
    """The formats of a workbook; those of example rows are grey."""

    def __init__(self, workbook: Any) -> None:
        self.header = workbook.add_format({"bold": True, "bottom": 1})
        self.prose = workbook.add_format({"text_wrap": True, "valign": "top"})
        colours: dict[bool, dict[str, object]] = {False: {}, True: {"font_color": "#6b7680", "italic": True}}
        self.plain = {grey: workbook.add_format(colour) for grey, colour in colours.items()}
        self.money = {
            grey: workbook.add_format(colour | {"num_format": "#,##0.00"}) for grey, colour in colours.items()
        }
        self.date = {
            grey: workbook.add_format(colour | {"num_format": "yyyy-mm-dd"}) for grey, colour in colours.items()
        }


@dataclass(slots=True)
class _SheetWriter:
    """Writes one sheet."""

    worksheet: Any
    sheet: Sheet
    formats: _Formats

    def write(self) -> None:
        """Writes headings, cells, widths and drop-down lists."""
        worksheet, sheet = self.worksheet, self.sheet
        widths = [len(heading) + 2 for heading in sheet.header]
        for place, heading in enumerate(sheet.header):
            worksheet.write_string(0, place, guarded(heading), self.formats.header)
            if heading in sheet.comments:
                worksheet.write_comment(0, place, sheet.comments[heading], {"author": ""})
        for number, row in enumerate(sheet.rows, start=1):
            for place, cell in enumerate(row):
                self.cell(number, place, cell)
                widths[place] = max(widths[place], len(cell_text(cell)) + 2)
        for place, width in enumerate(widths):
            worksheet.set_column(place, place, min(width, _WIDEST_PROSE if sheet.is_prose else _WIDEST))
        worksheet.freeze_panes(1, 0)
        for heading, choice in sheet.choices.items():
            place = list(sheet.header).index(heading)
            worksheet.data_validation(1, place, _ROWS_WITH_LISTS, place, choice.rule())
        for (number, place), choice in sheet.cell_choices.items():
            worksheet.data_validation(number, place, number, place, choice.rule())

    def cell(self, row: int, column: int, cell: Cell) -> None:
        """Writes one cell by its kind; a number that a spreadsheet cannot hold exactly is written as text."""
        grey, formats = self.sheet.is_example, self.formats
        if cell is None or cell == "":
            return
        if isinstance(cell, date):
            day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day has no time zone
            self.worksheet.write_datetime(row, column, day, formats.date[grey])
        elif isinstance(cell, str):
            text_format = formats.prose if self.sheet.is_prose else formats.plain[grey]
            self.worksheet.write_string(row, column, guarded(cell), text_format)
        elif not is_exact(cell):
            self.worksheet.write_string(row, column, cell_text(cell), formats.plain[grey])
        elif isinstance(cell, Money):
            self.worksheet.write_number(row, column, float(as_decimal(cell.pence)), formats.money[grey])
        else:
            self.worksheet.write_number(row, column, float(plain(cell)), formats.plain[grey])


def is_exact(cell: int | Fraction | Money) -> bool:
    """Whether a spreadsheet program can hold the number exactly; a longer one is written as text.

    >>> is_exact(Money(123456789012345)), is_exact(1234567890123456)
    (True, False)
    """
    digits = cell_text(cell).lstrip("-").replace(".", "").strip("0")
    return len(digits) <= _EXACT_DIGITS
