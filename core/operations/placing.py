"""Putting a restored database in the place of the real one: in one step, and never over anything that holds something.

What stood there before is moved aside and kept. SQLite: files are renamed. PostgreSQL: tables change their schema, in
one transaction. Attached files are added first; a file without its row does no harm, a row without its file would.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import OperationalError, connect
from time import monotonic, sleep

from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError as EngineError

from core.db import db
from core.errors import Refusal
from core.operations import queries
from core.operations.exports import bring_to_disk
from core.operations.scratch import Scratch, close

_PATIENCE = 5.0  # seconds in which what was closed may end, and locks be had
_IN_USE = "Somebody is using the database. Stop the server and the worker, then restore. Nothing was changed."
_OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
_RELATIONS = """SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = CAST(:schema AS regnamespace) AND relkind IN ('r', 'p') ORDER BY 1"""
_FUNCTIONS = """SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = CAST(:schema AS regnamespace)
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1"""


def check_place(*, replace: bool) -> None:
    """Refuse to restore where the database holds something, unless that is to be replaced."""
    held = [] if replace else _held()
    if held:
        raise Refusal(
            f"The database holds something already (in {len(held)} tables, {held[0]} among them). Nothing was changed. "
            "To put the backup in its place, and what is there aside, say --replace."
        )


def place_folder() -> Path | None:
    """The folder in which a scratch database can take the place of the real one by its name alone."""
    file = _file_of_sqlite()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    return file.parent if file else None


def put_in_place(scratch: Scratch, *, at: datetime) -> str:
    """Let a scratch database be the database. Where the former one is kept now; an empty text where it held nothing."""
    aside = f"before_restore_{at.astimezone(UTC):%Y%m%d%H%M%S}"
    close(scratch)
    db.session.remove()
    db.engine.dispose()
    with _files_added(scratch.attachments):
        target = _file_of_sqlite()
        if scratch.file is not None and target is not None:
            return _put_file(scratch.file, target, aside)
        try:
            with db.engine.begin() as connection:
                return _put_schema(connection, scratch.schema, aside)
        except EngineError as fault:
            raise Refusal(_IN_USE) from fault


def _put_file(file: Path, target: Path, aside: str) -> str:
    held = _held()
    _alone_with(file)
    kept = target.with_name(f"{target.name}.{aside}")
    if target.exists():
        _alone_with(target)
    file.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o600)
    if held:
        target.rename(kept)
    file.rename(target)
    bring_to_disk(target.parent)
    return str(kept) if held else ""


def _alone_with(file: Path) -> None:
    """Bring all of a SQLite database into its one file; refused while another program has it open."""
    try:
        with closing(connect(file, timeout=1, isolation_level=None)) as connection:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except OperationalError as fault:
        raise Refusal(_IN_USE) from fault
    if mode != "delete":
        raise Refusal(_IN_USE)
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _put_schema(connection: Connection, scratch: str, aside: str) -> str:
    connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE:.0f}s'"))
    if not _alone_on(connection):
        raise Refusal(_IN_USE)
    here = str(connection.execute(text("SELECT quote_ident(current_schema())")).scalar())
    held = queries.tables_with_rows(connection)
    connection.execute(text(f"CREATE SCHEMA {aside}"))
    _move(connection, here, aside)
    _move(connection, scratch, here)
    connection.execute(text(f"DROP SCHEMA {scratch}"))
    if not held:
        connection.execute(text(f"DROP SCHEMA {aside} CASCADE"))
    return f"the schema {aside}" if held else ""


def _alone_on(connection: Connection) -> bool:
    """Whether nobody else is connected. The server takes a moment to notice that a connection was closed."""
    until = monotonic() + _PATIENCE
    while connection.execute(text(_OTHERS)).scalar():
        if monotonic() > until:
            return False
        sleep(0.05)
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
    return True


def _move(connection: Connection, schema: str, to: str) -> None:
    """Move all tables, with their indexes, triggers and counters, and all functions of a schema to another one."""
    for kind, asked in (("TABLE", _RELATIONS), ("FUNCTION", _FUNCTIONS)):
        for name in connection.execute(text(asked), {"schema": schema}).scalars().all():
            connection.execute(text(f"ALTER {kind} {name} SET SCHEMA {to}"))


@contextmanager
def _files_added(restored: Path) -> Iterator[None]:
    """Add the attached files to those there are; should what follows fail, they are taken away again."""
    folder = Path(current_app.config["ATTACHMENTS_DIR"])
    names = sorted(path.name for path in restored.iterdir())
    if names:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    added: list[Path] = []
    try:
        for name in names:
            added += _added(restored / name, folder / name)
        if names:
            bring_to_disk(folder)
        yield
    except BaseException:
        for path in added:
            path.unlink(missing_ok=True)
        raise


def _added(source: Path, target: Path) -> list[Path]:
    if target.exists():
        if target.read_bytes() != source.read_bytes():
            raise Refusal(
                f"In {target.parent} there is another file {target.name} than in the backup. Move it away, then "
                "restore. Nothing was changed."
            )
        return []
    unfinished = target.with_name(f"{target.name}.part")
    with source.open("rb") as read, os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())
    unfinished.rename(target)
    return [target]


def _file_of_sqlite() -> Path | None:
    url = db.engine.url
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _held() -> list[str]:
    """The tables of the real database that hold something. A file that is not there is not made for asking."""
    file = _file_of_sqlite()
    if file is not None and not file.exists():
        return []
    with db.engine.connect() as connection:
        held = queries.tables_with_rows(connection)
    db.engine.dispose()
    return held
