"""A claim: where it stands, what can be done now, its lines from claimed to paid, documents, queries, history."""

from collections.abc import Callable

from flask import abort, url_for
from werkzeug.wrappers import Response

from core import clock
from core.attachments.queries import list_attachments
from core.audit_trail.queries import history_of
from core.clock import in_london
from core.navigation import besides_on
from core.permissions import Actor, Permission
from core.sending import send
from core.threads.queries import comments_on, threads_on
from core.web import current_actor, page, requires
from les.claims.documents.receipt import receipt_pdf
from les.claims.models.claims import SUBJECT, Claim, ClaimLine
from les.claims.presented.lines import no_query, progress_table
from les.claims.queries.claims import find_receipt, find_replacement
from les.claims.queries.progress import list_decisions, paid_on, progress_of, sums_of
from les.claims.queries.windows import find_window, next_day_of
from les.claims.rules.kinds import CURRENT, State
from les.claims.rules.steps import age_in_words, steps_of
from les.claims.views.blueprint import claim_in_view, crumbs_to_list, is_practice, views

_MAY_CHANGE = (State.SUBMITTED, State.CHECKED)


@views.get("/<int:claim_id>")
@requires(Permission.SEE_CLAIMS)
def show_claim(claim_id: int) -> tuple[str, int]:
    """Show a claim: state, what can be done now, lines with what became of them, documents, queries, history."""
    claim, actor, on = claim_in_view(claim_id), current_actor(), clock.today()
    lines = progress_of([claim])[claim.id]
    total = sums_of(lines)
    is_paid = bool(lines) and claim.state is State.APPROVED and all(each.paid or not each.approved for each in lines)
    window = find_window(claim.scheme.commissioner_id, claim.of)
    submitted = in_london(claim.submitted_at).date() if claim.submitted_at else None
    pays_on = paid_on(lines) or next_day_of(claim, window, on=on)
    threads = threads_on(SUBJECT, claim.id)
    return page(
        "les/claims/show_claim.html",
        claim=claim,
        crumbs=crumbs_to_list(),
        steps=steps_of(claim.state, submitted_on=submitted, is_paid=is_paid, pays_on=pays_on, is_late=claim.is_late),
        steps_of="claim",
        shown=progress_table(lines, query=_query_of(claim)),
        has_lines=bool(lines),
        total=total,
        age=age_in_words(submitted, on=on) if claim.state in _MAY_CHANGE else "",
        pays_on=pays_on if claim.state in CURRENT and not is_paid else None,
        receipt=find_receipt(claim.id),
        replacement=find_replacement(claim.id),
        decisions=list_decisions(claim.id),
        documents=list_attachments(SUBJECT, claim.id),
        threads=[(each, _place(claim, each.anchor), comments_on(SUBJECT, claim.id, each.anchor)) for each in threads],
        is_queried=any(each.resolved_at is None for each in threads),
        can=_can(claim, actor),
        besides=besides_on("claim", claim.id),
        history=history_of(SUBJECT, claim.id),
    )


@views.get("/<int:claim_id>/receipt.pdf")
@requires(Permission.SEE_CLAIMS)
def download_receipt(claim_id: int) -> Response:
    """Give the receipt of a claim as PDF."""
    claim = claim_in_view(claim_id)
    receipt = find_receipt(claim.id)
    if receipt is None:
        abort(404)
    return send(receipt_pdf(claim, receipt), "pdf", "receipt", claim.number)


def _can(claim: Claim, actor: Actor) -> dict[str, bool]:
    """What the reader can do with a claim now."""
    is_own = claim.practice_id == actor.organisation_id and actor.may(Permission.CLAIM)
    asks = actor.may(Permission.CHECK_CLAIMS) or actor.may(Permission.RELEASE_CLAIMS)
    return {
        "fill": is_own and claim.state is State.DRAFT,
        "replace": is_own and claim.state in _MAY_CHANGE,
        "withdraw": is_own and claim.state in (*_MAY_CHANGE, State.DRAFT),
        "attach": is_own and claim.state in (*CURRENT, State.DRAFT),
        "ask": asks and claim.state in CURRENT,
        "answer": is_own,
        "approval": not is_practice(actor) and claim.submitted_at is not None,
    }


def _query_of(claim: Claim) -> Callable[[ClaimLine], str]:
    actor = current_actor()
    if not _can(claim, actor)["ask"]:
        return no_query

    def address(line: ClaimLine) -> str:
        return url_for("claims.show_query", claim_id=claim.id, line=line.place)

    return address


def _place(claim: Claim, anchor: str) -> str:
    """What a query is about, in words."""
    names = {f"line-{line.place}": line.name for line in claim.lines}
    return names.get(anchor, "The claim")
