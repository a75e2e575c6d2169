"""Queries: the commissioner asks about single figures, the provider answers, the commissioner asks again."""

from dataclasses import dataclass
from datetime import date, datetime

from commissioning.activity.actions.recording import check_own, record_on, tell
from commissioning.activity.models.questions import QUERY_SUBJECT, Query
from commissioning.activity.models.submissions import SUBJECT, Submission
from commissioning.activity.queries.returns import Return, get_return, stands
from commissioning.activity.queries.submissions import get_query, get_submission
from commissioning.activity.rules.asking import QueryState, check_answer_due, check_words
from core.audit import Values
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may
from core.threads.actions import add_comment
from core.threads.models import Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure that is asked about: a service and, as far as it is one of each, month, currency and row of the file."""

    service_id: int
    words: str
    month: str = ""
    currency: str = ""
    row: int | None = None


def query_lines(
    *,
    submission_id: int,
    lines: tuple[Line, ...],
    answer_due_on: date,
    by: Actor,
    at: datetime,
    on: date,
    href: str = "",
) -> list[Query]:
    """Ask the provider about single figures of a submission, with a day for the answer. The figures stay."""
    submission = get_submission(submission_id)
    commissioner_id = submission.expectation.commissioner_id
    check_may(by, Permission.ACCEPT_ACTIVITY, commissioner_id=commissioner_id)
    state = get_return(submission.expectation_id, submission.period, on=on)
    _check_may_ask(submission, state, lines)
    check_answer_due(answer_due_on, on=on)
    asked = [_query(submission, line, by, at=at, answer_due_on=answer_due_on) for line in lines]
    db.session.add_all(asked)
    db.session.flush()
    new: Values = {"queries": len(asked), "number": submission.number, "answer_due_on": answer_due_on.isoformat()}
    record_on(by, "query_lines", (SUBJECT, submission.id), commissioner_id=commissioner_id, new=new)
    _tell_provider(asked, state, href=href, at=at, on=on)
    return asked


def answer_query(*, query_id: int, words: str, by: Actor, at: datetime, on: date) -> Comment:
    """Answer a query. What is said stands in its thread and is never edited."""
    query = get_query(query_id, for_change=True)
    expectation = query.submission.expectation
    check_may(by, Permission.SUBMIT_ACTIVITY, commissioner_id=expectation.commissioner_id)
    check_own(by, expectation.provider_id)
    _check_stands(query, on)
    return _say(query, words, QueryState.ANSWERED, "answer_query", by=by, at=at)


def ask_again(*, query_id: int, words: str, answer_due_on: date, by: Actor, at: datetime, on: date) -> Comment:
    """Ask on about a query whose answer does not suffice, with a new day for the answer."""
    query = get_query(query_id, for_change=True)
    check_may(by, Permission.ACCEPT_ACTIVITY, commissioner_id=query.submission.expectation.commissioner_id)
    if query.state is QueryState.ASKED:
        raise Refusal("This query is not answered yet.")
    _check_stands(query, on)
    check_answer_due(answer_due_on, on=on)
    query.answer_due_on = answer_due_on
    return _say(query, words, QueryState.ASKED, "ask_again", by=by, at=at)


def _query(submission: Submission, line: Line, by: Actor, *, at: datetime, answer_due_on: date) -> Query:
    return Query(
        submission_id=submission.id,
        rule="",
        service_id=line.service_id,
        month=line.month,
        currency=line.currency,
        row=line.row,
        value="",
        asked=check_words(line.words, "your question"),
        asked_by_id=by.person_id,
        asked_at=at,
        answer_due_on=answer_due_on,
        state=QueryState.ASKED,
    )


def _tell_provider(asked: list[Query], state: Return, *, href: str, at: datetime, on: date) -> None:
    tell(
        state.expectation.provider_id,
        Permission.SUBMIT_ACTIVITY,
        key=f"activity.query_lines/{asked[0].id}",
        subject=f"Questions about {state.expectation.name} for {state.due.period}",
        words="\n".join(query.asked for query in asked),
        href=href,
        at=at,
        on=on,
    )


def _say(query: Query, words: str, state: QueryState, act: str, *, by: Actor, at: datetime) -> Comment:
    commissioner_id = query.submission.expectation.commissioner_id
    comment = add_comment(
        subject=QUERY_SUBJECT, subject_id=query.id, words=words, by=by, at=at, commissioner_id=commissioner_id
    )
    old, query.state = query.state.value, state
    db.session.flush()
    new: Values = {"query": query.id, "comment": comment.number, "state": state.value}
    record_on(by, act, (SUBJECT, query.submission_id), commissioner_id=commissioner_id, old={"state": old}, new=new)
    return comment


def _check_may_ask(submission: Submission, state: Return, lines: tuple[Line, ...]) -> None:
    if not lines:
        raise Refusal("Choose at least one figure to ask about.")
    if state.facts.is_frozen:
        raise Refusal(f"{state.due.period} is frozen.")
    for line in lines:
        held = state.standing.get(line.service_id)
        if held is None or held.id != submission.id:
            raise Refusal("A figure you ask about was replaced since, or is not certified. Look at what stands now.")


def _check_stands(query: Query, on: date) -> None:
    submission = query.submission
    state = get_return(submission.expectation_id, submission.period, on=on)
    certified = [each for each in state.submissions if each.is_certified]
    if not stands(query, state.standing, certified):
        raise Refusal("The figure this query asks about was replaced since: there is nothing to answer.")
    if state.facts.is_frozen:
        raise Refusal(f"{state.due.period} is frozen.")
