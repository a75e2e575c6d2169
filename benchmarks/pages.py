"""What benchmarks of a page share: its application, who looks, how queries are counted and time is taken."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, g, render_template, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event

from app import create_app
from core.db import db
from core.people.queries import find_actor
from core.permissions import Actor
from core.web import load_actor_with
from tests.builders_rounds import DAY

PAGES = 40
SIGNED_WITH = "a key for measuring alone, which opens nothing"


def application_in(folder: Path) -> Flask:
    """The application on a fresh database in that folder."""
    return application_on(f"sqlite:///{folder / 'measured.sqlite'}")


def application_on(address: str) -> Flask:
    """The application on the database at that address."""
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": SIGNED_WITH,
            "DEMO": False,
            "DATABASE_URL": address,
        }
    )


def sign_in(actor: Actor) -> None:
    """Let every request come from this person, looked up anew each time as a session does."""
    load_actor_with(lambda: find_actor(person_id=actor.person_id, grant_id=actor.grant_id, on=DAY))


def visit(client: FlaskClient, address: str) -> None:
    """Ask for a page and get it."""
    g.pop("actor", None)
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


@contextmanager
def queries_counted() -> Iterator[list[str]]:
    """The SELECT statements that run meanwhile."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def queries_of(client: FlaskClient, actor: Actor, asked: str) -> list[str]:
    """The queries of a page for a reader once a calculation is at hand, as it stays after its first reading."""
    sign_in(actor)
    visit(client, asked)
    with queries_counted() as seen:
        visit(client, asked)
    return seen


def ratio_to_template(
    app: Flask, client: FlaskClient, address: str, template: str, *, before: Callable[[], object] = lambda: None
) -> tuple[float, float, float]:
    """The page against its template, turn and turn about: their ratio, and the median seconds of each.

    `before`: what is done before each visit and not measured. The processor's time is taken: on a machine that others
    use as well, the clock on the wall says little.
    """
    values: dict[str, object] = {}

    def note(_: Flask, context: dict[str, object], **__: object) -> None:
        values.update(context)

    with template_rendered.connected_to(note, app):
        visit(client, address)
    pages, templates = [], []
    with app.test_request_context(address):
        for _ in range(PAGES):
            before()
            pages.append(_time(lambda: visit(client, address)))
            templates.append(_time(lambda: render_template(template, **values)))
    page, alone = statistics.median(pages), statistics.median(templates)
    return page / alone, page, alone


def _time(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start
