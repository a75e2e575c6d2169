"""Pages on which a draft is issued, an issue is taken back, and what was issued is signed."""

from flask import flash, redirect
from werkzeug.wrappers import Response

from contracts.agreements.actions import issuing
from contracts.agreements.forms.ending import ReasonForm, SeenForm
from contracts.agreements.models.issues import ISSUE_SUBJECT
from contracts.agreements.presented import contract as presented
from contracts.agreements.queries.content import content_now, signers_asked
from contracts.agreements.queries.contracts import content_of, find_issue
from contracts.agreements.rules.content import canonical, content_from
from contracts.agreements.views.blueprint import address_of, contract_in_view, crumbs_to, draft_in_view, views
from core import clock
from core.canonical import hash_of
from core.markdown import as_html
from core.one_use import submit
from core.permissions import Permission
from core.signatures.queries import list_signatures
from core.signatures.rules import CAPACITY_NAMES
from core.web import binding, current_actor, page, requires


@views.route("/<int:contract_id>/issue", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
@binding
def issue_contract(contract_id: int) -> Response | tuple[str, int]:
    """Say what issuing does and to whom, show what will be signed, and do it."""
    contract = draft_in_view(contract_id)
    if not contract.is_draft:
        return redirect(address_of(contract_id))
    form = SeenForm()

    def act() -> str:
        issue = issuing.issue_contract(
            contract_id=contract_id,
            seen_hash=str(form.seen.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(contract_id),
        )
        flash(f"{contract.reference} is issued under number {issue.number}. All who have to sign are told.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    content = content_now(contract)
    form.take_as_seen(hash_of(canonical(content)))
    return page(
        "contracts/agreements/issue_contract.html",
        form,
        contract=contract,
        crumbs=crumbs_to(contract),
        content=content,
        parts=presented.parts_shown(content.parts),
        signers=[(each, CAPACITY_NAMES[each.capacity]) for each in signers_asked(contract)],
        obstacles=issuing.obstacles_to(contract, content, on=clock.today()),
        content_hash=form.seen.data,
        as_html=as_html,
    )


@views.route("/<int:contract_id>/take-back", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def recall_issue(contract_id: int) -> Response | tuple[str, int]:
    """Take an issue back before both parties have signed."""
    contract = draft_in_view(contract_id)
    form = ReasonForm()

    def act() -> str:
        issuing.recall_issue(
            contract_id=contract_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(contract_id),
        )
        flash(f"{contract.reference} is a draft again. Those who were asked to sign are told why.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/recall_issue.html", form, contract=contract, crumbs=crumbs_to(contract))


@views.route("/<int:contract_id>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_CONTRACTS)
@binding
def sign_contract(contract_id: int) -> Response | tuple[str, int]:
    """Show exactly what is signed, and sign it for the reader’s organisation."""
    contract, actor = contract_in_view(contract_id), current_actor()
    form = SeenForm()

    def act() -> str:
        signature = issuing.sign_contract(
            contract_id=contract_id,
            seen_hash=str(form.seen.data or ""),
            by=actor,
            at=clock.now(),
            on=clock.today(),
            href=address_of(contract_id),
        )
        flash(f"You signed {contract.reference} for {signature.organisation}.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    issue = find_issue(contract_id)
    if issue is None:
        return redirect(address_of(contract_id))
    form.take_as_seen(issue.content_hash)
    signers = issuing.signers_of_issue(issue)
    signer = next((each for each in signers if each.party.party_id == actor.organisation_id), None)
    given = list_signatures(ISSUE_SUBJECT, issue.id)
    content = content_from(content_of(issue))
    return page(
        "contracts/agreements/sign_contract.html",
        form,
        contract=contract,
        crumbs=crumbs_to(contract),
        issue=issue,
        content=content,
        parts=presented.parts_shown(content.parts),
        signer=signer,
        own=next((each for each in given if each.organisation_id == actor.organisation_id), None),
        sentence=issuing.sentence_of(contract, issue, signer) if signer else "",
        as_html=as_html,
    )
