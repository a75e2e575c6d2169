"""A GET changes no business row and leaves nothing uncommitted: every address that is read, in the demo year."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import Base, db
from core.people.models import Grant
from core.permissions import Role
from tests.architecture.route_access import access_of, demo_application, routes_of

OF_ACCESS = {"agreement_opening", "attachments_reading"}  # who opened a proposal, who took a document away
OF_BOOKKEEPING = {"people_session", "people_failed_sign_in", *OF_ACCESS}


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo year, with a record of every kind."""
    path = tmp_path_factory.mktemp("reading") / "reading.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    return demo_application(path)


def contents(app: Flask) -> dict[str, list[str]]:
    """Every row of every table but those of bookkeeping, read past all sessions."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in OF_BOOKKEEPING
        }


@pytest.mark.parametrize("who", ["visitor", Role.COMMISSIONER, Role.PBC_LEAD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_a_get_changes_nothing(demo: Flask, who: str) -> None:
    before = contents(demo)
    assert before[Grant.__tablename__]
    wrong, left = [], []
    for route in routes_of(demo):
        if route.method != "GET":
            continue
        with demo.app_context():
            access_of(demo, who, route)
            left += [route.rule] if [*db.session.new, *db.session.dirty, *db.session.deleted] else []
        after = contents(demo)
        wrong += [(route.rule, name) for name, rows in after.items() if rows != before[name]]
        before = after
    assert not wrong, f"a GET may append to bookkeeping after its answer, nothing else: {wrong}"
    assert not left, f"nothing is left uncommitted: {left}"
