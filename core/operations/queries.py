"""Reading a database for a backup: its tables as they are, their rows in the order of their keys, what they come to.

Tables are read as the database describes them, not as this version's models do: a backup of an earlier revision is read
in the same way. Every function takes the connection, so that all of it is of one moment.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from core.audit_trail.models import AuditEvent
from core.audit_trail.rules import GENESIS
from core.db import Base, Pence, db
from core.operations.rules.cells import Kind, line_of
from core.operations.rules.manifest import TableSum

REVISIONS = "alembic_version"
_AT_ONCE = 1000
_LOOKING_UP_ON_SQLITE = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '% INSERT ON %'"
_LOOKING_UP_ON_POSTGRESQL = """SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgtype & 4 <> 0 AND c.relnamespace = current_schema()::regnamespace"""
_KINDS: Sequence[tuple[type[TypeEngine[Any]], Kind]] = (
    (Boolean, Kind.YES_NO),
    (Integer, Kind.WHOLE),
    (BigInteger, Kind.WHOLE),
    (DateTime, Kind.INSTANT),
    (Date, Kind.DAY),
    (LargeBinary, Kind.BYTES),
    (String, Kind.TEXT),
)


_COUNTERS = """SELECT t.relname AS table_name, s.oid::regclass::text AS counter,
coalesce(pg_sequence_last_value(s.oid) + 1, 1) AS following
FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class t ON t.oid = d.refobjid
WHERE d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
AND t.relnamespace = current_schema()::regnamespace"""


class Counter(NamedTuple):
    """A sequence of PostgreSQL, and the number it gives next: it gives none twice, whatever was deleted meanwhile."""

    name: str
    following: int


@contextmanager
def one_moment() -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, whatever others write meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def tables_of(connection: Connection) -> dict[str, Table]:
    """The tables of the database but the one of migrations, by name; those last that look up what a new row names."""
    asked, described = inspect(connection), MetaData()
    keys = {name: set(key["constrained_columns"]) for (_, name), key in asked.get_multi_pk_constraint().items()}
    columns = {name: columns for (_, name), columns in asked.get_multi_columns().items() if name != REVISIONS}
    looking_up = _tables_that_look_up(connection)
    return {
        name: Table(
            name,
            described,
            *(Column(each["name"], each["type"], primary_key=each["name"] in keys[name]) for each in columns[name]),
        )
        for name in sorted(columns, key=lambda name: (name in looking_up, name))
    }


def revision_of(connection: Connection) -> str:
    """The migration at which the tables stand; an empty text where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


@cache
def newest_revision() -> str:
    """The last migration of this version of the system."""
    folder = Path(__file__).parents[2] / "migrations"
    return ScriptDirectory(str(folder)).get_current_head() or ""


def tables_with_rows(connection: Connection) -> list[str]:
    """The names of the tables that hold something."""
    return [
        name
        for name, table in tables_of(connection).items()
        if connection.execute(select(text("1")).select_from(table).limit(1)).first()
    ]


def kinds_of(table: Table) -> dict[str, Kind]:
    """What the columns of a table hold, by name, as they are written: the engines may differ in their order.

    TypeError for a type of column that no backup can hold.
    """
    return {column.name: _kind_of(column) for column in sorted(table.columns, key=lambda column: column.name)}


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table as lines, in the order of its key, a thousand in memory at a time."""
    kinds = list(kinds_of(table).values())
    asked = _in_order(table, connection.dialect.name).execution_options(yield_per=_AT_ONCE)
    with closing(connection.execute(asked)) as rows:
        for row in rows:
            yield line_of(kinds, row)


def money_in(connection: Connection, table: Table, columns: Sequence[str]) -> dict[str, int]:
    """The totals of some columns of money of a table, in pence."""
    if not columns:
        return {}
    sums = connection.execute(select(*(func.sum(table.c[name]) for name in columns))).one()
    return {name: int(total or 0) for name, total in zip(columns, sums, strict=True)}


def columns_of_money() -> dict[str, list[str]]:
    """The columns of money of every table, as this version's models have them."""
    return {
        name: sorted(column.name for column in table.columns if isinstance(column.type, Pence))
        for name, table in Base.metadata.tables.items()
    }


def sum_of(connection: Connection, table: Table, money: Sequence[str]) -> TableSum:
    """What a table comes to, read anew from the database; but for the number its next row would get."""
    rows, content = 0, hashlib.sha256()
    for line in lines_of(connection, table):
        rows += 1
        content.update(line)
    return TableSum(
        rows=rows,
        content_hash=content.hexdigest(),
        money=money_in(connection, table, money),
        next_id=None,
    )


def counters_of(connection: Connection) -> dict[str, Counter]:
    """The counters from which tables on PostgreSQL take their ids; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return {}
    found = connection.execute(text(_COUNTERS))
    return {row.table_name: Counter(name=row.counter, following=row.following) for row in found}


def audit_head(connection: Connection) -> tuple[int, str]:
    """How many rows the audit trail has, and the hash of its last one."""
    last = select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    found = connection.execute(last).first()
    return (found[0], found[1]) if found else (0, GENESIS)


def attached_files(connection: Connection) -> Iterator[tuple[str, str]]:
    """Name and hash of every attached file, by name."""
    table: Mapping[str, Table] = Base.metadata.tables
    attachments = table["attachments_attachment"]
    asked = select(attachments.c.stored_name, attachments.c.content_hash).order_by(attachments.c.id)
    for row in connection.execute(asked):
        yield row.stored_name, row.content_hash


def _tables_that_look_up(connection: Connection) -> set[str]:
    """The tables with a trigger on new rows (`core.references`): these are filled when all others are."""
    on_sqlite = connection.dialect.name == "sqlite"
    return set(connection.execute(text(_LOOKING_UP_ON_SQLITE if on_sqlite else _LOOKING_UP_ON_POSTGRESQL)).scalars())


def _kind_of(column: Column[object]) -> Kind:
    for known, kind in _KINDS:
        if isinstance(column.type, known):
            return kind
    raise TypeError(f"no backup can hold {column.table.name}.{column.name} ({column.type})")


def _in_order(table: Table, engine: str) -> Select[tuple[object, ...]]:
    """All rows in the order of the key; texts by their bytes, so that both engines have the same order."""
    by_bytes = "C" if engine == "postgresql" else "BINARY"
    key = [c.collate(by_bytes) if _kind_of(c) is Kind.TEXT else c for c in table.primary_key.columns]
    if not key:
        raise TypeError(f"no backup can hold {table.name}, which has no key")
    return select(*(table.c[name] for name in kinds_of(table))).order_by(*key)
