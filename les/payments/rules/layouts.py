"""How the file for the finance system is laid out: columns in order, what stands under each, days and signs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from core.errors import Refusal
from core.money import pounds

MOST_COLUMNS = 40
MOST_OF_A_HEADING = 80


class Field(StrEnum):
    """What can stand in a column."""

    REFERENCE = "reference"
    RUN = "run"
    PRACTICE_CODE = "practice code"
    PRACTICE_NAME = "practice name"
    SCHEME = "scheme"
    SCHEME_NAME = "scheme name"
    YEAR = "year"
    QUARTER = "quarter"
    WHAT = "what it is for"
    AMOUNT = "amount"
    DOCUMENT = "invoice or credit"
    DAY = "day of payment"


MEANINGS: Mapping[Field, str] = {
    Field.REFERENCE: "The reference of the line, by which the outcome is told",
    Field.RUN: "The number of the run",
    Field.PRACTICE_CODE: "The code of the practice",
    Field.PRACTICE_NAME: "The name of the practice",
    Field.SCHEME: "The number of the scheme",
    Field.SCHEME_NAME: "The name of the scheme",
    Field.YEAR: "The financial year it is for",
    Field.QUARTER: "The quarter it is for, 1 to 4",
    Field.WHAT: "For what it is, in a sentence",
    Field.AMOUNT: "What goes to the practice, in pounds",
    Field.DOCUMENT: "INV for what is paid, CRN for what is taken back",
    Field.DAY: "The day on which the run pays",
}
_NEEDED = (Field.REFERENCE, Field.PRACTICE_CODE, Field.AMOUNT)
_FIXED = "text "


class DayForm(StrEnum):
    """How a day is written."""

    SLASHES = "slashes"
    ISO = "iso"
    DIGITS = "digits"


DAY_FORM_NAMES: Mapping[DayForm, str] = {
    DayForm.SLASHES: "30/05/2008",
    DayForm.ISO: "2008-05-30",
    DayForm.DIGITS: "30052008",
}
_FORMATS = {DayForm.SLASHES: "%d/%m/%Y", DayForm.ISO: "%Y-%m-%d", DayForm.DIGITS: "%d%m%Y"}


class Sign(StrEnum):
    """How an amount below nothing is written."""

    IN_FRONT = "in_front"
    BEHIND = "behind"
    NONE = "none"


SIGN_NAMES: Mapping[Sign, str] = {
    Sign.IN_FRONT: "Minus in front: -12.50",
    Sign.BEHIND: "Minus behind: 12.50-",
    Sign.NONE: "No sign: credits are told by the column “invoice or credit”",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, and what stands under it, or a text that is the same in every line."""

    heading: str
    field: Field | None
    text: str = ""

    @property
    def written(self) -> str:
        """The column as people write it."""
        return f"{self.heading}: {self.field.value if self.field else f'{_FIXED}{self.text}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns in order, and how days and signs are written."""

    columns: Sequence[Column]
    day_form: DayForm
    sign: Sign

    @property
    def written(self) -> str:
        """The columns as people write them, one a line."""
        return "\n".join(column.written for column in self.columns)


class FileLine(NamedTuple):
    """A line of a run as the file takes it; `pence` is what goes to the practice."""

    reference: str
    run: str
    practice_code: str
    practice_name: str
    scheme: str
    scheme_name: str
    year: str
    quarter: int
    what: str
    pence: int
    day: date


def columns_from(written: str) -> list[Column]:
    r"""Columns from how people write them: `heading: what stands there`, one a line; `text …` for what is fixed.

    >>> [column.field for column in columns_from("Supplier: practice code\nCost centre: text 4411")]
    [<Field.PRACTICE_CODE: 'practice code'>, None]
    """
    return [_column(line.strip()) for line in written.splitlines() if line.strip()]


def check_layout(layout: Layout) -> None:
    """Refuse a layout by which a line could not be paid or told: columns it needs, each heading once."""
    fields = [column.field for column in layout.columns]
    if len(fields) > MOST_COLUMNS:
        raise Refusal(f"A file has at most {MOST_COLUMNS} columns.")
    headings = [column.heading.casefold() for column in layout.columns]
    if len(set(headings)) < len(headings):
        raise Refusal("Two columns have the same heading. Give each its own.")
    for needed in _NEEDED:
        if needed not in fields:
            raise Refusal(f"A column with “{needed.value}” is missing: without it a line cannot be paid or told.")
    if layout.sign is Sign.NONE and Field.DOCUMENT not in fields:
        raise Refusal("Without a sign a column with “invoice or credit” is needed: else a credit would be paid out.")


def cells_by_column(layout: Layout, lines: Sequence[FileLine]) -> list[Sequence[str]]:
    r"""The cells of lines as text: for each column of the layout, in order, one for each line.

    >>> line = FileLine(reference="EP-000001-00001", run="EP-000001", practice_code="X82001",
    ...     practice_name="Practice 1", scheme="LES-001", scheme_name="Minor surgery", year="2008/09", quarter=1,
    ...     what="", pence=-1250, day=date(2008, 5, 30))
    >>> cells_by_column(Layout(columns=columns_from("Ref: reference\nAmount: amount\nDay: day of payment"),
    ...     day_form=DayForm.SLASHES, sign=Sign.BEHIND), [line, line._replace(reference="EP-000001-00002", pence=5)])
    [['EP-000001-00001', 'EP-000001-00002'], ['12.50-', '0.05'], ['30/05/2008', '30/05/2008']]
    """
    return [
        [column.text] * len(lines) if column.field is None else _CELLS[column.field](lines, layout)
        for column in layout.columns
    ]


@cache
def day_in(form: DayForm, day: date) -> str:
    """A day as the layout has it: a run has one, its file thousands of lines.

    >>> day_in(DayForm.DIGITS, date(2008, 5, 30))
    '30052008'
    """
    return day.strftime(_FORMATS[form])


def amounts_in(sign: Sign, pence: Sequence[int]) -> list[str]:
    """Amounts with their signs as the layout has them.

    >>> [amounts_in(sign, [-5, 123450]) for sign in Sign]
    [['-0.05', '1234.50'], ['0.05-', '1234.50'], ['0.05', '1234.50']]
    """
    if sign is Sign.IN_FRONT:
        return [pounds(each) for each in pence]
    behind = "-" if sign is Sign.BEHIND else ""
    return [pounds(abs(each)) + (behind if each < 0 else "") for each in pence]


def _column(line: str) -> Column:
    heading, colon, what = (part.strip() for part in line.partition(":"))
    if not colon or not heading or not what:
        raise Refusal(f"“{line[:60]}” is no column. Write its heading, a colon, and what stands there.")
    if len(heading) > MOST_OF_A_HEADING:
        raise Refusal(f"The heading “{heading[:40]}…” has more than {MOST_OF_A_HEADING} characters.")
    if what.casefold().startswith(_FIXED):
        return Column(heading=heading, field=None, text=what[len(_FIXED) :].strip())
    if what.casefold() not in set(Field):
        raise Refusal(f"Nothing is called “{what[:60]}”. What can stand in a column is listed below the field.")
    return Column(heading=heading, field=Field(what.casefold()))


_CELLS: Mapping[Field, Callable[[Sequence[FileLine], Layout], list[str]]] = {
    Field.REFERENCE: lambda lines, _: [line.reference for line in lines],
    Field.RUN: lambda lines, _: [line.run for line in lines],
    Field.PRACTICE_CODE: lambda lines, _: [line.practice_code for line in lines],
    Field.PRACTICE_NAME: lambda lines, _: [line.practice_name for line in lines],
    Field.SCHEME: lambda lines, _: [line.scheme for line in lines],
    Field.SCHEME_NAME: lambda lines, _: [line.scheme_name for line in lines],
    Field.YEAR: lambda lines, _: [line.year for line in lines],
    Field.QUARTER: lambda lines, _: [str(line.quarter) for line in lines],
    Field.WHAT: lambda lines, _: [line.what for line in lines],
    Field.AMOUNT: lambda lines, layout: amounts_in(layout.sign, [line.pence for line in lines]),
    Field.DOCUMENT: lambda lines, _: ["CRN" if line.pence < 0 else "INV" for line in lines],
    Field.DAY: lambda lines, layout: [day_in(layout.day_form, line.day) for line in lines],
}

AS_USUAL = Layout(
    columns=[
        Column(heading="Supplier", field=Field.PRACTICE_CODE),
        Column(heading="Supplier name", field=Field.PRACTICE_NAME),
        Column(heading="Reference", field=Field.REFERENCE),
        Column(heading="Type", field=Field.DOCUMENT),
        Column(heading="Amount", field=Field.AMOUNT),
        Column(heading="Payment date", field=Field.DAY),
        Column(heading="Scheme", field=Field.SCHEME),
        Column(heading="Year", field=Field.YEAR),
        Column(heading="Quarter", field=Field.QUARTER),
        Column(heading="Description", field=Field.WHAT),
    ],
    day_form=DayForm.SLASHES,
    sign=Sign.IN_FRONT,
)
"""How the file is laid out while a commissioner approved nothing else."""
