"""Serving the application with gunicorn, a production-grade server: `flask serve`. Refuses what must not be served.

The demo has its worker beside it; elsewhere a supervisor runs `flask jobs work` (docs/operating.md).
"""

import os
import sys

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate
from sqlalchemy.exc import SQLAlchemyError

from core.cli import refusals_in_words
from core.configuration import check_secret_key, check_site_address
from core.db import db
from core.errors import Refusal
from core.people.actions.demo import check_demo_database, check_no_demo_database

NOT_UP_TO_DATE = "The database is not up to date with this version. Run `flask db upgrade` first, after a backup."
NO_ANSWER = "The database does not answer. Check DATABASE_URL, and whether its server runs."


def serve(app: Flask) -> None:
    """Become the server on HOST and PORT (settings), with a worker beside it in the demo; ends when it is stopped."""
    check_secret_key(app)
    check_site_address(app)
    check_database(app)
    command = [
        *(sys.executable, "-m", "gunicorn", "app:create_served_app()"),
        *("--bind", address_of(app)),
        *("--workers", str(app.config["WORKERS"]), "--threads", str(app.config["THREADS"])),
        *("--worker-class", "gthread", "--timeout", "120", "--log-level", "warning", "--no-control-socket"),
    ]
    db.engine.dispose()
    if app.config["DEMO"]:
        start_worker()
    os.execv(sys.executable, command)  # noqa: S606 our own command, settings checked


def start_worker() -> int:
    """Start a worker that ends when this process does, which becomes the server under the same number; its number."""
    command = (sys.executable, "-m", "flask", "--app", "app", "jobs", "work", "--with-parent", str(os.getpid()))
    return os.posix_spawn(sys.executable, command, os.environ)


def check_database(app: Flask) -> None:
    """Refuse a database that does not answer or lacks a migration; in demo mode one without the mark, else one with."""
    if not is_up_to_date():
        raise Refusal(NOT_UP_TO_DATE)
    if app.config["DEMO"]:
        check_demo_database()
    else:
        check_no_demo_database()
    db.session.rollback()


def is_up_to_date() -> bool:
    """Whether the database stands where the migrations of this version end."""
    migrate: Migrate = current_app.extensions["migrate"].migrate
    heads = ScriptDirectory.from_config(migrate.get_config()).get_heads()
    try:
        with db.engine.connect() as connection:
            return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)
    except SQLAlchemyError as error:
        raise Refusal(NO_ANSWER) from error


def address_of(app: Flask) -> str:
    """Host and port as they stand in an address: `127.0.0.1:8000`, `[::1]:8000`."""
    host: str = app.config["HOST"]
    return f"[{host}]:{app.config['PORT']}" if ":" in host else f"{host}:{app.config['PORT']}"


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Serve the application on HOST and PORT (settings) until stopped."""
    with refusals_in_words():
        serve(current_app)
