"""What was sealed becomes rows and files of a scratch database. What is not as backups are written ends it at once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DatabaseError

from core.db import db
from core.errors import Refusal
from core.operations import archive, queries
from core.operations.archive import Member
from core.operations.rules.cells import DamagedBackup, Kind, cells_of
from core.operations.rules.manifest import Header, Manifest, header_in, manifest_in, problems_in_tables
from core.operations.scratch import Scratch, migrate_to

_AT_ONCE = 1000
_NEWER = "The backup was made by a newer version of this system (tables at {}). Restore it with that version."
_OTHER_TABLES = "The backup holds other tables than its version has, so nothing of it was used."
_REFUSED_ROWS = "The backup holds rows that the tables refuse, so nothing of it was used."
_FOREIGN_KEYS = """SELECT conrelid::regclass::text AS name,
string_agg('DROP CONSTRAINT ' || quote_ident(conname), ', ') AS away,
string_agg('ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid), ', ') AS back
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace GROUP BY 1 ORDER BY 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a scratch database was filled with: what the backup says of itself, and what differs from that."""

    header: Header
    manifest: Manifest
    problems: list[str]


def fill(scratch: Scratch, content: IO[bytes]) -> Filled:
    """Fill an empty scratch database, in whose context we are, and compare it with what the backup says."""
    members = archive.members_of(content)
    header = header_in(next(members).whole())
    _check_revision(header.revision)
    migrate_to(header.revision)
    try:
        with db.engine.begin() as connection:
            return _fill(connection, header, members, scratch.attachments)
    except DatabaseError as fault:
        raise DamagedBackup(_REFUSED_ROWS) from fault


def _fill(connection: Connection, header: Header, members: Iterator[Member], attachments: Path) -> Filled:
    tables = queries.tables_of(connection)
    if {name: queries.kinds_of(table) for name, table in tables.items()} != header.tables:
        raise DamagedBackup(_OTHER_TABLES)
    with _references_checked_last(connection):
        manifest = _take(connection, tables, members, attachments)
    money = {name: list(told.money) for name, told in manifest.tables.items()}
    if any(set(columns) - set(header.tables.get(name, ())) for name, columns in money.items()):
        raise DamagedBackup(_OTHER_TABLES)
    found = {name: queries.sum_of(connection, table, money.get(name, [])) for name, table in tables.items()}
    problems = problems_in_tables(manifest.tables, found)
    if not problems:
        _go_on_counting(connection, tables, manifest)
    return Filled(header=header, manifest=manifest, problems=problems)


def _take(
    connection: Connection, tables: Mapping[str, Table], members: Iterator[Member], attachments: Path
) -> Manifest:
    """Take up member after member; the manifest, which is the last one."""
    last = b""
    for member in members:
        if member.kind == "attachment":
            _keep(member, attachments / member.name)
        elif member.kind == archive.MANIFEST:
            last = member.whole()
        elif member.name not in tables:
            raise DamagedBackup(_OTHER_TABLES)
        else:
            _insert(connection, tables[member.name], member.lines())
    return manifest_in(last)


def _insert(connection: Connection, table: Table, lines: Sequence[bytes]) -> None:
    kinds: Mapping[str, Kind] = queries.kinds_of(table)
    for start in range(0, len(lines), _AT_ONCE):
        rows = [
            dict(zip(kinds, cells_of(list(kinds.values()), line), strict=True))
            for line in lines[start : start + _AT_ONCE]
        ]
        connection.execute(insert(table), rows)


def _keep(member: Member, path: Path) -> None:
    """Write an attached file; its name was held to be one of ours, which leads out of no folder."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise DamagedBackup(f"The backup holds the attached file {member.name} twice.") from fault
    with os.fdopen(opened, "wb") as file:
        for block in member.blocks():
            file.write(block)


def _check_revision(revision: str) -> None:
    try:
        ScriptDirectory(current_app.extensions["migrate"].directory).get_revision(revision)
    except CommandError as fault:
        raise Refusal(_NEWER.format(revision)) from fault


@contextmanager
def _references_checked_last(connection: Connection) -> Iterator[None]:
    """Let rows come in any order, and check afterwards that whatever they name is there."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        yield
        if connection.execute(text("PRAGMA foreign_key_check")).first():
            raise DamagedBackup(_REFUSED_ROWS)
        return
    tables = connection.execute(text(_FOREIGN_KEYS)).all()
    for table in tables:
        connection.execute(text(f"ALTER TABLE {table.name} {table.away}"))
    yield
    for table in tables:
        connection.execute(text(f"ALTER TABLE {table.name} {table.back}"))


def _go_on_counting(connection: Connection, tables: Mapping[str, Table], manifest: Manifest) -> None:
    """Let PostgreSQL count on where the backup left off, so that no number is given twice."""
    for name, counter in queries.counters_of(connection).items():
        highest = connection.execute(select(func.max(tables[name].c["id"]))).scalar() or 0
        last = max(highest, (manifest.tables[name].next_id or 1) - 1)
        if last:
            connection.execute(text("SELECT setval(:counter, :last)"), {"counter": counter.name, "last": last})
