"""The database: base class of tables, column types, and the one place where an act is committed.

SQLite (embedded, WAL) or PostgreSQL. Money is whole pence in a BIGINT; instants are stored in UTC; enums by value
with a CHECK; constraints have names, so that migrations can find them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from sqlite3 import Connection as SqliteConnection
from typing import TYPE_CHECKING

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session
from typing_extensions import override

from core.audit import append_events, events_of
from core.money import as_decimal, as_pence

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.IGNORECASE)
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables. Table names are singular with the room's package in front: `people_grant`."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Pence(TypeDecorator[Decimal]):
    """Decimal pounds in Python, whole pence in the database. Refuses floats and fractions of a penny."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Turn Decimal pounds into pence, or refuse."""
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"money is Decimal pounds, not {type(value).__name__}")
        return as_pence(value)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Turn pence into Decimal pounds with two decimals."""
        return None if value is None else as_decimal(value)


class Instant(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; refuse an instant without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant has a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def choice(values: type[StrEnum], name: str) -> Enum:
    """A column type for an enum: stored by value, held to its values by a CHECK of that name."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda enum: [member.value for member in enum],
    )


def versioned_by(version: Mapped[int]) -> dict[str, Mapped[int]]:
    """Mapper arguments of a table that people edit: the second of two saves is refused (`submit` says so in words)."""
    return {"version_id_col": version}


@contextmanager
def transaction() -> Iterator[Session]:
    """One act, one commit: whatever happens inside is kept whole with its audit events, or not at all.

    Used in views and commands, nowhere else. A write without an audit event is refused.
    """
    with _writing(audited=True) as session:
        yield session


@contextmanager
def bookkeeping() -> Iterator[Session]:
    """A short transaction for rows that are no business of anybody: counts of wrong passwords, last uses, access."""
    with _writing(audited=False) as session:
        yield session


@contextmanager
def aside(session: Session) -> Iterator[None]:
    """Inside an act: a write that is no business of anybody, such as work the installation asks itself for. Needs no
    event of its own, and does not stand for that of the act.
    """
    session.flush()
    wrote = session.info.get("wrote", False)
    try:
        yield
        session.flush()
    finally:
        session.info["wrote"] = wrote


@contextmanager
def _writing(*, audited: bool) -> Iterator[Session]:
    session: Session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("an act inside an act: only the view or the command opens a transaction")
    session.rollback()
    session.info.update(writing=True, wrote=False, events=[])
    try:
        session.connection(execution_options={"begin": "IMMEDIATE"}).info["act"] = session.info
        yield session
        session.flush()
        if audited and session.info["wrote"] and not events_of(session):
            raise RuntimeError("a write without an audit event: the action must record what it did")
        append_events(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.update(writing=False, events=[])


@event.listens_for(Engine, "before_cursor_execute")
def _note_writes(connection: Connection, _: object, statement: str, *__: object) -> None:
    act = connection.info.get("act")  # of the act that runs, or the last one that ran
    if act is not None and _WRITES.match(statement):
        act["wrote"] = True


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, *_: object) -> None:
    if not isinstance(connection, SqliteConnection):
        return
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")
