"""An XLSX cell as text, read by its type and number format and never as it happens to be shown."""

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from core.spreadsheets.encoding import has_control_characters
from core.spreadsheets.guarding import cleaned

_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')


class UnreadableCell(ValueError):
    """A cell that says nothing that can be relied on. `str()` says what was expected instead."""


def text_of(cell: ReadOnlyCell | EmptyCell, *, as_month: bool = False) -> str:
    """What a cell says. Raises UnreadableCell for a formula, an error and a number that is none."""
    value = cell.value
    if cell.data_type == "f":
        raise UnreadableCell("a value; this cell holds a formula: paste its value instead")
    if cell.data_type == "e":
        raise UnreadableCell("a value; this cell holds an error of the spreadsheet program")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return date_text(value, as_month=as_month)
    if isinstance(value, int | float):
        return number_text(float(value), is_percent=is_percent_format(str(cell.number_format or "")))
    return _written(str(value))


def _written(text: str) -> str:
    """A text as it was typed: a line break that the file writes as `_x000D_` is one."""
    typed = cleaned(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x00" in text else text)
    if has_control_characters(typed):
        raise UnreadableCell("a text; this cell holds control characters")
    return typed


def number_text(number: float, *, is_percent: bool = False) -> str:
    """The shortest decimal that gives the same double, times 100 where the cell is shown in per cent.

    >>> number_text(0.1), number_text(100000.0), number_text(0.023, is_percent=True), number_text(1e-7)
    ('0.1', '100000', '2.3', '0.0000001')
    """
    if not isfinite(number):
        raise UnreadableCell("a number within the limits of a spreadsheet")
    exact = Decimal(repr(number)) * (100 if is_percent else 1)
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def is_percent_format(number_format: str) -> bool:
    """Whether a number format multiplies by 100, which a per-cent sign between quotation marks does not.

    >>> is_percent_format("0.0%"), is_percent_format('0.0"%"'), is_percent_format("General")
    (True, False, False)
    """
    return "%" in _LITERAL.sub("", number_format)


def date_text(value: date, *, as_month: bool = False) -> str:
    """A date as ISO writes it, or its month.

    >>> date_text(datetime(2007, 4, 1)), date_text(date(2007, 4, 1), as_month=True)
    ('2007-04-01', '2007-04')
    """
    if isinstance(value, datetime):
        if value.time() != datetime.min.time():
            return value.isoformat(sep=" ")
        value = value.date()
    return value.isoformat()[:7] if as_month else value.isoformat()
