"""How the cells of a row are written in a backup: one line of JSON a row, the same from both engines. Pure.

Whole numbers (money is whole pence) and texts stand as they are, days and instants in ISO 8601, bytes in base 64.
Instants are written as they are stored, in UTC.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from core.errors import Refusal

Cell = int | str | bool | bytes | date | datetime | None


class Kind(StrEnum):
    """What the cells of a column are."""

    WHOLE = "whole number"
    TEXT = "text"
    YES_NO = "yes or no"
    DAY = "day"
    INSTANT = "instant"
    BYTES = "bytes"


class DamagedBackup(Refusal):
    """A backup that does not hold what was put into it."""


_TYPES: Mapping[Kind, type] = {
    Kind.WHOLE: int,
    Kind.TEXT: str,
    Kind.YES_NO: bool,
    Kind.DAY: date,
    Kind.INSTANT: datetime,
    Kind.BYTES: bytes,
}
_WRITE: Mapping[Kind, Callable[..., object]] = {
    Kind.DAY: date.isoformat,
    Kind.INSTANT: datetime.isoformat,
    Kind.BYTES: lambda content: b64encode(content).decode("ascii"),
}
_READ: Mapping[Kind, Callable[..., Cell]] = {
    Kind.DAY: date.fromisoformat,
    Kind.INSTANT: datetime.fromisoformat,
    Kind.BYTES: lambda text: b64decode(text.encode("ascii"), validate=True),
}

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: `json.dumps` would make one for each row."""


def line_of(kinds: Sequence[Kind], cells: Sequence[object]) -> bytes:
    r"""A row as a line. TypeError where a cell is not what its column says: SQLite would hold it all the same.

    >>> line_of([Kind.WHOLE, Kind.TEXT, Kind.DAY], [1, "£", date(2008, 4, 1)])
    b'[1,"\xc2\xa3","2008-04-01"]\n'
    """
    written = [_written(kind, cell) for kind, cell in zip(kinds, cells, strict=True)]
    return _ENCODER.encode(written).encode() + b"\n"


def cells_of(kinds: Sequence[Kind], line: bytes) -> list[Cell]:
    """The cells of a line. Refused as damaged where it was not written so.

    >>> cells_of([Kind.WHOLE, Kind.DAY], b'[1,"2008-04-01"]')
    [1, datetime.date(2008, 4, 1)]
    """
    try:
        read = json.loads(line)
        if not isinstance(read, list):
            raise TypeError("a row is a list")
        return [_read(kind, cell) for kind, cell in zip(kinds, read, strict=True)]
    except (ValueError, TypeError, RecursionError) as fault:
        raise DamagedBackup("The backup is damaged: a row in it cannot be read.") from fault


def _written(kind: Kind, cell: object) -> object:
    if cell is None:
        return None
    if type(cell) is not _TYPES[kind]:
        raise TypeError(f"a {kind.value} is held as {type(cell).__name__}")
    write = _WRITE.get(kind)
    return write(cell) if write else cell


def _read(kind: Kind, cell: Any) -> Cell:
    if cell is None:
        return None
    read = _READ.get(kind)
    held: Cell = read(cell) if read and isinstance(cell, str) else cell
    if type(held) is not _TYPES[kind]:
        raise TypeError(f"a {kind.value} is written as {type(cell).__name__}")
    return held
