"""Pages on which a draft is proposed, and a proposed variation is signed, disputed, settled or withdrawn."""

from collections.abc import Callable

from flask import flash, redirect
from werkzeug.wrappers import Response

from contracts.agreements.actions.issuing import signers_of_issue
from contracts.agreements.forms.ending import SeenForm
from contracts.variations.actions import proposing
from contracts.variations.actions.signing import sign_variation as sign
from contracts.variations.forms import WhyForm
from contracts.variations.models import SUBJECT, Variation
from contracts.variations.presented.changes import changes_shown, effect_in_words, effect_table
from contracts.variations.queries.content import base_of, text_of
from contracts.variations.rules.content import canonical
from contracts.variations.rules.signing import sentence_to_sign
from contracts.variations.views.blueprint import (
    address_of,
    crumbs_to_variation,
    own_draft_in_view,
    variation_in_view,
    views,
)
from contracts.variations.views.problems import problems_of
from core import clock
from core.canonical import hash_of
from core.one_use import submit
from core.permissions import Permission
from core.signatures.queries import list_signatures
from core.signatures.rules import CAPACITY_NAMES
from core.web import binding, current_actor, page, requires


@views.route("/<int:contract_id>/variations/<int:number>/propose", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
@binding
def propose_variation(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Say what proposing does and to whom, show what will be signed, and do it."""
    variation = own_draft_in_view(contract_id, number)
    if not variation.is_draft:
        return redirect(address_of(variation))
    form = SeenForm()

    def act() -> str:
        proposing.propose_variation(
            variation_id=variation.id,
            seen_hash=str(form.seen.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(variation),
        )
        flash(f"{variation.named} is proposed. All who have to sign are told.")
        return address_of(variation)

    if answer := submit(form, act):
        return answer
    base = base_of(variation.contract)
    text = text_of(variation, base)
    form.take_as_seen(hash_of(canonical(text)))
    return page(
        "contracts/variations/propose_variation.html",
        form,
        variation=variation,
        text=text,
        changes=changes_shown(text.changes),
        effect=effect_table(text.effect),
        effect_words=effect_in_words(text.effect, variation.contract.year),
        signers=[(each, CAPACITY_NAMES[each.capacity]) for each in signers_of_issue(base.issue)],
        problems=problems_of(variation, text, base, on=clock.today()),
        content_hash=form.seen.data,
        crumbs=crumbs_to_variation(variation),
    )


@views.route("/<int:contract_id>/variations/<int:number>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_CONTRACTS)
@binding
def sign_variation(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Show exactly what is signed, and sign it for the reader’s organisation."""
    variation, actor = variation_in_view(contract_id, number), current_actor()
    if variation.proposal is None:
        return redirect(address_of(variation))
    form = SeenForm()

    def act() -> str:
        signature = sign(
            variation_id=variation.id,
            seen_hash=str(form.seen.data or ""),
            by=actor,
            at=clock.now(),
            on=clock.today(),
            href=address_of(variation),
        )
        flash(f"You signed {variation.named[0].lower()}{variation.named[1:]} for {signature.organisation}.")
        return address_of(variation)

    if answer := submit(form, act):
        return answer
    form.take_as_seen(variation.proposal.content_hash)
    return _signing_page(form, variation)


def _signing_page(form: SeenForm, variation: Variation) -> tuple[str, int]:
    actor, base = current_actor(), base_of(variation.contract)
    text = text_of(variation, base)
    signers = signers_of_issue(base.issue)
    signer = next((each for each in signers if each.party.party_id == actor.organisation_id), None)
    given = list_signatures(SUBJECT, variation.id)
    own = next((each for each in given if each.organisation_id == actor.organisation_id), None)
    return page(
        "contracts/variations/sign_variation.html",
        form,
        variation=variation,
        text=text,
        changes=changes_shown(text.changes),
        effect=effect_table(text.effect),
        effect_words=effect_in_words(text.effect, variation.contract.year),
        signer=signer,
        own=own,
        sentence=sentence_to_sign(text, signer) if signer else "",
        is_late=text.effective_from < clock.today(),
        content_hash=form.seen.data,
        crumbs=crumbs_to_variation(variation),
    )


@views.route("/<int:contract_id>/variations/<int:number>/withdraw", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def withdraw_variation(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Withdraw a variation of one’s own organisation."""
    variation = own_draft_in_view(contract_id, number)
    return _with_reason(variation, "withdraw_variation", proposing.withdraw_variation, "is withdrawn")


@views.route("/<int:contract_id>/variations/<int:number>/dispute", methods=["GET", "POST"])
@requires(Permission.SIGN_CONTRACTS)
def dispute_variation(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Dispute what the other party proposed."""
    variation = variation_in_view(contract_id, number)
    return _with_reason(variation, "dispute_variation", proposing.dispute_variation, "is disputed")


@views.route("/<int:contract_id>/variations/<int:number>/settle", methods=["GET", "POST"])
@requires(Permission.SIGN_CONTRACTS)
def settle_dispute(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Say that a dispute is settled, and how."""
    variation = variation_in_view(contract_id, number)
    return _with_reason(variation, "settle_dispute", proposing.settle_dispute, "can be signed again")


def _with_reason(
    variation: Variation, view: str, do: Callable[..., Variation], became: str
) -> Response | tuple[str, int]:
    form = WhyForm()

    def act() -> str:
        do(
            variation_id=variation.id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(variation),
        )
        flash(f"{variation.named} {became}.")
        return address_of(variation)

    if answer := submit(form, act):
        return answer
    crumbs = crumbs_to_variation(variation)
    return page(f"contracts/variations/{view}.html", form, variation=variation, crumbs=crumbs)
