"""Queries about a claim or one of its lines: reading, asking, answering, settling."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.one_use import press, submit
from core.permissions import Permission
from core.threads.forms import CommentForm
from core.threads.queries import comments_on, find_thread
from core.web import asked_number, current_actor, page, requires
from les.claims.actions import querying
from les.claims.models.claims import SUBJECT, Claim
from les.claims.views.blueprint import address_of, claim_in_view, crumbs_to, views

Answer = Response | tuple[str, int]


@views.route("/<int:claim_id>/queries", methods=["GET", "POST"])
@requires(Permission.SEE_CLAIMS)
def show_query(claim_id: int) -> Answer:
    """Show what was asked about a claim or a line (`?line=1`), and take what is said next."""
    claim, actor, place = claim_in_view(claim_id), current_actor(), asked_number("line")
    anchor, form = _anchor(claim, place), CommentForm()

    def act() -> str:
        querying.comment_on_claim(
            claim_id=claim_id,
            place=place,
            words=str(form.words.data or ""),
            by=actor,
            on=clock.today(),
            at=clock.now(),
            href=f"{address_of(claim)}#queries",
        )
        flash("What you said stands with the claim, and the other side is told.")
        return f"{address_of(claim)}#queries"

    if answer := submit(form, act):
        return answer
    found = find_thread(SUBJECT, claim.id, anchor)
    asks, answers = querying.may_ask(actor), actor.may(Permission.CLAIM)
    return page(
        "les/claims/show_query.html",
        form,
        claim=claim,
        line=next((each for each in claim.lines if each.place == place), None),
        state=found,
        comments=comments_on(SUBJECT, claim.id, anchor),
        may_say=asks or (answers and found is not None),
        may_settle=asks and found is not None and found.resolved_at is None,
        asks=asks,
        settle=url_for("claims.settle_query", claim_id=claim.id, line=place),
        crumbs=crumbs_to(claim),
    )


@views.post("/<int:claim_id>/queries/settle")
@requires(Permission.SEE_CLAIMS)
def settle_query(claim_id: int) -> Response:
    """Say that a query is settled."""
    claim, place = claim_in_view(claim_id), asked_number("line")

    def act() -> str:
        querying.settle_query(claim_id=claim_id, place=place, by=current_actor(), at=clock.now())
        flash("The query is settled.")
        return f"{address_of(claim)}#queries"

    return press(act, address_of(claim))


def _anchor(claim: Claim, place: int | None) -> str:
    try:
        return querying.anchor_of(claim, place)
    except Refusal:
        abort(404)
