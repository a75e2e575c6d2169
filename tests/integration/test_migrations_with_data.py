"""Migrations down and up with data in place: the demo year, and a row in every table that it leaves empty.

From the newest revision to the first, each step is taken down, up, and down again with the next; then all of them up.
What stands on both sides of a step must be the same rows with the same values, but for what is named here. A step down
that loses something says so in its docstring, or refuses. Both engines.
"""

import hashlib
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest
from alembic.script import Script, ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from core import clock
from core.audit_trail import queries as trail
from core.db import Base, db
from core.operations import archive
from core.operations.exports import Backup
from core.operations.imports import fill
from core.operations.queries import audit_head, columns_of_money, money_in, one_moment, revision_of, tables_of
from core.operations.scratch import Scratch
from tests.builders_every_table import fill_empty_tables
from tests.conftest import copied_year

FIRST = "0001"
LET_GO = "audit_trail_letting_go"
CHANGED = {
    "0029": {"meetings_attendee.presence"},
    "0040": {"people_grant.ends_on"},
}
"""What a step down changes of what it keeps, as its docstring says."""
Column = tuple[int, str]
Content = Mapping[str, Mapping[str, Column]]
"""Of each column of each table: how many values, and the hash of them in the order of the keys."""


@pytest.fixture
def whole(database: Flask, told_year: Path, tmp_path: Path) -> Flask:
    """A database of either engine with rows in every table but one, with which no step below 0044 is taken."""
    _fill_from(copied_year(told_year, tmp_path), database, tmp_path / "attachments-of-the-year")
    with database.app_context(), db.engine.begin() as connection:
        assert not fill_empty_tables(connection, besides={LET_GO})
    return database


def _fill_from(told: Flask, filled: Flask, attachments: Path) -> None:
    """Bring all rows of one database into another, of whichever engine, as a backup brings them."""
    attachments.mkdir()
    with tempfile.TemporaryFile() as file:
        with told.app_context(), one_moment() as connection:
            file.writelines(archive.stream_of(Backup(connection, version="", made_at=clock.on_the_wall()).pieces()))
        file.seek(0)
        with filled.app_context():
            assert not fill(Scratch(app=filled, attachments=attachments), file).problems


def test_what_stands_on_both_sides_of_a_step_is_kept(whole: Flask) -> None:
    with whole.app_context():
        db.session.remove()
        head, totals = _head(), _totals()
        assert sum(totals.values()) > 0
        above = start = _content()
        assert all(rows for name, columns in start.items() if name != LET_GO for rows, _ in columns.values())
        for step in _steps():
            below = _step(step, above)
            _go(upgrade, step.revision)
            assert not _differing(below, _content()), f"{step.revision} up"
            above = below
        _go(downgrade, FIRST)
        _go(upgrade, _steps()[0].revision)
        assert not _differing(above, _content()), "all the way up"
        assert set(_content()) == set(start)
        assert _head() == head
        assert not trail.first_fault(head)
        kept = {name: total for name, total in _totals().items() if name.partition(".")[0] in above}
        assert kept == {name: totals[name] for name in kept}


def _step(step: Script, above: Content) -> Content:
    """Go down one step; what stands below it. Holds it against what stood above, and the docstring against both."""
    _go(downgrade, str(step.down_revision))
    below = _content()
    assert not _differing(above, below, besides=CHANGED.get(step.revision, ())), f"{step.revision} down"
    gone = [f"{name}.{column}" for name in above for column in above[name] if column not in below.get(name, {})]
    says_so = "lost" in str(step.module.downgrade.__doc__)
    assert not gone or says_so, f"{step.revision}: the docstring of downgrade must say that {gone[0]} … is lost"
    return below


def test_values_that_went_with_a_segment_keep_the_tables_from_going_back(
    whole: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with whole.app_context():
        with db.engine.begin() as connection:
            assert not fill_empty_tables(connection)
        _go(downgrade, "0044")
        before = _content()
        with pytest.raises(SystemExit):
            downgrade(revision="0042")
        assert "Values of sealed segments were let go" in caplog.text
        assert "Nothing was changed" in caplog.text
        with db.engine.connect() as connection:
            assert revision_of(connection) == "0044"
        assert _content() == before


def _steps() -> list[Script]:
    """The migrations but the first, from the newest down."""
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    return [each for each in scripts.walk_revisions() if each.revision != FIRST]


def _go(way: Callable[..., None], revision: str) -> None:
    way(revision=revision)
    db.engine.dispose()  # statements that were prepared for the tables as they were


def _content() -> Content:
    with db.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        found: dict[str, dict[str, Column]] = {}
        for name in sorted(names):
            key = ", ".join(column.name for column in Base.metadata.tables[name].primary_key)
            rows = connection.execute(text(f"SELECT * FROM {name} ORDER BY {key}"))  # noqa: S608 names of ours
            columns = list(rows.keys())
            values = list(zip(*rows.all(), strict=True)) or [()] * len(columns)
            found[name] = {
                column: (len(each), hashlib.sha256(repr(each).encode()).hexdigest())
                for column, each in zip(columns, values, strict=True)
            }
        return found


def _differing(one: Content, other: Content, *, besides: Collection[str] = ()) -> list[str]:
    """The columns that stand in both and differ."""
    return [
        f"{name}.{column}"
        for name in one.keys() & other.keys()
        for column in one[name].keys() & other[name].keys()
        if one[name][column] != other[name][column] and f"{name}.{column}" not in besides
    ]


def _totals() -> dict[str, int]:
    """The totals of all columns of money, in pence."""
    with db.engine.connect() as connection:
        money, found = columns_of_money(), tables_of(connection)
        return {
            f"{name}.{column}": total
            for name, table in found.items()
            for column, total in money_in(connection, table, money[name]).items()
        }


def _head() -> str:
    with db.engine.connect() as connection:
        return audit_head(connection)[1]
