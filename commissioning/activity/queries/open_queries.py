"""Queries that wait for somebody, by age: the provider for an answer, or the commissioner for a decision."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.questions import Query
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.returns import stands
from commissioning.activity.queries.submissions import list_snapshots, list_submissions, standing_by_service
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.rules.months import Period
from core.clock import in_london
from core.db import db
from core.working_days import working_days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuery:
    """A query that waits. `age`, `overdue`: working days since it was asked, and since the answer's day."""

    query: Query
    expectation: Expectation
    period: Period
    age: int
    overdue: int

    @property
    def waits_for_provider(self) -> bool:
        """Whether the provider has to answer; else the commissioner has to accept, or ask on."""
        return self.query.state is QueryState.ASKED

    @property
    def waits_for(self) -> str:
        """Who has to do something, by name."""
        side = self.expectation.provider if self.waits_for_provider else self.expectation.commissioner
        return side.name


def list_open_queries(expectations: Sequence[Expectation], *, on: date) -> list[OpenQuery]:
    """The queries about these returns that are not settled, the oldest first.

    Those about a figure that was replaced since, or of a frozen month, wait for nobody.
    """
    by_id = {each.id: each for each in expectations}
    rows = (
        select(Query)
        .join(Query.submission)
        .options(joinedload(Query.submission), joinedload(Query.service), joinedload(Query.asked_by))
        .where(Submission.expectation_id.in_(list(by_id)), Query.state != QueryState.SETTLED)
        .order_by(Query.asked_at, Query.id)
    )
    queries = list(db.session.scalars(rows))
    concerned = sorted({query.submission.expectation_id for query in queries})
    since = min((query.submission.period for query in queries), default="")
    submissions: dict[tuple[int, str], list[Submission]] = defaultdict(list)
    for each in list_submissions(concerned, since=since):
        submissions[each.expectation_id, each.period].append(each)
    frozen = {(each.expectation_id, each.period) for each in list_snapshots(concerned, since=since)}
    return [
        _open(query, by_id[query.submission.expectation_id], on)
        for query in queries
        if (key := (query.submission.expectation_id, query.submission.period)) not in frozen
        and stands(query, standing_by_service(submissions[key]), [s for s in submissions[key] if s.is_certified])
    ]


def _open(query: Query, expectation: Expectation, on: date) -> OpenQuery:
    return OpenQuery(
        query=query,
        expectation=expectation,
        period=expectation.period(query.submission.period),
        age=max(0, working_days_between(in_london(query.asked_at).date(), on)),
        overdue=max(0, working_days_between(query.answer_due_on, on)) if query.state is QueryState.ASKED else 0,
    )
