"""A scratch database beside the real one: made by the migrations, filled, checked, and thrown away or put in place.

For SQLite it is a file in a folder of its own; for PostgreSQL a schema of its own in the same database. Either has a
small application of its own, so that queries of other rooms work on it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.schema import CreateSchema, DropSchema

from core.db import db
from core.errors import Refusal

_NO_RIGHT = "The account in DATABASE_URL may not make a schema in this database, in which to check the backup: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """A scratch database. `app`: the application on it; `file` for SQLite, `schema` for PostgreSQL, the other empty;
    `attachments`: the folder of its attached files.
    """

    app: Flask
    attachments: Path
    file: Path | None = None
    schema: str = ""


@contextmanager
def scratch_database(near: Path | None = None) -> Iterator[Scratch]:
    """An empty scratch database on the engine this installation runs on; gone afterwards unless put in place.

    `near`: the folder on whose disk it is made; by default where temporary files go.
    """
    with TemporaryDirectory(prefix=".scratch-", dir=near) as folder:
        attachments = Path(folder) / "attachments"
        attachments.mkdir(mode=0o700)
        if db.engine.dialect.name == "sqlite":
            file = Path(folder) / "scratch.sqlite"
            app = _app_on(f"sqlite:///{file}", attachments)
            yield from _closed_after(Scratch(app=app, file=file, attachments=attachments))
        else:
            with _schema() as name:
                url = current_app.config["SQLALCHEMY_DATABASE_URI"]
                app = _app_on(url, attachments, connect_args={"options": f"-csearch_path={name}"})
                yield from _closed_after(Scratch(app=app, schema=name, attachments=attachments))


def migrate_to(revision: str) -> None:
    """Bring the tables of the database in whose context we are to a revision."""
    upgrade(directory=current_app.extensions["migrate"].directory, revision=revision)
    db.session.remove()


def _app_on(url: str, attachments: Path, **engine: object) -> Flask:
    app = Flask("scratch", root_path=current_app.root_path)
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, **engine},
        ATTACHMENTS_DIR=str(attachments),
    )
    db.init_app(app)
    Migrate(app, db, directory=current_app.extensions["migrate"].directory)
    return app


def _closed_after(scratch: Scratch) -> Iterator[Scratch]:
    try:
        yield scratch
    finally:
        close(scratch)


def close(scratch: Scratch) -> None:
    """End all connections to a scratch database."""
    with scratch.app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _schema() -> Iterator[str]:
    name = f"scratch_{secrets.token_hex(8)}"
    try:
        with db.engine.begin() as connection:
            connection.execute(CreateSchema(name))
    except ProgrammingError as fault:
        raise Refusal(f"{_NO_RIGHT}{str(fault.orig).strip()}.") from fault
    try:
        yield name
    finally:
        with db.engine.begin() as connection:
            connection.execute(DropSchema(name, cascade=True, if_exists=True))
