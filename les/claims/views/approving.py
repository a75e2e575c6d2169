"""Approving claims: what waits, a claim with all there is to look at, and the decision of each step."""

from typing import Any

from flask import abort, flash, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from core import clock
from core.attachments.queries import get_attachment, list_attachments
from core.attachments.views import send_attachment
from core.audit_trail.queries import history_of
from core.errors import OutOfDate
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.claims.actions import approving, releasing
from les.claims.actions.claim_decisions import PERMISSION_FOR, reason_against
from les.claims.forms.approval import DecideClaimForm, decide_form
from les.claims.models.claims import SUBJECT, Claim
from les.claims.presented.approvals import budget_table, lines_table
from les.claims.queries.approval_facts import approval_facts
from les.claims.queries.approving import find_standing, looks_at, pays_on
from les.claims.queries.budget_left import budget_state
from les.claims.queries.claim_lines import cuts_of
from les.claims.queries.settings import rules_in_force
from les.claims.queries.worklist import waiting_as_seen
from les.claims.rules.approving import STEP_NAMES, step_of
from les.claims.rules.bands import releasers_needed
from les.claims.rules.budget_check import said_of
from les.claims.rules.kinds import State, Step, Verdict
from les.claims.views.approval_blueprint import crumbs_to_claim, crumbs_to_list, reached_claim, views

Answer = Response | tuple[str, int]
_ENDPOINTS = {Step.LATE: "decide_late", Step.EVIDENCE: "decide_evidence", Step.PAYMENT: "decide_payment"}
_SAID = {
    Verdict.APPROVED: "{number} is approved.",
    Verdict.RETURNED: "{number} is given back to the practice, which is told.",
    Verdict.DECLINED: "{number} is declined, and the practice is told.",
}


@views.get("/<int:claim_id>")
@requires(Permission.SEE_CLAIMS)
def show_claim(claim_id: int) -> tuple[str, int]:
    """Show a claim as approvers look at it: lines, evidence, duplicates, budget, what was decided, history."""
    claim, actor = reached_claim(claim_id), current_actor()
    step = step_of(find_standing(claim))
    return page(
        "les/claims/approve_claim.html",
        crumbs=crumbs_to_list(),
        next_step=STEP_NAMES[step].lower() if step else "",
        decide=address_of_step(claim, step) if step and actor.may(PERMISSION_FOR[step]) else "",
        why_not_you=reason_against(claim, step, actor) if step and actor.may(PERMISSION_FOR[step]) else "",
        claws_back=claim.state is State.APPROVED and actor.may(Permission.SET_CLAIM_RULES),
        lines_of_history=history_of(SUBJECT, claim_id),
        **_looked_at(claim),
    )


@views.get("/<int:claim_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_CLAIMS)
def download_evidence(claim_id: int, attachment_id: int) -> Response:
    """Give a document of the evidence to somebody who may look at the claim."""
    reached_claim(claim_id)
    try:
        found = get_attachment(SUBJECT, claim_id, attachment_id)
    except NoResultFound:
        abort(404)
    return send_attachment(found, by=current_actor(), at=clock.now())


@views.route("/<int:claim_id>/late", methods=["GET", "POST"])
@requires(Permission.CHECK_CLAIMS)
@binding
def decide_late(claim_id: int) -> Answer:
    """Take a late claim, or refuse it."""
    return _decide(claim_id, Step.LATE)


@views.route("/<int:claim_id>/evidence", methods=["GET", "POST"])
@requires(Permission.CHECK_CLAIMS)
@binding
def decide_evidence(claim_id: int) -> Answer:
    """Approve a claim on its evidence, give it back or decline it."""
    return _decide(claim_id, Step.EVIDENCE)


@views.route("/<int:claim_id>/payment", methods=["GET", "POST"])
@requires(Permission.RELEASE_CLAIMS)
@binding
def decide_payment(claim_id: int) -> Answer:
    """Approve a claim for payment, give it back or decline it."""
    return _decide(claim_id, Step.PAYMENT)


def address_of_step(claim: Claim, step: Step) -> str:
    """Where a step is decided."""
    return url_for(f"claim_approvals.{_ENDPOINTS[step]}", claim_id=claim.id)


def _decide(claim_id: int, step: Step) -> Answer:
    claim = reached_claim(claim_id)
    look = looks_at([claim])[claim.id]
    form = decide_form(step, look.worths if step is not Step.LATE else [], seen=look.seen)

    def act() -> str:
        _act(claim, step, form)
        flash(_SAID[form.chosen].format(number=claim.number))
        return url_for("claim_approvals.show_claim", claim_id=claim_id)

    if answer := submit(form, act):
        return answer
    if isinstance(form.refused_by, OutOfDate):
        form.seen.data = look.seen
    seen = _looked_at(claim)
    reason = reason_against(claim, step, current_actor()) if request.method == "GET" else ""
    seen |= {"step": step, "crumbs": crumbs_to_claim(claim), "worths": look.worths}
    seen |= {"why_not": [reason] if reason else [], "open": _open_parts(form)}
    return page("les/claims/decide_claim.html", form, **seen)


def _act(claim: Claim, step: Step, form: DecideClaimForm) -> None:
    told: dict[str, Any] = {
        "claim_id": claim.id,
        "words": str(form.words.data or ""),
        "seen": str(form.seen.data or ""),
        "by": current_actor(),
        "at": clock.now(),
    }
    if step is Step.LATE:
        approving.decide_late_claim(verdict=form.chosen, **told)
    elif form.chosen is Verdict.RETURNED:
        approving.return_claim(step=step, **told)
    elif form.chosen is Verdict.DECLINED:
        approving.decline_claim(step=step, **told)
    else:
        told |= {"cuts": form.cuts(looks_at([claim])[claim.id].worths), "answer": str(form.answer.data or "")}
        if step is Step.EVIDENCE:
            approving.approve_evidence(**told)
        else:
            releasing.approve_payment(exception=str(form.exception.data or ""), **told)


def _open_parts(form: DecideClaimForm) -> list[int]:
    """The lines of which somebody began to cut: what they typed stays in sight."""
    named = ((name, each) for name, each in form.data.items() if name.startswith(("left_", "reason_", "words_")))
    return [int(name.rpartition("_")[2]) for name, typed in named if typed]


def _looked_at(claim: Claim) -> dict[str, Any]:
    """What there is to look at before a decision."""
    on = clock.today()
    waiting = waiting_as_seen([claim], on)[0]
    state = budget_state(scheme_id=claim.scheme_id, practice_id=claim.practice_id, year=claim.year, on=on)
    rules = rules_in_force(claim.scheme.commissioner_id, on)
    return {
        "claim": claim,
        "waiting": waiting,
        "lines": lines_table(claim, cuts_of([line.id for line in claim.lines])),
        "evidence": list_attachments(SUBJECT, claim.id),
        "twice": waiting.twice,
        "is_answered": not waiting.unanswered,
        "budget": budget_table(state, waiting.pence if waiting.step else 0),
        "lacking": said_of(state, waiting.pence) if waiting.step else "",
        "bar": {"most": state.budget or 0, "used": max(0, state.used), "this": waiting.pence if waiting.step else 0},
        "people": releasers_needed(rules.bands, waiting.pence),
        "pays_on": pays_on(claim, on),
        "facts": approval_facts(claim),
    }
