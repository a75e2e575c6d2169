"""Ways of finding what is wrong in a sheet: repeated keys, unknown codes, codes that cannot be written in a method.

Each gives problems with their place; the files `problems_of_…` say what is looked for where.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from fractions import Fraction
from math import lcm
from typing import Protocol, TypeVar

from core.money import plain
from core.problems import Problem

MARKS = frozenset("+:;/")


class OnRow(Protocol):
    """A record that knows the row of its sheet."""

    @property
    def row(self) -> int:
        """The row, counted as a spreadsheet does."""
        ...


_R = TypeVar("_R", bound=OnRow)


def repeated(
    sheet: str, column: str, records: Iterable[_R], key: Callable[[_R], Hashable], what: str
) -> Iterator[Problem]:
    """A second row for one key, each with the row that came first."""
    first: dict[Hashable, int] = {}
    for record in records:
        of_record = key(record)
        if of_record in first:
            value = " ".join(map(str, of_record)) if isinstance(of_record, tuple) else str(of_record)
            expected = f"one row for each {what}; the first is row {first[of_record]}"
            yield Problem(file=sheet, row=record.row, column=column, value=value.strip(), expected=expected)
        else:
            first[of_record] = record.row


def unknown(
    sheet: str, column: str, records: Iterable[_R], code: Callable[[_R], str], *, known: Collection[str], where: str
) -> Iterator[Problem]:
    """A reference to a code that does not exist."""
    for record in records:
        if code(record) not in known:
            yield Problem(
                file=sheet, row=record.row, column=column, value=code(record), expected=f"a code that stands in {where}"
            )


def unfit_codes(sheet: str, column: str, records: Iterable[_R], code: Callable[[_R], str]) -> Iterator[Problem]:
    """A code that is blank or holds one of the marks with which methods and lists are written."""
    for record in records:
        text = code(record)
        if not text or not MARKS.isdisjoint(text):
            expected = "a code without + : ; or /" if text else "a code"
            yield Problem(file=sheet, row=record.row, column=column, value=text, expected=expected)


def negative(
    sheet: str, column: str, records: Iterable[_R], figure: Callable[[_R], Fraction | int], what: str
) -> Iterator[Problem]:
    """A figure below zero where none can be."""
    for record in records:
        if figure(record).numerator < 0:
            value = plain(figure(record))
            yield Problem(file=sheet, row=record.row, column=column, value=value, expected=f"{what} of 0 or more")


def outside_percent(
    sheet: str, column: str, records: Iterable[_R], percent: Callable[[_R], Fraction | None]
) -> Iterator[Problem]:
    """A percentage outside 0 to 100."""
    for record in records:
        found = percent(record)
        if found is not None and not 0 <= found.numerator <= 100 * found.denominator:
            expected = "a percentage from 0 to 100"
            yield Problem(file=sheet, row=record.row, column=column, value=plain(found), expected=expected)


def not_a_hundred(
    sheet: str, records: Iterable[_R], of: Callable[[_R], str], percent: Callable[[_R], Fraction], what: str
) -> Iterator[Problem]:
    """Percentages of one thing that do not add up to exactly 100; the problem stands at its first row."""
    records_of: dict[str, list[_R]] = defaultdict(list)
    for record in records:
        records_of[of(record)].append(record)
    for code, found in records_of.items():
        percents = [percent(record) for record in found]
        unit = lcm(*(one.denominator for one in percents))
        whole = sum(one.numerator * (unit // one.denominator) for one in percents)
        if whole != 100 * unit:
            expected = f"percentages of {what} {code} that add up to exactly 100"
            value = plain(Fraction(whole, unit))
            yield Problem(file=sheet, row=found[0].row, column="percent", value=value, expected=expected)
