"""The matrix page of 60 lines by 5 groups through the test client, against rendering its template from ready values.

Limits: at most twice as long, at most 12 queries, and the same number for 6 lines and 60.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks.national_set import GROUPS, POLICY, SEED, workbook_by
from benchmarks.pages import application_in, queries_counted, ratio_to_template, sign_in, visit
from budgets.method.policy import Policy
from budgets.method.workbook import Workbook
from core.db import db
from core.permissions import Actor
from tests.builders_reading import keep
from tests.builders_rounds import Field

TEMPLATE = "budgets/rounds/calculations/show_matrix.html"
MOST_TIMES = 2.0
MOST_QUERIES = 12


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="matrix-page") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            few, many, field = _kept()
            client = app.test_client()
            queries = _queries(client, field.stranger, few), _queries(client, field.commissioner, many)
            sign_in(field.commissioner)
            ratio, page, template = ratio_to_template(
                app, client, _address(many), "budgets/rounds/calculations/show_matrix.html"
            )
            db.session.remove()
            db.engine.dispose()
    within = ratio <= MOST_TIMES and queries[0] == queries[1] <= MOST_QUERIES
    print(
        f"matrix page, 60 lines × {len(GROUPS)} groups: {page * 1000:.1f} ms against {template * 1000:.1f} ms of its "
        f"template alone: {ratio:.2f} times (at most {MOST_TIMES}); queries for 6 and 60 lines: {queries[0]} and "
        f"{queries[1]} (at most {MOST_QUERIES}, and equal)"
    )
    return 0 if within else 1


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


def _queries(client: FlaskClient, actor: Actor, calculation_id: int) -> int:
    sign_in(actor)
    with queries_counted() as asked:
        visit(client, _address(calculation_id))
    return len(asked)


def _address(calculation_id: int) -> str:
    return f"/budgets/calculations/{calculation_id}/matrix"


if __name__ == "__main__":
    sys.exit(main())
