"""Pay scales: what a year's pay is at each point, how points are written, and what refuses a file of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from budgets.intentions.rules.texts import LONGEST_NAME, check_words
from core.errors import Refusal
from core.money import pounds
from core.problems import Problem

_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,18}[A-Za-z0-9])?", re.ASCII)
_MOST_PAY = 100_000_000
SHEET = "pay_points"
COLUMNS = ("code", "name", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine:
    """A point of a pay scale: its code, what it is called, the pay of a whole year in pence (None: unreadable)."""

    code: str
    name: str
    amount: int | None
    row: int = field(default=0, compare=False)


def check_source(source: str) -> str:
    """Where a pay scale comes from, as it is kept; refused where nothing is said."""
    told = check_words(source, "The source", most=500)
    if not told:
        raise Refusal("Say where the pay scale comes from: a circular, a table, and who published it.")
    return told


def problems_in_points(lines: Sequence[PointLine], *, file: str = SHEET) -> Iterator[Problem]:
    """What refuses a file of pay points: codes that are none or stand twice, no name, pay that cannot be."""
    first: dict[str, int] = {}
    for line in lines:
        if not _CODE.fullmatch(line.code):
            yield _at(
                file, line, "code", line.code, "a code of 1 to 20 letters, digits, dots and hyphens, such as 7-MAX"
            )
        if line.code and line.code in first:
            yield _at(file, line, "code", line.code, f"each code once; it stands in row {first[line.code]} too")
        if not line.name.strip() or len(line.name) > LONGEST_NAME:
            yield _at(file, line, "name", line.name, f"a name of at most {LONGEST_NAME} characters")
        if line.amount is None or not 0 < line.amount <= _MOST_PAY:
            value = "" if line.amount is None else pounds(line.amount)
            yield _at(file, line, "amount", value, "a year’s pay above 0.00 and at most 1,000,000.00")
        first.setdefault(line.code, line.row)


def _at(file: str, line: PointLine, column: str, value: str, expected: str) -> Problem:
    return Problem(file=file, row=line.row or None, column=column, value=value, expected=expected)
