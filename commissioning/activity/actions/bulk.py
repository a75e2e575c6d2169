"""Many rows at once, the way each engine loads them fastest, in the transaction of the act."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from psycopg import sql
from sqlalchemy import Table, insert

from core.db import db

if TYPE_CHECKING:
    from psycopg import Cursor


def write(table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows of plain values into a table: by COPY on PostgreSQL, by one prepared statement on SQLite.

    Constraints and triggers hold as ever.
    """
    if not rows:
        return
    db.session.flush()
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
        with cast("Cursor[Any]", connection.connection.cursor()) as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return
    prepared = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    connection.exec_driver_sql(str(prepared), list(rows))
