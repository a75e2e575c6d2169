"""A database and its attached files become a sealed file, written whole or not at all."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, Table

from core.attachments.folder import find_file
from core.errors import Refusal
from core.operations import archive, queries
from core.operations.archive import Piece
from core.operations.rules.manifest import Header, Manifest, TableSum
from core.operations.sealing import Lock, seal

_ROWS, _BYTES = 20_000, 1024 * 1024
_UNFINISHED = ".part"


class Backup:
    """A backup as it is made: its pieces one after the other, and the manifest once all of them were given."""

    def __init__(self, connection: Connection, *, version: str, made_at: datetime) -> None:
        self._connection = connection
        self._tables = queries.tables_of(connection)
        self._money = queries.columns_of_money()
        self._counters = queries.counters_of(connection)
        self._files = self._bytes = 0
        self._missing: list[str] = []
        self._sums: dict[str, TableSum] = {}
        self.header = Header(
            revision=queries.revision_of(connection),
            version=version,
            engine=connection.dialect.name,
            made_at=made_at,
            tables={name: queries.kinds_of(table) for name, table in self._tables.items()},
        )

    @property
    def manifest(self) -> Manifest:
        """What the backup comes to."""
        audit_rows, head = queries.audit_head(self._connection)
        return Manifest(
            tables=self._sums,
            attachments=self._files,
            attachment_bytes=self._bytes,
            missing=tuple(self._missing),
            audit_rows=audit_rows,
            audit_head=head,
        )

    def pieces(self) -> Iterator[Piece]:
        """The pieces in the order in which they are written."""
        yield archive.text_piece(archive.HEADER, self.header.as_text())
        for table in self._tables.values():
            yield from self._rows_of(table)
        for name, content_hash in queries.attached_files(self._connection):
            yield from self._file(name, content_hash)
        yield archive.text_piece(archive.MANIFEST, self.manifest.as_text())

    def _rows_of(self, table: Table) -> Iterator[Piece]:
        rows, content = 0, hashlib.sha256()
        for number, lines in enumerate(_in_pieces(queries.lines_of(self._connection, table))):
            rows += len(lines)
            for line in lines:
                content.update(line)
            yield archive.table_piece(table.name, number, lines)
        self._sums[table.name] = TableSum(
            rows=rows,
            content_hash=content.hexdigest(),
            money=queries.money_in(self._connection, table, self._money.get(table.name, [])),
            next_id=counter.following if (counter := self._counters.get(table.name)) else None,
        )

    def _file(self, name: str, content_hash: str) -> Iterator[Piece]:
        content = find_file(name)
        if content is None or hashlib.sha256(content).hexdigest() != content_hash:
            self._missing.append(name)
            return
        self._files += 1
        self._bytes += len(content)
        yield archive.attachment_piece(name, content)


def write_backup(path: Path, lock: Lock, *, version: str, made_at: datetime) -> Manifest:
    """Write a backup of the database and its attached files, as they are at this moment, to a new file."""
    with queries.one_moment() as connection, new_file(path) as file:
        revision = queries.revision_of(connection)
        if revision != newest_revision():
            raise Refusal(
                "The tables are not as this version needs them: run `flask db upgrade`, then make the backup."
            )
        backup = Backup(connection, version=version, made_at=made_at)
        seal(archive.stream_of(backup.pieces()), file, lock)
        return backup.manifest


def newest_revision() -> str:
    """The newest migration of this version."""
    return str(ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head())


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is whole and on the disk, for our own eyes alone (0600)."""
    if path.exists():
        raise Refusal(f"There is a file {path} already. Nothing was written.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + _UNFINISHED)
    opened = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    bring_to_disk(path.parent)


def bring_to_disk(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _in_pieces(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Lines in lists of at most so many rows and about so many bytes."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _BYTES or len(held) >= _ROWS:
            yield held
            held, size = [], 0
    if held:
        yield held
