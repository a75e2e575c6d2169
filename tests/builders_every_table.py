"""A row in every table: what the demo year leaves empty is filled with made-up rows that all constraints take.

What a row may hold is found by trying: columns draw from a few values of their type, or name a row that is there, until
the keys, checks and triggers of the database let it in. Always the same rows for the same database.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    Table,
    func,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError

from core.db import Base, Instant, Pence

TRIES = 3_000
_DAYS = (date(2008, 4, 1), date(2008, 9, 30), date(2009, 3, 31))
_INSTANTS = tuple(datetime(2008, 4, day, 9) for day in (1, 2, 3))  # noqa: DTZ001 as the database keeps them
_WORDS = ("made up", "a", "1", "2008/09", "b" * 64, "[]", "{}", "X1")
_BY_KIND: Sequence[tuple[Any, Sequence[Any]]] = (
    (Boolean, (True, False)),
    (Instant | DateTime, _INSTANTS),
    (Date, _DAYS),
    (LargeBinary, (b"made up",)),
    (Pence | Integer | BigInteger, (0, 1, 2, 4, 16, 100, -1)),
)


def fill_empty_tables(connection: Connection, *, besides: Collection[str] = ()) -> list[str]:
    """Put a row into every empty table but those named; the tables for which no row was found."""
    chance = random.Random(20080401)  # noqa: S311 for tests, and always the same
    waiting = [each for each in Base.metadata.sorted_tables if each.name not in besides and _is_empty(connection, each)]
    for _ in range(2):  # what one table holds may be what another one asks for
        waiting = [each for each in waiting if not _fill(connection, each, chance)]
    return [each.name for each in waiting]


def _fill(connection: Connection, table: Table, chance: random.Random) -> bool:
    named = {column.name: _named_by(connection, column) for column in table.columns}
    if any(not ids and not table.c[name].nullable for name, ids in named.items() if ids is not None):
        return False
    for _ in range(TRIES):
        try:
            with connection.begin_nested():
                _insert(connection, table, _row(table, named, chance))
        except DatabaseError:
            continue
        return True
    return False


def _row(table: Table, named: Mapping[str, Sequence[Any] | None], chance: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        ids = named[column.name]
        if column is table.autoincrement_column and ids is None:
            continue
        if column.nullable and (ids == [] or chance.random() < 0.5):
            row[column.name] = None
        else:
            row[column.name] = chance.choice(ids if ids is not None else _values_of(column))
    return row


def _values_of(column: Column[Any]) -> Sequence[Any]:
    kind = column.type
    if isinstance(kind, Enum):
        return tuple(kind.enums)
    for kinds, values in _BY_KIND:
        if isinstance(kind, kinds):
            return values
    longest = getattr(kind, "length", None) or 100
    return tuple(word for word in _WORDS if len(word) <= longest)


def _named_by(connection: Connection, column: Column[Any]) -> list[Any] | None:
    """What a column may name: values of the column that its key points to; None where it names nothing."""
    keys = list(column.foreign_keys)
    if not keys:
        return None
    to = keys[0].column
    return list(connection.execute(text(f"SELECT {to.name} FROM {to.table.name} ORDER BY 1 LIMIT 60")).scalars())  # noqa: S608


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table.name} ({names}) VALUES ({values})"), dict(row))  # noqa: S608


def _is_empty(connection: Connection, table: Table) -> bool:
    return not connection.execute(select(func.count()).select_from(table)).scalar_one()
