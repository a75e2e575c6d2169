"""A table: what a sheet says, as trimmed text with true row numbers, held in columns of distinct values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.problems import Notice, Problem

Codes = npt.NDArray[np.intp]

MOST_BYTES = 100_000_000
MOST_ROWS = 5_000_000
MOST_COLUMNS = 500


class CannotRead(Exception):
    """A file that cannot be read as a spreadsheet at all. It always carries the problem that says why."""

    def __init__(self, file: str, expected: str, row: int | None = None) -> None:
        super().__init__(expected)
        self.problem = Problem(file=file, row=row, expected=expected)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came over the network: the name it was given and its bytes."""

    name: str
    content: bytes


Source = Path | Upload


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of a column: its distinct texts, and for each row the place of its text among them."""

    values: tuple[str, ...]
    codes: Codes

    def texts(self) -> list[str]:
        """The text of every row."""
        listed: list[str] = np.array(self.values, dtype=object)[self.codes].tolist() if self.values else []
        return listed

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Column":
        """The column of these texts, one a row."""
        places: dict[str, int] = {}
        codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.intp, len(texts))
        return cls(tuple(places), codes)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: `name` as people know it (`services.csv`), header, columns, and the true row number of every row.

    Rows count as a spreadsheet counts them: the header of a plain file is row 1, blank rows count and are left out.
    """

    name: str
    header: tuple[str, ...]
    columns: Mapping[str, Column]
    rows: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its number, as texts by column."""
        texts = [self.columns[name].texts() for name in self.header]
        for row, cells in zip(self.rows, zip(*texts, strict=True), strict=True):
            yield row, dict(zip(self.header, cells, strict=True))

    @classmethod
    def of(cls, name: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> "Table":
        """The table of these rows of text, each as long as the header.

        >>> table = Table.of("groups.csv", ["code", "name"], [(2, ["DAC", "DacCom"]), (4, ["WAT", "WatCom"])])
        >>> list(table.records())[1]
        (4, {'code': 'WAT', 'name': 'WatCom'})
        """
        listed = list(rows)
        columns = {heading: Column.of([cells[place] for _, cells in listed]) for place, heading in enumerate(header)}
        return cls(name, tuple(header), columns, [row for row, _ in listed])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that was read: tables by the name of their sheet (`services`), other texts by file name, what was wrong.

    `is_xlsx`: whether the sheets stood in one XLSX file, whose sheets are named without `.csv`. `is_whole`: whether
    reading came to the end; where it did not, a sheet that is not among the tables may well be in the file.
    """

    is_xlsx: bool = False
    is_whole: bool = True
    tables: Mapping[str, Table]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]
