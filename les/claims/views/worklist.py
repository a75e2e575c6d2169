"""What waits for approval: the list, oldest first, as files, and approving many with one press."""

from datetime import datetime, time

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.clock import LONDON
from core.db import db
from core.errors import Refusal
from core.one_use import press
from core.permissions import Permission
from core.record_numbers import record_number
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_number, binding, current_actor, page, page_of, requires
from core.working_days import add_working_days
from les.claims.actions.bulk import Ticked, approve_many
from les.claims.forms.approval import AGES, WorklistFilter
from les.claims.presented.approvals import waiting_table
from les.claims.queries.ageing import ages_of_waiting
from les.claims.queries.approving import AskedClaims, select_waiting
from les.claims.queries.worklist import waiting_as_seen
from les.claims.rules.approving import STEP_NAMES
from les.claims.rules.kinds import Step
from les.claims.views.approval_blueprint import LIST, keep_out_practices, reached_claim, views
from les.schemes.queries.schemes import list_schemes


@views.get("")
@requires(Permission.SEE_CLAIMS)
def list_waiting() -> tuple[str, int]:
    """List the claims that wait for the commissioner, oldest first, with what there is to look at."""
    keep_out_practices()
    actor, asked, on = current_actor(), _asked(), clock.today()
    found = page_of(select_waiting(actor, asked))
    own = Step.EVIDENCE if actor.may(Permission.CHECK_CLAIMS) else Step.PAYMENT
    may_approve = actor.may(Permission.CHECK_CLAIMS) or actor.may(Permission.RELEASE_CLAIMS)
    waiting = waiting_as_seen(found.rows, on)
    return page(
        "les/claims/list_waiting.html",
        asked=WorklistFilter(schemes=[(each.id, each.called) for each in list_schemes(actor)]),
        is_filtered=asked != AskedClaims(),
        found=found,
        waiting=waiting,
        steps=STEP_NAMES,
        own=own if may_approve else None,
        can_tick=may_approve and any(each.step is own for each in waiting),
        ages=ages_of_waiting(actor, on),
    )


@views.get("/waiting.csv")
@requires(Permission.SEE_CLAIMS)
def download_waiting_csv() -> Response:
    """Give the list as it is shown, all pages, as CSV."""
    return send(table_as_csv(_whole()), "csv", "claims that wait")


@views.get("/waiting.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_waiting_xlsx() -> Response:
    """Give the list as it is shown, all pages, as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "claims that wait")


@views.post("/approve-evidence")
@requires(Permission.CHECK_CLAIMS)
@binding
def approve_ticked_evidence() -> Response:
    """Approve the evidence of all claims that were ticked, each checked alone."""
    return _approve(Step.EVIDENCE)


@views.post("/approve-payment")
@requires(Permission.RELEASE_CLAIMS)
@binding
def approve_ticked_payment() -> Response:
    """Approve all claims that were ticked for payment, each checked alone."""
    return _approve(Step.PAYMENT)


def _approve(step: Step) -> Response:
    back = url_for(LIST, step=step.value)

    def act() -> str:
        ticked = [_ticked(each) for each in dict.fromkeys(request.form.getlist("claim"))]
        if not ticked:
            raise Refusal("Tick the claims that you approve.")
        outcomes = approve_many(step=step, ticked=ticked, by=current_actor(), at=clock.now())
        done = [each.claim.number for each in outcomes if not each.refusal]
        if done:
            flash(f"{len(done):,} {'claim is' if len(done) == 1 else 'claims are'} approved: {', '.join(done)}.")
        for each in outcomes:
            if each.refusal:
                flash(f"{each.claim.number} is not approved. {each.refusal}", "warning")
        return back

    return press(act, back)


def _ticked(text: str) -> Ticked:
    """A claim that was ticked, with the hash of what was shown; 404 for one that does not concern the reader."""
    number, _, seen = text.partition(":")
    return Ticked(claim_id=reached_claim(record_number(number) or 0).id, seen=seen)


def _whole() -> Table:
    keep_out_practices()
    claims = list(db.session.scalars(select_waiting(current_actor(), _asked())))
    return waiting_table(waiting_as_seen(claims, clock.today()))


def _asked() -> AskedClaims:
    step, age = request.args.get("step", ""), asked_number("age")
    before = None
    if age in dict(AGES):
        before = datetime.combine(add_working_days(clock.today(), -(age or 0)), time(), LONDON)
    return AskedClaims(
        step=Step(step) if step in list(Step) else None,
        scheme_id=asked_number("scheme"),
        practice=request.args.get("practice", ""),
        before=before,
    )
