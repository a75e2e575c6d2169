"""A GET changes no business row and leaves nothing uncommitted: every address that is read, in the demo year."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, literal_column, select

from core.db import Base, db
from core.people.models import Grant
from core.permissions import Role
from tests.architecture.route_access import access_of, demo_application, routes_of, signed_in_as

# who opened or took what away, and who was refused
OF_ACCESS = {"agreement_opening", "attachments_reading", "audit_trail_file_taken", "audit_trail_refused_request"}
OF_BOOKKEEPING = {"people_session", "people_failed_sign_in", *OF_ACCESS}


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo year, with a record of every kind."""
    path = tmp_path_factory.mktemp("reading") / "reading.sqlite"
    path.write_bytes(told_year.read_bytes())
    return demo_application(path)


def contents(app: Flask) -> dict[str, list[str]]:
    """Every row of every table but those of bookkeeping, read past all sessions."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(literal_column("*")).select_from(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in OF_BOOKKEEPING
        }


def commits_beside(watch: Connection) -> int:
    """A number that changes whenever another connection has committed something: where it stays, nothing changed."""
    number = int(watch.exec_driver_sql("PRAGMA data_version").scalar_one())
    watch.rollback()
    return number


@pytest.mark.parametrize("who", ["visitor", Role.COMMISSIONER, Role.PBC_LEAD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_a_get_changes_nothing(demo: Flask, who: str) -> None:
    before = contents(demo)
    assert before[Grant.__tablename__]
    with demo.app_context():
        watch = db.engine.connect()
    signed_in = signed_in_as(demo, who)
    seen = commits_beside(watch)
    wrong, left = [], []
    for route in routes_of(demo):
        if route.method != "GET":
            continue
        with demo.app_context():
            access_of(demo, who, route, signed_in)
            left += [route.rule] if [*db.session.new, *db.session.dirty, *db.session.deleted] else []
        if seen == (seen := commits_beside(watch)):
            continue
        after = contents(demo)
        wrong += [(route.rule, name) for name, rows in after.items() if rows != before[name]]
        before = after
    watch.close()
    assert not wrong, f"a GET may append to bookkeeping after its answer, nothing else: {wrong}"
    assert not left, f"nothing is left uncommitted: {left}"
