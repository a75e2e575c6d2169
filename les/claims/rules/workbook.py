"""The workbook of claims: its columns, how a row says what it is for, and what rows of a scheme say together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.canonical import hash_of
from les.claims.rules.asking import Asked, Way
from les.schemes.rules.caps import Headroom
from les.schemes.rules.terms import Quantity

VERSION = "1"
COLUMNS = (
    "quarter",
    "practice",
    "scheme",
    "scheme_name",
    "element",
    "what",
    "unit",
    "from",
    "to",
    "price",
    "left_under_cap",
    "last_quarter",
    "count",
    "check",
)
NEEDED = ("quarter", "scheme", "element", "from", "to", "count")
_COUNT = re.compile(r"\d{1,7}", re.ASCII)
_SAID = {"yes": 1, "no": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that says something: its number in the file, what it is for, its days, and how many."""

    number: int
    asked: Asked
    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRows:
    """What rows say of a scheme together. `row`: the first of them."""

    scheme_id: int
    row: int
    quantities: tuple[Quantity, ...]
    is_nil: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeSheet:
    """A scheme as a workbook has it. `why_not`: why nothing is asked of it now; `last`: counts of the last quarter."""

    reference: str
    name: str
    asked: Sequence[Asked]
    rooms: Sequence[Headroom]
    last: Mapping[str, Fraction]
    why_not: str = ""


def check_of(reference: str, asked: Asked) -> str:
    """Twelve digits by which a row shows that prices and days are still those for which the workbook was made.

    They are of the workbook's version, the scheme, the element with its days, and the price.
    """
    parts = (VERSION, reference, asked.element.code, asked.first.isoformat(), asked.last.isoformat(), str(asked.price))
    return hash_of("|".join(parts))[:12]


def count_from(text: str) -> int | None:
    """How many a cell says; None for a blank one. ValueError, in words, for anything else.

    >>> count_from("12"), count_from("1,200"), count_from(" "), count_from("yes")
    (12, 1200, None, 1)
    """
    plain = text.strip().lower().replace(",", "")
    if not plain:
        return None
    if plain in _SAID:
        return _SAID[plain]
    if not _COUNT.fullmatch(plain):
        raise ValueError("a whole number from 0 to 9,999,999, or nothing where it is not claimed")
    return int(plain)


def together(scheme_id: int, rows: Sequence[Row]) -> SchemeRows:
    """What the rows of a scheme say: counts, or, where every count is nought, that there was nothing to claim."""
    told = [row for row in rows if row.asked.way is not Way.ITSELF and row.count]
    by_itself = any(row.asked.way is Way.ITSELF and row.count for row in rows)
    quantities = tuple(
        Quantity(
            element=row.asked.element.code,
            starts_on=row.first,
            ends_on=None if row.asked.way is Way.CONDITION else row.last,
            count=row.count,
        )
        for row in told
    )
    return SchemeRows(
        scheme_id=scheme_id, row=rows[0].number, quantities=quantities, is_nil=not quantities and not by_itself
    )


def place_of(asked: Sequence[Asked], element: str, first: date, last: date) -> Asked | None:
    """What is asked of an element on these days; None where they lie outside, or over a change of price."""
    for each in asked:
        if each.element.code == element and each.first <= first <= last <= each.last:
            return each
    return None


def days_of(asked: Sequence[Asked], element: str) -> str:
    """The days for which an element is asked, in words."""
    return ", or ".join(each.days for each in asked if each.element.code == element)


Schemes = Mapping[str, tuple[int, Sequence[Asked]]]
"""By reference: the id of a scheme, and what is asked of it."""
