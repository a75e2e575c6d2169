"""What the page of a return tells everybody it concerns: its submissions and its queries."""

from typing import Any

from flask import url_for

from commissioning.activity.models.questions import Query
from commissioning.activity.presented.questions import queries_table
from commissioning.activity.presented.submissions import submissions_table
from commissioning.activity.queries.names import names_of
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.waiting import list_queries_of
from commissioning.activity.views.blueprint import is_own, where
from core import clock


def seen_by_all(found: Return) -> dict[str, Any]:
    """Tables of submissions and queries; a query leads its provider to the page of its answer."""
    place, own = where(found), is_own(found)
    queries = list_queries_of(found)

    def of_query(query: Query) -> str:
        return url_for("activity.answer_query", **place, query_id=query.id) if own else ""

    return {
        "submissions": submissions_table(
            found.submissions,
            address_of=lambda each: url_for("activity.show_submission", **place, number=each.number),
        ),
        "queries": queries_table(
            queries, names_of(found.expectation.commissioner_id), on=clock.today(), address_of=of_query
        )
        if queries
        else None,
    }
