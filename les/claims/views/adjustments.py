"""Adjustments: the list, one of them, proposing one at once or in parts, and deciding over it."""

from datetime import date
from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.practices import list_practices
from core import clock
from core.audit_trail.queries import history_of
from core.db import db
from core.errors import Refusal
from core.four_eyes import left_to_another
from core.money import as_pence, grouped
from core.one_use import submit
from core.permissions import Actor, Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_number, binding, current_actor, page, page_of, requires
from core.wording import sterling
from les.claims.actions import adjustments
from les.claims.forms.approval import AdjustmentsFilter, DecideAdjustmentForm, ProposeAdjustmentForm
from les.claims.models.claims import ClaimLine
from les.claims.models.decisions import Adjustment
from les.claims.presented.approvals import adjustment_facts, adjustments_table, budget_table, parts_table, state_of
from les.claims.queries.adjustments import AskedAdjustments, approvals_of, parts_of, select_adjustments
from les.claims.queries.budget_left import budget_state
from les.claims.queries.claim_lines import find_line
from les.claims.rules.adjusting import instalment_days
from les.claims.rules.kinds import WAITS, AdjustmentKind
from les.claims.views.approval_blueprint import (
    crumbs_to_adjustments,
    keep_out_practices,
    reached_adjustment,
    views,
)
from les.schemes.forms.schemes import number_in
from les.schemes.queries.funding import list_approved_funding
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict
from les.schemes.rules.quarters import Quarter

Answer = Response | tuple[str, int]
APPROVERS = (Permission.CHECK_CLAIMS, Permission.RELEASE_CLAIMS)


@views.get("/adjustments")
@requires(Permission.SEE_CLAIMS)
def list_adjustments() -> tuple[str, int]:
    """List the adjustments that concern the reader: a practice sees its own."""
    actor, asked = current_actor(), _asked()
    found = page_of(select_adjustments(actor, asked))
    return page(
        "les/claims/list_adjustments.html",
        asked=AdjustmentsFilter(schemes=[(each.id, each.called) for each in list_schemes(actor)]),
        is_filtered=asked != AskedAdjustments(),
        found=found,
        shown=adjustments_table(found.rows, address_of),
        may_propose=any(actor.may(each) for each in APPROVERS),
        funding=_funding_that_waits(actor),
    )


@views.get("/adjustments.csv")
@requires(Permission.SEE_CLAIMS)
def download_adjustments_csv() -> Response:
    """Give the list as it is shown, all pages, as CSV."""
    return send(table_as_csv(_whole()), "csv", "adjustments")


@views.get("/adjustments.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_adjustments_xlsx() -> Response:
    """Give the list as it is shown, all pages, as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "adjustments")


@views.get("/adjustments/<int:adjustment_id>")
@requires(Permission.SEE_CLAIMS)
def show_adjustment(adjustment_id: int) -> tuple[str, int]:
    """Show an adjustment, its parts, what became of it, and its history."""
    adjustment, actor = reached_adjustment(adjustment_id), current_actor()
    waits, is_own = adjustment.decision is None, adjustment.proposed_by_id == actor.person_id
    may = any(actor.may(each) for each in APPROVERS) if is_own else actor.may(Permission.RELEASE_CLAIMS)
    why_not_you = _why_not_you(adjustment) if waits and may else ""
    pence = sum(as_pence(part.amount) for part, _ in parts_of(adjustment))
    return page(
        "les/claims/show_adjustment.html",
        adjustment=adjustment,
        pence=pence,
        sum=sterling(pence).replace("-", "\u2212"),
        facts=adjustment_facts(adjustment, approvals_of(adjustment_id)),
        state=state_of(adjustment),
        parts=_parts(adjustment),
        decide=url_for(".decide_adjustment", adjustment_id=adjustment_id)
        if waits and may and (is_own or not why_not_you)
        else "",
        is_own=is_own,
        why_not_you=why_not_you,
        lines_of_history=history_of(adjustments.SUBJECT, _plan_id(adjustment)),
        crumbs=crumbs_to_adjustments(),
    )


@views.route("/adjustments/<int:adjustment_id>/decide", methods=["GET", "POST"])
@requires(Permission.SET_CLAIM_RULES)
@binding
def decide_adjustment(adjustment_id: int) -> Answer:
    """Approve or decline an adjustment as a second person of finance, or withdraw one’s own."""
    adjustment = reached_adjustment(adjustment_id)
    is_own = adjustment.proposed_by_id == current_actor().person_id
    form = DecideAdjustmentForm(is_own=is_own)

    def act() -> str:
        decided = adjustments.decide_adjustment(
            adjustment_id=_plan_id(adjustment),
            verdict=form.chosen,
            words=str(form.words.data or ""),
            exception=str(form.exception.data or ""),
            by=current_actor(),
            at=clock.now(),
            href=address_of(adjustment),
        )
        is_last = decided.decision is not None
        said = f"is {VERDICT_NAMES[form.chosen].lower()}" if is_last else "needs the approval of another person besides"
        flash(f"{decided.number} {said}.")
        return address_of(adjustment)

    if answer := submit(form, act):
        return answer
    pence = sum(as_pence(part.amount) for part, _ in parts_of(adjustment))
    state = budget_state(
        scheme_id=adjustment.scheme_id, practice_id=adjustment.practice_id, year=adjustment.year, on=clock.today()
    )
    return page(
        "les/claims/decide_adjustment.html",
        form,
        adjustment=adjustment,
        facts=adjustment_facts(adjustment, approvals_of(adjustment_id)),
        parts=_parts(adjustment),
        budget=budget_table(state, pence),
        why_not=[reason] if not is_own and (reason := _why_not_you(adjustment)) else [],
        lacks=bool(state.shortfall(pence)),
        crumbs=[*crumbs_to_adjustments(), (adjustment.number, address_of(adjustment))],
    )


@views.route("/adjustments/propose", methods=["GET", "POST"])
@requires(Permission.SET_CLAIM_RULES)
def propose_adjustment() -> Answer:
    """Propose a sum that is no line of a claim, at once or in parts; `?line=`: that corrects this line."""
    keep_out_practices()
    actor, line = current_actor(), _line_asked(current_actor())
    form = _form(actor, line)

    def act() -> str:
        found = _propose(form)
        flash(f"{found.number} is proposed. It counts once a second person of finance approved it.")
        return address_of(found)

    done = submit(form, act)
    return done or page("les/claims/propose_adjustment.html", form, line=line, crumbs=crumbs_to_adjustments())


def _why_not_you(adjustment: Adjustment) -> str:
    by = current_actor()
    return left_to_another(by, adjustment.proposed_by_id, did="proposed this", then="of finance decides over it")


def address_of(adjustment: Adjustment) -> str:
    """The page of an adjustment."""
    return url_for("claim_approvals.show_adjustment", adjustment_id=adjustment.id)


def _propose(form: ProposeAdjustmentForm) -> Adjustment:
    pounds = form.amount.pounds
    if pounds is None:
        raise Refusal("Write how much in pounds.")
    told: dict[str, Any] = {
        "scheme_id": _chosen(form.scheme.data, "scheme"),
        "practice_id": _chosen(form.practice.data, "practice"),
        "year": str(form.year.data or ""),
        "quarter": int(form.quarter.data),
        "kind": form.chosen,
        "amount": pounds,
        "what": str(form.what.data or ""),
        "line_id": number_in(form.line.data),
        "by": current_actor(),
        "at": clock.now(),
    }
    parts = form.parts.data or 1
    if parts == 1:
        return adjustments.propose_adjustment(**told)
    if not form.first_on.data:
        raise Refusal("Say on which day the first part is due.")
    return adjustments.propose_instalments(days=_days(form.first_on.data, parts, form.months.data or 1), **told)[0]


def _days(first: date, parts: int, months: int) -> list[date]:
    if not 1 <= months <= 12:
        raise Refusal("Parts are between 1 and 12 months apart.")
    if not 2 <= parts <= 24:
        raise Refusal("A sum is split into between 2 and 24 parts.")
    return instalment_days(first, parts, months=months)


def _funding_that_waits(actor: Actor) -> list[tuple[int, str, str]]:
    """Approved funding that finance has not taken over: application, sentence, sum."""
    if not actor.may(Permission.RELEASE_CLAIMS):
        return []
    return [
        (each.id, f"{each.reference}: {each.what}", grouped(each.pence))
        for each in list_approved_funding(actor.organisation_id)
    ]


def _chosen(value: object, what: str) -> int:
    found = number_in(value)
    if found is None:
        raise Refusal(f"Choose a {what}.")
    return found


def _form(actor: Actor, line: ClaimLine | None) -> ProposeAdjustmentForm:
    quarter = line.claim.of if line else Quarter.of(clock.today())
    values: dict[str, object] = {"year": str(quarter.year), "quarter": str(quarter.number)}
    if line is not None:
        values |= {"scheme": str(line.claim.scheme_id), "practice": str(line.claim.practice_id), "line": str(line.id)}
        values |= {"kind": AdjustmentKind.CLAW_BACK.value}
    practices = [each for place in sorted(actor.commissioner_ids) for each in list_practices(place, on=clock.today())]
    return ProposeAdjustmentForm(
        schemes=[(each.id, each.called) for each in list_schemes(actor)],
        practices=[(each.id, f"{each.name} ({each.code})") for each in practices],
        lines=[(line.id, f"{line.name} in {line.claim.number}")] if line else [],
        values=values,
    )


def _line_asked(actor: Actor) -> ClaimLine | None:
    line = find_line(asked_number("line", 0))
    return line if line and line.claim.scheme.commissioner_id in actor.commissioner_ids else None


def _parts(adjustment: Adjustment) -> Table | None:
    parts = parts_of(adjustment)
    return parts_table(parts) if len(parts) > 1 else None


def _plan_id(adjustment: Adjustment) -> int:
    return parts_of(adjustment)[0][0].id


def _whole() -> Table:
    return adjustments_table(list(db.session.scalars(select_adjustments(current_actor(), _asked()))))


def _asked() -> AskedAdjustments:
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    return AskedAdjustments(
        scheme_id=asked_number("scheme"),
        practice=request.args.get("practice", ""),
        kind=AdjustmentKind(kind) if kind in list(AdjustmentKind) else None,
        state=state if state in {WAITS, *Verdict} else "",
    )
