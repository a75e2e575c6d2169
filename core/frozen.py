"""Tables whose rows nobody may change or delete: triggers on both engines refuse it, whoever asks.

A migration holds the statements as they were when it was written; a test holds both equal.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Table, event

from core.db import Base


def sqlite_triggers(table: str) -> tuple[str, ...]:
    """The statements that freeze a table on SQLite."""
    return tuple(
        f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'what {table} holds is frozen'); END"""
        for name, act in (("stays", "UPDATE"), ("is_kept", "DELETE"))
    )


def postgresql_triggers(room: str, table: str) -> tuple[str, ...]:
    """The statements that freeze a table of a room on PostgreSQL, TRUNCATE included."""
    return (
        f"""CREATE OR REPLACE FUNCTION {room}_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'what ' || TG_TABLE_NAME || ' holds is frozen';
END $body$""",
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {room}_frozen()""",
        f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {room}_frozen()""",
    )


def freeze(room: str, *models: type[Base]) -> None:
    """Freeze the tables of these models of a room as each is made."""
    for model in models:
        event.listen(model.__table__, "after_create", _freezing(room, model.__tablename__))


def _freezing(room: str, name: str) -> Callable[..., None]:
    def freeze_table(_: Table, connection: Connection, **__: object) -> None:
        on_sqlite = connection.dialect.name == "sqlite"
        statements: Sequence[str] = sqlite_triggers(name) if on_sqlite else postgresql_triggers(room, name)
        for statement in statements:
            connection.exec_driver_sql(statement)

    return freeze_table
