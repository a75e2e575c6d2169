"""The board of 20 groups × 200 lines through the test client, against rendering its template from ready values.

Every group has answered the total, the split and every line, and disputes ten lines, half of them with a claim.
Limits: at most twice as long, at most 12 queries, also when somebody has just said something, and the same number for
5 groups and for 20.
"""

import sys
import tempfile
from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks.pages import application_in, queries_counted, ratio_to_template, sign_in, visit
from core import clock
from core.db import db, transaction
from core.permissions import Actor
from core.threads.actions import add_comment
from tests.builders_board import a_board_of
from tests.builders_rounds import AT, Field

GROUPS = 20
LINES = 200
TEMPLATE = "budgets/agreement/show_board.html"
MOST_TIMES = 2.0
MOST_QUERIES = 12


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="board-page") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)  # the days to a deadline are counted, and a proposal is answered within weeks
            field = Field()
            few = a_board_of(5, LINES, field.stranger)
            many = a_board_of(GROUPS, LINES, field.commissioner)
            client = app.test_client()
            queries = _queries(client, field.stranger, few), _queries(client, field.commissioner, many)
            sign_in(field.commissioner)
            ratio, page, template = ratio_to_template(app, client, _address(many), TEMPLATE)
            anew = ratio_to_template(
                app, client, _address(many), TEMPLATE, before=lambda: _say_something(field.commissioner, many)
            )[0]
            db.session.remove()
            db.engine.dispose()
    within = max(ratio, anew) <= MOST_TIMES and queries[0] == queries[1] <= MOST_QUERIES
    print(
        f"board, {GROUPS} groups × {LINES} lines: {page * 1000:.1f} ms against {template * 1000:.1f} ms of its "
        f"template alone: {ratio:.2f} times, {anew:.2f} when somebody has just said something (at most {MOST_TIMES}); "
        f"queries for 5 and {GROUPS} groups: {queries[0]} and {queries[1]} (at most {MOST_QUERIES}, and equal)"
    )
    return 0 if within else 1


def _queries(client: FlaskClient, actor: Actor, round_id: int) -> int:
    """How many queries the board takes when somebody has just said something."""
    sign_in(actor)
    visit(client, _address(round_id))  # a calculation stays at hand once it was read, so that it is read here
    _say_something(actor, round_id)
    with queries_counted() as asked:
        visit(client, _address(round_id))
    return len(asked)


def _say_something(actor: Actor, round_id: int) -> None:
    with transaction():
        add_comment(subject="round", subject_id=round_id, anchor="", words="Which months?", by=actor, at=AT)


def _address(round_id: int) -> str:
    return f"/budgets/rounds/{round_id}/board"


if __name__ == "__main__":
    sys.exit(main())
