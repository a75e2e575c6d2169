"""The matrix page of 60 lines by 5 groups through the test client, against rendering its template from ready values.

Limits: at most twice as long, at most 12 queries, and the same number for 6 lines and 60.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from flask import Flask, g, render_template, template_rendered
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event

from app import create_app
from benchmarks.national_set import GROUPS, POLICY, SEED, workbook_by
from budgets.method.policy import Policy
from budgets.method.workbook import Workbook
from core.db import db
from core.people.queries import find_actor
from core.permissions import Actor
from core.web import load_actor_with
from tests.builders_reading import keep
from tests.builders_rounds import DAY, Field

MOST_TIMES = 2.0
MOST_QUERIES = 12
PAGES = 40


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="matrix-page") as folder:
        app = _application(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            few, many, field = _kept()
            client = app.test_client()
            queries = _queries(client, field.stranger, few), _queries(client, field.commissioner, many)
            ratio, page, template = _ratio(app, client, field.commissioner, many)
            db.session.remove()
            db.engine.dispose()
    within = ratio <= MOST_TIMES and queries[0] == queries[1] <= MOST_QUERIES
    print(
        f"matrix page, 60 lines × {len(GROUPS)} groups: {page * 1000:.1f} ms against {template * 1000:.1f} ms of its "
        f"template alone: {ratio:.2f} times (at most {MOST_TIMES}); queries for 6 and 60 lines: {queries[0]} and "
        f"{queries[1]} (at most {MOST_QUERIES}, and equal)"
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


def _kept() -> tuple[int, int, Field]:
    """A calculation of 6 lines of one commissioner and one of 60 of another."""
    field = Field()
    workbook = workbook_by(Random(SEED))  # noqa: S311 - the figures shall be the same on every run, not secret
    policy = replace(POLICY, pace=None)
    few = keep(field.stranger, *_cut(workbook, policy))
    many = keep(field.commissioner, workbook, policy)
    return few, many, field


def _cut(workbook: Workbook, policy: Policy) -> tuple[Workbook, Policy]:
    """The same with three services; must-dos and growth make six lines."""
    codes = {service.code for service in workbook.services[1:4]}
    activity = workbook.activity
    kept = [place for place, code in enumerate(activity.service) if code in codes]
    centres = [centre for centre in workbook.cost_centres if centre.service in codes]
    mapped = {centre.code for centre in centres}
    return replace(
        workbook,
        services=tuple(service for service in workbook.services if service.code in codes),
        cost_centres=tuple(centres),
        cost_centre_map=tuple(share for share in workbook.cost_centre_map if share.cost_centre in mapped),
        activity=replace(
            activity,
            **{
                name: [getattr(activity, name)[place] for place in kept]
                for name in ("service", "practice", "month", "currency", "quantity")
            },
            row=(),
        ),
        fixed_shares=tuple(share for share in workbook.fixed_shares if share.service in codes),
        adjustments=tuple(row for row in workbook.adjustments if row.service in codes),
    ), policy


def _sign_in(actor: Actor) -> None:
    """Let every request come from this person, looked up anew each time as a session does."""
    load_actor_with(lambda: find_actor(person_id=actor.person_id, grant_id=actor.grant_id, on=DAY))


def _visit(client: FlaskClient, calculation_id: int) -> None:
    g.pop("actor", None)
    answer = client.get(f"/budgets/calculations/{calculation_id}/matrix")
    if answer.status_code != 200:
        raise RuntimeError(f"the matrix page answered {answer.status_code}")


def _queries(client: FlaskClient, actor: Actor, calculation_id: int) -> int:
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    _sign_in(actor)
    event.listen(db.engine, "before_cursor_execute", note)
    _visit(client, calculation_id)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def _ratio(app: Flask, client: FlaskClient, actor: Actor, calculation_id: int) -> tuple[float, float, float]:
    """The page against its template, turn and turn about; medians, so that a busy machine disturbs both alike."""
    _sign_in(actor)
    values: dict[str, object] = {}

    def note(_: Flask, context: dict[str, object], **__: object) -> None:
        values.update(context)

    with template_rendered.connected_to(note, app):
        _visit(client, calculation_id)
    pages, templates = [], []
    with app.test_request_context(f"/budgets/calculations/{calculation_id}/matrix"):
        for _ in range(PAGES):
            pages.append(_time(lambda: _visit(client, calculation_id)))
            templates.append(_time(lambda: render_template("budgets/rounds/calculations/show_matrix.html", **values)))
    page, template = statistics.median(pages), statistics.median(templates)
    return page / template, page, template


def _time(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
