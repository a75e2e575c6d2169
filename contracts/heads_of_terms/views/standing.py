"""Pages on which a version is issued, signed, withdrawn, or followed by a new one."""

from flask import flash
from werkzeug.wrappers import Response

from contracts.heads_of_terms.actions import standing as actions
from contracts.heads_of_terms.actions.drafting import draft_new_version as draft_the_next
from contracts.heads_of_terms.forms import IssueForm, ReasonForm, SignForm
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.queries.content import content_hash_of, signers_of
from contracts.heads_of_terms.rules.content import statement_of
from contracts.heads_of_terms.rules.states import State
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import address_of, crumbs_to, reached_heads
from contracts.heads_of_terms.views.seen import seen_heads
from core import clock
from core.errors import OutOfDate
from core.markdown import as_html
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from core.wording import listed


@views.route("/<int:heads_id>/issue", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
@binding
def issue_heads(heads_id: int) -> Response | tuple[str, int]:
    """Say what issuing does and to whom, show the exact text, and do it."""
    heads = reached_heads(heads_id)
    form = IssueForm(data={"seen": content_hash_of(heads), "is_broad": heads.is_broad})

    def act() -> str:
        actions.issue_heads(
            heads_id=heads_id,
            is_broad=bool(form.is_broad.data),
            seen_hash=str(form.seen.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(heads_id),
        )
        flash(f"{heads.reference} is issued. All who have to sign are told.")
        return address_of(heads_id)

    if answer := submit(form, act):
        return answer
    if isinstance(form.refused_by, OutOfDate):
        heads = reached_heads(heads_id)
        form.seen.data = content_hash_of(heads)
    return page(
        "contracts/heads_of_terms/issue_heads.html",
        form,
        heads=heads,
        seen=seen_heads(heads, current_actor()),
        names=listed([signer.name for signer in signers_of(heads)]),
        why_not=_why_not_issued(heads),
        crumbs=crumbs_to(heads),
        as_html=as_html,
    )


@views.route("/<int:heads_id>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_CONTRACTS)
@binding
def sign_heads(heads_id: int) -> Response | tuple[str, int]:
    """Show exactly what is signed, and sign it, on demand with a reservation."""
    heads, actor = reached_heads(heads_id), current_actor()
    form = SignForm(data={"seen": content_hash_of(heads)})

    def act() -> str:
        signature = actions.sign_heads(
            heads_id=heads_id,
            seen_hash=str(form.seen.data or ""),
            reservation=str(form.reservation.data or ""),
            by=actor,
            at=clock.now(),
            on=clock.today(),
            href=address_of(heads_id),
        )
        flash(f"You signed {heads.reference} for {signature.organisation}.")
        return address_of(heads_id)

    if answer := submit(form, act):
        return answer
    seen = seen_heads(heads, actor)
    signer = next((each for each in seen.signers if each.party_id == actor.organisation_id), None)
    return page(
        "contracts/heads_of_terms/sign_heads.html",
        form,
        heads=heads,
        seen=seen,
        signer=signer,
        sentence=statement_of(seen.content, signer) if signer else "",
        content_hash=content_hash_of(heads),
        crumbs=crumbs_to(heads),
        as_html=as_html,
    )


@views.route("/<int:heads_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def withdraw_heads(heads_id: int) -> Response | tuple[str, int]:
    """Withdraw a version that not all have signed, with the reason."""
    heads = reached_heads(heads_id)
    form = ReasonForm()

    def act() -> str:
        actions.withdraw_heads(
            heads_id=heads_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(heads_id),
        )
        flash(f"{heads.reference} is withdrawn. It stays readable.")
        return address_of(heads_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/heads_of_terms/withdraw_heads.html", form, heads=heads, crumbs=crumbs_to(heads))


@views.route("/<int:heads_id>/new-version", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def draft_new_version(heads_id: int) -> Response | tuple[str, int]:
    """Draft a new version of what was issued or signed, with the reason."""
    heads = reached_heads(heads_id)
    form = ReasonForm()

    def act() -> str:
        later = draft_the_next(
            heads_id=heads_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"{later.reference} is drafted. {heads.reference} stands until it is issued.")
        return address_of(later.id)

    if answer := submit(form, act):
        return answer
    return page("contracts/heads_of_terms/draft_new_version.html", form, heads=heads, crumbs=crumbs_to(heads))


def _why_not_issued(heads: HeadsOfTerms) -> list[str]:
    if heads.state is State.DRAFT:
        return []
    return [f"{heads.reference} is no draft any more: {heads.state_name.lower()}."]
