"""The board of 20 groups × 200 lines through the test client, against rendering its template from ready values.

Every group has answered the total, the split and every line, and disputes ten lines, half of them with a claim.
Limits: at most twice as long, at most 12 queries, also when somebody has just said something, and the same number for
5 groups and for 20.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, g, render_template, template_rendered
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event

from app import create_app
from core import clock
from core.db import db, transaction
from core.people.queries import find_actor
from core.permissions import Actor
from core.threads.actions import add_comment
from core.web import load_actor_with
from tests.builders_board import a_board_of
from tests.builders_rounds import AT, DAY, Field

GROUPS = 20
LINES = 200
MOST_TIMES = 2.0
MOST_QUERIES = 12
PAGES = 40


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="board-page") as folder:
        app = _application(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)  # the days to a deadline are counted, and a proposal is answered within weeks
            field = Field()
            few = a_board_of(5, LINES, field.stranger)
            many = a_board_of(GROUPS, LINES, field.commissioner)
            client = app.test_client()
            queries = _queries(client, field.stranger, few), _queries(client, field.commissioner, many)
            ratio, page, template = _ratio(app, client, field.commissioner, many)
            db.session.remove()
            db.engine.dispose()
    within = ratio <= MOST_TIMES and queries[0] == queries[1] <= MOST_QUERIES
    print(
        f"board, {GROUPS} groups × {LINES} lines: {page * 1000:.1f} ms against {template * 1000:.1f} ms of its "
        f"template alone: {ratio:.2f} times (at most {MOST_TIMES}); queries for 5 and {GROUPS} groups: "
        f"{queries[0]} and {queries[1]} (at most {MOST_QUERIES}, and equal)"
    )
    return 0 if within else 1


def _application(folder: Path) -> Flask:
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "a key for measuring alone, which opens nothing",
            "DEMO": False,
            "DATABASE_URL": f"sqlite:///{folder / 'measured.sqlite'}",
        }
    )


def _sign_in(actor: Actor) -> None:
    """Let every request come from this person, looked up anew each time as a session does."""
    load_actor_with(lambda: find_actor(person_id=actor.person_id, grant_id=actor.grant_id, on=DAY))


def _visit(client: FlaskClient, round_id: int) -> None:
    g.pop("actor", None)
    answer = client.get(f"/budgets/rounds/{round_id}/board")
    if answer.status_code != 200:
        raise RuntimeError(f"the board answered {answer.status_code}")


def _queries(client: FlaskClient, actor: Actor, round_id: int) -> int:
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    _sign_in(actor)
    _visit(client, round_id)  # a calculation stays at hand once it was read, so that it is read here
    with transaction():
        add_comment(subject="round", subject_id=round_id, anchor="", words="Which months?", by=actor, at=AT)
    event.listen(db.engine, "before_cursor_execute", note)
    _visit(client, round_id)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def _ratio(app: Flask, client: FlaskClient, actor: Actor, round_id: int) -> tuple[float, float, float]:
    """The page against its template, turn and turn about; medians, so that a busy machine disturbs both alike."""
    _sign_in(actor)
    values: dict[str, object] = {}

    def note(_: Flask, context: dict[str, object], **__: object) -> None:
        values.update(context)

    with template_rendered.connected_to(note, app):
        _visit(client, round_id)
    pages, templates = [], []
    with app.test_request_context(f"/budgets/rounds/{round_id}/board"):
        for _ in range(PAGES):
            pages.append(_time(lambda: _visit(client, round_id)))
            templates.append(_time(lambda: render_template("budgets/agreement/show_board.html", **values)))
    page, template = statistics.median(pages), statistics.median(templates)
    return page / template, page, template


def _time(act: Callable[[], object]) -> float:
    """The processor's time: on a machine that others use as well, the clock on the wall says little."""
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
