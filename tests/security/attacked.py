"""The demo year as it is attacked: every address that takes something, with a person who is let in, and a way back.

Who is let in where stands in the table of routes and roles. Sessions are begun before the database is copied, so that
everybody is signed in again after each return to the copy.
"""

import csv
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from core import clock
from core.db import db
from tests.architecture.route_access import PEOPLE, TABLE, Route, Session, demo_application, routes_of, signed_in_as

_LATER = ("visitor", "administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address with a method, and the person of the table who is let in; blank where nobody of the demo year is."""

    rule: str
    path: str
    method: str
    who: str

    @property
    def is_for_machines(self) -> bool:
        """Whether it takes tokens alone."""
        return self.rule.startswith("/api/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attacked:
    """The application on the demo year, and a copy of its database to go back to."""

    app: Flask
    database: Path
    kept: Path
    sessions: Mapping[str, Session]
    addresses: tuple[Address, ...]

    def restore(self) -> None:
        """Put the database back as it was."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for beside in ("-wal", "-shm"):
            Path(f"{self.database}{beside}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.database)

    def browser(self, who: str) -> FlaskClient:
        """A browser of that person, who gave the password a moment ago."""
        client = self.app.test_client()
        if self.sessions[who]:
            with client.session_transaction() as session:
                session.update({**self.sessions[who], "confirmed_at": clock.now().isoformat()})
        return client

    def posts(self) -> tuple[Address, ...]:
        """The addresses that take forms."""
        return tuple(each for each in self.addresses if each.method == "POST" and not each.is_for_machines)


def attacked(told: Path, folder: Path, **settings: object) -> Attacked:
    """A copy of the demo year in that folder."""
    database, kept = folder / "attacked.sqlite", folder / "kept.sqlite"
    database.write_bytes(told.read_bytes())
    app = demo_application(database)
    app.config.update(ATTACHMENTS_DIR=str(folder / "attachments"), **settings)
    sessions = {who: signed_in_as(app, who) for who in PEOPLE}
    table = _table()
    addresses = tuple(_address(route, table) for route in routes_of(app))
    with app.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    shutil.copy(database, kept)
    return Attacked(app=app, database=database, kept=kept, sessions=sessions, addresses=addresses)


def _address(route: Route, table: Mapping[tuple[str, str], Mapping[str, str]]) -> Address:
    row = table.get((route.rule, route.method), {})
    let_in = [who for who in PEOPLE if row.get(who) == "open"]
    who = next((each for each in let_in if each not in _LATER), let_in[0] if let_in else "")
    return Address(rule=route.rule, path=route.path, method=route.method, who=who)


def _table() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}
