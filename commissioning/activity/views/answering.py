"""The page on which a provider answers a query: the figure, what was said, the answer."""

from flask import abort, flash
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from commissioning.activity.actions.querying import answer_query as answer
from commissioning.activity.forms.providing import AnswerForm
from commissioning.activity.models.questions import QUERY_SUBJECT, Query
from commissioning.activity.presented.questions import facts_of
from commissioning.activity.queries.names import names_of
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.submissions import get_query
from commissioning.activity.queries.waiting import list_queries_of
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.views.blueprint import address_of, crumbs_to, views
from commissioning.activity.views.own import own_return
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.threads.queries import comments_on
from core.web import current_actor, page, requires


@views.route("/returns/<int:expectation_id>/<string:month>/queries/<int:query_id>/answer", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def answer_query(expectation_id: int, month: str, query_id: int) -> Response | tuple[str, int]:
    """Answer a query about a figure of one's return."""
    found = own_return(expectation_id, month)
    query = _query_of(found, query_id)
    form = AnswerForm()

    def act() -> str:
        answer(query_id=query.id, words=form.words.data or "", by=current_actor(), at=clock.now(), on=clock.today())
        flash(_left(found))
        return f"{address_of(found)}#queries"

    return submit(form, act) or page(
        "commissioning/activity/answer_query.html",
        form,
        found=found,
        query=query,
        facts=facts_of(query, names_of(found.expectation.commissioner_id), on=clock.today()),
        comments=comments_on(QUERY_SUBJECT, query.id),
        closed=_why_not(found, query),
        crumbs=crumbs_to(found),
    )


def _query_of(found: Return, query_id: int) -> Query:
    """The query of the address; not found where it is about another return."""
    try:
        query = get_query(query_id)
    except NoResultFound:
        abort(404)
    if query.submission_id not in {each.id for each in found.submissions}:
        abort(404)
    return query


def _why_not(found: Return, query: Query) -> str:
    if found.facts.is_frozen:
        return f"{found.due.period} is frozen: its queries are closed."
    if query.id not in {each.id for each in list_queries_of(found)}:
        return "The figure this query asks about was replaced since: there is nothing to answer."
    return ""


def _left(found: Return) -> str:
    left = sum(each.state is QueryState.ASKED for each in list_queries_of(found))
    if not left:
        return "Your answer is with the commissioner. No query is left to answer."
    return f"Your answer is with the commissioner. {left:,} more {'waits' if left == 1 else 'wait'} for one."
