"""What a damaged return is: its name, its file, and the sentence that must be said, with its place."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("service", "practice", "month", "currency", "quantity")
GOOD = (("DIAB", "X82001", "2008-04", "contact", "30"), ("DIAB", "X82002", "2008-04", "contact", "20"))
NHS_NUMBER = "9434765919"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A file, by a name of its own. `says`: part of a sentence about it, `row` and `column` where that is said to be.

    `hides`: what stands in the file and must be repeated nowhere.
    """

    name: str
    file: str
    content: bytes
    says: str
    row: int | None = None
    column: str = ""
    hides: tuple[str, ...] = ()


def as_csv(rows: Sequence[Sequence[str]], *, mark: str = ",", end: str = "\r\n") -> bytes:
    """Rows of texts as a CSV file; a text with the mark in it stands between quotation marks."""
    lines = [mark.join(f'"{cell}"' if mark in cell else cell for cell in row) for row in rows]
    return (end.join(lines) + end).encode()


def with_cell(column: str, text: str, row: int = 3) -> tuple[tuple[str, ...], ...]:
    """The headings and good rows, with another text in one cell; rows count as in the file."""
    rows = [list(each) for each in (HEADINGS, *GOOD)]
    rows[row - 1][HEADINGS.index(column)] = text
    return tuple(map(tuple, rows))
