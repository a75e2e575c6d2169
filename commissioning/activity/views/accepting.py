"""What the commissioner does with a return: accept it, ask about its figures, ask for services again, freeze it."""

from datetime import date
from typing import Any

from flask import abort, flash, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from commissioning.activity.actions import accepting as actions
from commissioning.activity.actions.querying import Line, ask_again, query_lines
from commissioning.activity.forms.accepting import (
    AskAgainForm,
    AskToResubmitForm,
    ask_about_form,
)
from commissioning.activity.models.questions import QUERY_SUBJECT, Query
from commissioning.activity.models.submissions import Submission
from commissioning.activity.presented.figures import quantity
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.shown import list_practice_figures, list_service_figures
from commissioning.activity.queries.submissions import get_query, list_queries
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.rules.figures import Figure
from commissioning.activity.rules.states import check_may_accept, check_may_freeze
from commissioning.activity.views.blueprint import (
    address_of,
    crumbs_to,
    may_accept,
    return_in_view,
    views,
    where,
)
from core import clock
from core.errors import OutOfDate, Refusal
from core.forms import Press
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.record_numbers import record_number
from core.tables import number_text
from core.threads.queries import comments_on
from core.web import binding, current_actor, page, requires
from core.wording import upper_first
from core.working_days import add_working_days, time_left

_PATH = "/returns/<int:expectation_id>/<string:month>"
_REPLACED = "A figure you ask about was replaced since. Look at what stands now."


def what_waits(found: Return) -> dict[str, Any]:
    """What the commissioner's part of a return's page says: why it cannot be accepted or frozen yet, its queries."""
    queries = list_queries([each.id for each in found.submissions])
    return {
        "why_not_accept": _refusal_to_accept(found),
        "why_not_freeze": _refusal_to_freeze(found),
        "numbers": sorted({each.number for each in found.standing.values()}),
        "queries": [(each, *_way_of(each, found)) for each in reversed(queries)],
    }


@views.post(f"{_PATH}/accept/<int:number>")
@requires(Permission.ACCEPT_ACTIVITY)
def accept_return(expectation_id: int, month: str, number: int) -> Response:
    """Accept a return as it stands with the submission of that number, which must be the last."""
    found = _accepting(expectation_id, month)
    submission = _submission(found, number)

    def act() -> str:
        actions.accept_return(submission_id=submission.id, by=current_actor(), at=clock.now(), on=clock.today())
        flash(f"{found.expectation.name} for {found.due.period} is accepted.")
        return address_of(found)

    return press(act, address_of(found))


@views.route(f"{_PATH}/ask/<int:number>", methods=["GET", "POST"])
@views.route(f"{_PATH}/ask/<int:number>/<string:service>", methods=["GET", "POST"])
@requires(Permission.ACCEPT_ACTIVITY)
def ask_about(expectation_id: int, month: str, number: int, service: str = "") -> Response | tuple[str, int]:
    """Ask about figures of a submission: of whole services or, of one service, practice by practice."""
    found = _accepting(expectation_id, month)
    submission = _submission(found, number)
    figures = [each for each in _figures(found, service) if each.number == number and each.now is not None]
    form = ask_about_form(figures)

    def act() -> str:
        if form.lost(request.form):
            raise OutOfDate(_REPLACED)
        lines = tuple(_line(figure, question) for figure, question in form.asked())
        asked = query_lines(
            submission_id=submission.id,
            lines=lines,
            answer_due_on=_in_days(form.days.data),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(found),
        )
        flash(f"{'1 query is' if len(asked) == 1 else f'{len(asked)} queries are'} with {_provider(found)}.")
        return address_of(found)

    return submit(form, act) or page(
        "commissioning/activity/ask_about.html",
        form,
        found=found,
        number=number,
        quantity=lambda figure: number_text(quantity(figure.now)),
        service=service,
        services=sorted({(each.service_code, each.service_name) for each in _figures(found, "")}),
        here=where(found),
        crumbs=crumbs_to(found),
    )


@views.route("/queries/<int:query_id>/ask-on", methods=["GET", "POST"])
@requires(Permission.ACCEPT_ACTIVITY)
def ask_on(query_id: int) -> Response | tuple[str, int]:
    """Read the answer to a query, and ask on where it does not suffice."""
    query, found = _query_in_view(query_id)
    form = AskAgainForm()

    def act() -> str:
        ask_again(
            query_id=query.id,
            words=str(form.words.data),
            answer_due_on=_in_days(form.days.data),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
        )
        flash(f"The query is with {_provider(found)} again.")
        return address_of(found)

    return submit(form, act, editing=Editing(record=query, subject="activity_query")) or page(
        "commissioning/activity/ask_on.html",
        form,
        query=query,
        found=found,
        comments=comments_on(QUERY_SUBJECT, query.id),
        may_ask=query.state is QueryState.ANSWERED and not found.facts.is_frozen and _stands(query, found),
        due=time_left(query.answer_due_on, on=clock.today()),
        crumbs=crumbs_to(found),
    )


@views.route(f"{_PATH}/ask-again/<int:number>", methods=["GET", "POST"])
@requires(Permission.ACCEPT_ACTIVITY)
def ask_to_resubmit(expectation_id: int, month: str, number: int) -> Response | tuple[str, int]:
    """Choose services that are to be sent again, with a reason and a day. What stands stays until they come."""
    found = _accepting(expectation_id, month)
    submission = _submission(found, number)
    left = [each.service for each in found.expectation.services if each.service_id not in found.asked_again]
    form = AskToResubmitForm([(each.id, each.name) for each in left])

    def act() -> str:
        actions.ask_to_resubmit(
            submission_id=submission.id,
            service_ids=[one for each in form.services.data or [] if (one := record_number(each)) is not None],
            reason=str(form.reason.data),
            due_on=_in_days(form.days.data),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(found),
        )
        flash(f"{_provider(found)} is asked to send the services again. What stands stays until they come.")
        return address_of(found)

    return submit(form, act) or page(
        "commissioning/activity/ask_to_resubmit.html", form, found=found, crumbs=crumbs_to(found)
    )


@views.route(f"{_PATH}/freeze", methods=["GET", "POST"])
@requires(Permission.ACCEPT_ACTIVITY)
@binding
def freeze_month(expectation_id: int, month: str) -> Response | tuple[str, int]:
    """Say what is not accepted, not answered or owed, and freeze the month for good."""
    found = _accepting(expectation_id, month)
    form = Press()

    def act() -> str:
        actions.freeze_month(
            expectation_id=expectation_id, month=month, by=current_actor(), at=clock.now(), on=clock.today()
        )
        flash(f"{found.due.period} is frozen. What was wrong in it is corrected by an adjustment in a later month.")
        return address_of(found)

    refusal = _refusal_to_freeze(found)
    return submit(form, act) or page(
        "commissioning/activity/freeze_month.html",
        form,
        found=found,
        left=left_open(found),
        why_not=[refusal] if refusal else [],
        crumbs=crumbs_to(found),
    )


def left_open(found: Return) -> list[str]:
    """What freezing leaves as it is, in sentences: not accepted, unanswered, owed, asked again, not returned."""
    facts = found.facts
    missing = [each.service.name for each in found.expectation.services if each.service_id not in found.standing]
    said = [
        (not facts.is_accepted, "The return is not accepted."),
        (not facts.is_certified, "Its last submission is not certified, so it does not count."),
        (bool(facts.open_queries), f"Queries without an answer: {facts.open_queries:,}."),
        (bool(facts.owed_rows), f"Rows the provider owes: {facts.owed_rows:,}."),
        (facts.is_asked_again, "Services that were asked for again have not come."),
        (bool(missing), f"Nothing was returned for {', '.join(missing)}."),
    ]
    return [sentence for holds, sentence in said if holds]


def _accepting(expectation_id: int, month: str) -> Return:
    """The return of the address, for those who decide over it; not found for anybody else."""
    found = return_in_view(expectation_id, month)
    if not may_accept(found):
        abort(404)
    return found


def _submission(found: Return, number: int) -> Submission:
    numbered = {each.number: each for each in found.submissions}
    return numbered[number] if number in numbered else abort(404)


def _query_in_view(query_id: int) -> tuple[Query, Return]:
    try:
        query = get_query(query_id)
    except NoResultFound:
        abort(404)
    return query, _accepting(query.submission.expectation_id, query.submission.period)


def _figures(found: Return, service: str) -> list[Figure]:
    return list_practice_figures(found, service=service) if service else list_service_figures(found)


def _line(figure: Figure, question: str) -> Line:
    """The figure as it is asked about. Whose it is stands in the words of the question alone."""
    about = f"{upper_first(figure.about)}: {question.strip()}" if figure.place and question.strip() else ""
    return Line(
        service_id=figure.service_id,
        words=about or question,
        month=figure.month,
        currency=figure.currency.code,
    )


def _stands(query: Query, found: Return) -> bool:
    if query.service_id is None:
        return any(each.id == query.submission_id for each in found.standing.values())
    held = found.standing.get(query.service_id)
    return held is not None and held.id == query.submission_id


def _way_of(query: Query, found: Return) -> tuple[str, str]:
    """What became of a query, and the page where it is read and asked on."""
    said = query.state_name if _stands(query, found) else "The figure was replaced since"
    if query.state is QueryState.ASKED and _stands(query, found):
        said = f"{said}, due {time_left(query.answer_due_on, on=clock.today())}"
    return said, url_for("activity.ask_on", query_id=query.id)


def _refusal_to_accept(found: Return) -> str:
    try:
        check_may_accept(found.facts)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _refusal_to_freeze(found: Return) -> str:
    try:
        check_may_freeze(
            found.due, is_frozen=found.facts.is_frozen, is_submitted=bool(found.standing), on=clock.today()
        )
    except Refusal as refusal:
        return str(refusal)
    return ""


def _in_days(days: int | None) -> date:
    return add_working_days(clock.today(), days or 0)


def _provider(found: Return) -> str:
    return found.expectation.provider.name
