"""Rules of freed-up resources as they are entered: a line a practice, each practice once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.errors import Refusal
from core.problems import Problem

SHEET = "freed_up"
COLUMNS = ("code", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedLine:
    """What a practice freed up, in pounds; None where it could not be read. `row`: in the file."""

    code: str
    amount: Decimal | None
    row: int = 0


def problems_in_lines(lines: Sequence[FreedLine], practices: Collection[str]) -> list[Problem]:
    """Codes that are no practice of the trust, and practices that stand twice.

    >>> [str(each) for each in problems_in_lines([FreedLine(code="X1", amount=Decimal(0), row=2)], [])]
    ['freed_up:2:code: X1: the code of a practice of this trust']
    """
    found, met = [], dict[str, int]()
    for each in lines:
        expected = ""
        if each.code not in practices:
            expected = "the code of a practice of this trust"
        elif each.code in met:
            expected = f"each practice once; it stands in row {met[each.code]} too"
        if expected and each.code:
            found.append(Problem(file=SHEET, row=each.row, column="code", value=each.code, expected=expected))
        met.setdefault(each.code, each.row)
    return found


def check_lines(lines: Sequence[FreedLine], practices: Collection[str]) -> None:
    """Refuse no line at all, lines without an amount, and what `problems_in_lines` finds."""
    if not lines:
        raise Refusal("There is no practice in it. Enter at least one.")
    if any(each.amount is None for each in lines):
        raise Refusal("Enter an amount in pounds; 0 where nothing was freed up.")
    if problems := problems_in_lines(lines, practices):
        first = problems[0]
        raise Refusal(f"{first.value}: expected was {first.expected}.")
