"""Problems: what is wrong with a file or a form, as values with their place, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in an input, where it stands and what was expected.

    `row` counts as a spreadsheet does: the header is row 1. A problem of a whole file has neither row nor column.
    `value` is what stood there, or an empty text where it must not be repeated (a patient identifier).

    >>> str(Problem(file="services.csv", row=7, column="method", value="capitaton", expected="a known method"))
    'services.csv:7:method: capitaton: a known method'
    """

    file: str
    expected: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        """`file:row:column: value: what was expected`, the form of the command line."""
        return f"{self.file}:{self.row or ''}:{self.column}: {self.value}: {self.expected}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a reader should know that refuses nothing: a warning with a stable code."""

    code: str
    message: str


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file in the order met, then by row and column, so that a person can walk down the sheet."""
    listed = list(problems)
    files = {file: place for place, file in enumerate(dict.fromkeys(p.file for p in listed))}
    return sorted(listed, key=lambda p: (files[p.file], p.row or 0, p.column))
