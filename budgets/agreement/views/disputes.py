"""Pages of a dispute: both sides' figures, what other methods would give, the thread, and what became of it."""

from typing import Any

from flask import Blueprint, abort, flash, url_for
from werkzeug.wrappers import Response

from budgets.agreement.actions import disputes as actions
from budgets.agreement.forms.disputes import DecideForm, WithdrawDisputeForm
from budgets.agreement.presented.stances import OUTCOME_TAGS
from budgets.agreement.presented.what_if import Offered, what_if_in_words, what_if_table
from budgets.agreement.queries.positions import list_outcomes
from budgets.agreement.queries.what_if import line_by_every_method
from budgets.agreement.rules.outcomes import OUTCOME_NAMES, OutcomeKind
from budgets.agreement.rules.positions import in_a_sentence
from budgets.agreement.rules.stances import REASON_NAMES
from budgets.agreement.views.disputes_seen import DisputeSeen, seen_dispute
from budgets.agreement.views.reach import links_of
from budgets.method.words import in_words
from budgets.rounds.queries import list_calculations
from budgets.sources.rules.descriptions import GRADE_MEANINGS, GRADE_NAMES
from core import clock
from core.errors import OutOfDate
from core.one_use import submit
from core.permissions import Permission
from core.record_numbers import record_number
from core.threads.forms import CommentForm
from core.web import binding, current_actor, page, requires, restricted

views = Blueprint("disputes", __name__, url_prefix="/budgets/disputes/<int:position_id>")


@views.get("")
@requires(Permission.SEE_PROPOSALS)
@restricted
def show_dispute(position_id: int) -> tuple[str, int]:
    """Show a dispute: what is offered, what is claimed, what other methods would give, what was said, the outcome."""
    return _page(seen_dispute(position_id), CommentForm())


@views.post("/comment")
@requires(Permission.COMMENT)
def comment_on_dispute(position_id: int) -> Response | tuple[str, int]:
    """Say something about a dispute."""
    found = seen_dispute(position_id)
    form = CommentForm()

    def act() -> str:
        comment = actions.comment_on_dispute(
            position_id=position_id, words=str(form.words.data or ""), by=current_actor(), at=clock.now()
        )
        return url_for(".show_dispute", position_id=position_id, _anchor=f"comment-{comment.number}")

    if answer := submit(form, act):
        return answer
    return _page(found, form)


@views.route("/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_DISPUTES)
@binding
def decide_dispute(position_id: int) -> Response | tuple[str, int]:
    """Uphold or reject a dispute, with a reason."""
    found = seen_dispute(position_id)
    later = [
        (each.id, f"Calculation {each.number}, {each.scenario_name}")
        for each in list_calculations(found.proposal.round_id)
        if each.number > found.proposal.calculation.number
    ]
    form = DecideForm(later, found.outcome.id if found.outcome else None)

    def act() -> str:
        chosen, seen = str(form.calculation.data or ""), str(form.seen.data or "")
        outcome = actions.decide_dispute(
            position_id=position_id,
            kind=OutcomeKind(form.outcome.data),
            words=str(form.words.data or ""),
            calculation_id=record_number(chosen),
            by=current_actor(),
            at=clock.now(),
            seen_id=record_number(seen),
        )
        flash(f"The dispute of {found.position.party.name} is {OUTCOME_NAMES[outcome.kind].lower()}.")
        return url_for(".show_dispute", position_id=position_id)

    if answer := submit(form, act):
        return answer
    if isinstance(form.refused_by, OutOfDate):
        form.seen.data = str(list_outcomes(position_id)[0].id)
    return page("budgets/agreement/decide_dispute.html", form, **_shared(found))


@views.route("/withdraw", methods=["GET", "POST"])
@requires(Permission.TAKE_POSITIONS)
def withdraw_dispute(position_id: int) -> Response | tuple[str, int]:
    """Withdraw a dispute of one's own group; that of another is not found."""
    found = seen_dispute(position_id)
    if not found.is_own:
        abort(404)
    form = WithdrawDisputeForm()

    def act() -> str:
        actions.withdraw_dispute(
            position_id=position_id,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
        )
        flash(f"{found.position.party.name} does not challenge {in_a_sentence(found.offer.name)} any more.")
        return url_for(".show_dispute", position_id=position_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/agreement/withdraw_dispute.html", form, **_shared(found))


def _page(found: DisputeSeen, form: CommentForm) -> tuple[str, int]:
    return page(
        "budgets/agreement/show_dispute.html",
        form,
        comments=found.comments(),
        may_comment=found.by.may(Permission.COMMENT),
        **_shared(found),
    )


def _shared(found: DisputeSeen) -> dict[str, Any]:
    """What all pages of a dispute show."""
    line, method = found.offer.line, found.position.claimed_method
    return {
        "seen": found,
        "what": in_a_sentence(found.offer.name),
        "reason": REASON_NAMES[found.position.reason] if found.position.reason else "",
        "offered_by": in_words(line.method_used, found.group_names) if line else "",
        "claimed_by": in_words(method, found.group_names) if method else "",
        "line_href": links_of(found.proposal).line(line.code) if line else "",
        "grade": GRADE_NAMES[found.grade] if found.grade else "Not graded",
        "grade_meaning": GRADE_MEANINGS[found.grade] if found.grade else "nobody has described the figures behind it",
        "outcome_names": OUTCOME_NAMES,
        "outcome_tags": OUTCOME_TAGS,
        **_what_if(found),
    }


def _what_if(found: DisputeSeen) -> dict[str, Any]:
    line = found.offer.line
    tried = line_by_every_method(found.proposal.calculation, line.code) if line else ()
    if line is None or not tried:
        return {"what_if": None, "what_if_said": ""}
    offered = Offered(
        line=line,
        group=found.position.party.code,
        names=found.group_names,
        claimed=found.position.claimed_method,
    )
    return {"what_if": what_if_table(offered, tried), "what_if_said": what_if_in_words(offered, tried)}
