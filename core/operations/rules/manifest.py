"""What a backup says of itself: its header and its manifest, and what is wrong where a restored one differs. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from core.canonical import canonical_text
from core.errors import Refusal
from core.operations.rules.cells import DamagedBackup, Kind
from core.wording import sterling

FORMAT = 1
UNREADABLE = "The backup is damaged: what it says of itself cannot be read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What comes first: the form of the file, the revision of the tables, which they are, when and by which version.

    `tables`: the columns of each table in the order in which they are written, with what they hold.
    """

    revision: str
    version: str
    engine: str
    made_at: datetime
    tables: Mapping[str, Mapping[str, Kind]]

    def as_text(self) -> str:
        """The header as JSON."""
        values = {name: getattr(self, name) for name in ("revision", "version", "engine", "tables")}
        return json.dumps({"format": FORMAT, "made_at": self.made_at.isoformat(), **values}, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSum:
    """What a table comes to: rows, SHA-256 of its lines in the order of its key, money of each column in pence, and the
    number its next row would get (none where it does not count them itself).
    """

    rows: int
    content_hash: str
    money: Mapping[str, int]
    next_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What comes last: what each table comes to, the attached files, and the head of the audit trail at that moment.

    `missing`: names of files that rows told of and that could not be found, or were damaged, when the backup was made.
    """

    tables: Mapping[str, TableSum]
    attachments: int
    attachment_bytes: int
    missing: tuple[str, ...]
    audit_rows: int
    audit_head: str

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def money(self) -> dict[str, int]:
        """The totals of money in pence, by `table.column`, in alphabetical order."""
        sums = {f"{name}.{column}": pence for name, t in self.tables.items() for column, pence in t.money.items()}
        return dict(sorted(sums.items()))

    def as_text(self) -> str:
        """The manifest as JSON."""
        return canonical_text(asdict(self))


def header_in(text: bytes) -> Header:
    """Read a header back. Refuses a form of file that is newer than this version."""
    try:
        values: dict[str, Any] = json.loads(text)
        form = values.pop("format")
        if type(form) is int and form > FORMAT:
            raise Refusal("The backup was made by a newer version of this system. Restore it with that version.")
        if form != FORMAT:
            raise ValueError("an unknown form")
        tables = {
            str(name): {str(column): Kind(kind) for column, kind in columns.items()}
            for name, columns in values.pop("tables").items()
        }
        made_at = datetime.fromisoformat(values.pop("made_at"))
        return Header(made_at=made_at, tables=tables, **{name: str(value) for name, value in values.items()})
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise DamagedBackup(UNREADABLE) from fault


def manifest_in(text: bytes) -> Manifest:
    """Read a manifest back."""
    try:
        values: dict[str, Any] = json.loads(text)
        return Manifest(
            tables={str(name): _sum_in(table) for name, table in values["tables"].items()},
            attachments=_whole(values["attachments"]),
            attachment_bytes=_whole(values["attachment_bytes"]),
            missing=tuple(str(name) for name in values["missing"]),
            audit_rows=_whole(values["audit_rows"]),
            audit_head=str(values["audit_head"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise DamagedBackup(UNREADABLE) from fault


def _sum_in(values: dict[str, Any]) -> TableSum:
    return TableSum(
        rows=_whole(values["rows"]),
        content_hash=str(values["content_hash"]),
        money={str(column): _whole(pence) for column, pence in values["money"].items()},
        next_id=None if values["next_id"] is None else _whole(values["next_id"]),
    )


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value


def problems_in_tables(told: Mapping[str, TableSum], found: Mapping[str, TableSum]) -> list[str]:
    """What is wrong with tables that were restored, as sentences; none where all is as the backup says."""
    problems = [
        f"{name}: the backup holds it, and says nothing about it" for name in sorted(found.keys() - told.keys())
    ]
    problems += [f"{name}: the backup tells of it, and does not hold it" for name in sorted(told.keys() - found.keys())]
    for name in sorted(told.keys() & found.keys()):
        problems += _problems_in_table(name, told[name], found[name])
    return problems


def _problems_in_table(name: str, told: TableSum, found: TableSum) -> list[str]:
    if told.rows != found.rows:
        return [f"{name}: {found.rows} rows instead of {told.rows}"]
    problems = [
        f"{name}: {column} comes to {_pounds(found.money.get(column))} instead of {_pounds(told.money.get(column))}"
        for column in sorted(told.money.keys() | found.money.keys())
        if told.money.get(column) != found.money.get(column)
    ]
    if told.content_hash != found.content_hash:
        problems.append(f"{name}: what its rows hold is not what was put into the backup")
    return problems


def _pounds(pence: int | None) -> str:
    return "nothing" if pence is None else sterling(pence)
