"""What of a return waits for its provider: queries to answer, services asked for again."""

from collections.abc import Iterable
from datetime import date

from commissioning.activity.models.questions import Query, Request
from commissioning.activity.queries.returns import Return, stands
from commissioning.activity.queries.submissions import list_queries, list_requests
from commissioning.activity.rules.asking import QueryState


def list_queries_of(found: Return) -> list[Query]:
    """The queries about the figures of a return that stand, whatever their state: those to be answered first."""
    certified = [each for each in found.submissions if each.is_certified]
    asked = list_queries([each.id for each in found.submissions])
    standing = [query for query in asked if stands(query, found.standing, certified)]
    return sorted(standing, key=lambda query: (query.state is not QueryState.ASKED, query.answer_due_on, query.id))


def list_open_requests(found: Return) -> list[Request]:
    """What was asked for again and has not come, in the order in which it was asked."""
    requests = list_requests([each.id for each in found.submissions])
    return [each for each in requests if {asked.service_id for asked in each.services} & found.asked_again]


def answer_by(queries: Iterable[Query]) -> date | None:
    """The first day on which one of these queries that is open must be answered; None where none is open."""
    return min((query.answer_due_on for query in queries if query.state is QueryState.ASKED), default=None)
