"""What becomes of a version: issued for signature, signed, withdrawn, superseded."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.heads_of_terms.actions.recording import draft_held, record
from contracts.heads_of_terms.actions.telling import ask_to_sign, tell_of_signature, tell_of_withdrawal
from contracts.heads_of_terms.models import (
    SUBJECT,
    HeadsIssue,
    HeadsOfTerms,
    HeadsReservation,
    HeadsSupersession,
    HeadsWithdrawal,
)
from contracts.heads_of_terms.queries.content import content_of, signers_of
from contracts.heads_of_terms.queries.heads import find_supersession, get_heads, list_versions
from contracts.heads_of_terms.rules import signing, states
from contracts.heads_of_terms.rules.content import canonical, hash_of, statement_of
from contracts.heads_of_terms.rules.signing import Side, Signer
from contracts.heads_of_terms.rules.states import State
from core.db import db
from core.errors import NotAllowed
from core.four_eyes import counts_as
from core.parties.queries import get_party
from core.permissions import Actor, Permission, check_may
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.signatures.rules import Capacity

_CAPACITIES = {
    Side.COMMISSIONER: Capacity.FOR_COMMISSIONER,
    Side.PROVIDER: Capacity.FOR_PROVIDER,
    Side.GROUP: Capacity.ASSENTING,
}


def issue_heads(
    *, heads_id: int, is_broad: bool, seen_hash: str, by: Actor, at: datetime, on: date, href: str
) -> HeadsIssue:
    """Fix the exact text with its hash; who has to sign is told. An earlier version that stood is superseded by it.

    `seen_hash`: of the text that the person read. `is_broad`: open terms may stay, listed as open. `href`: the page.
    """
    heads = draft_held(heads_id, by=by)
    states.check_seen(seen_hash, hash_of(content_of(heads)))
    terms = heads.terms
    states.check_may_be_issued(
        empty=[term.title for term in terms if not term.text.strip()],
        still_open=[term.title for term in content_of(heads).still_open],
        is_broad=is_broad,
    )
    _check_parties_are_open(heads, on=on)
    heads.is_broad, heads.state = is_broad, State.ISSUED
    content = content_of(heads)
    issue = HeadsIssue(
        content=canonical(content),
        content_hash=hash_of(content),
        issued_by_id=by.person_id,
        name=by.name,
        issued_at=at,
    )
    heads.issue = issue
    _supersede_earlier(heads, at=at)
    record(heads, "issue_heads", by=by, new={"content_hash": issue.content_hash, "open": len(content.still_open)})
    db.session.flush()
    ask_to_sign(heads, signers_of(heads), on=on, at=at, href=href)
    return issue


def sign_heads(
    *, heads_id: int, seen_hash: str, reservation: str, by: Actor, at: datetime, on: date, href: str
) -> Signature:
    """Sign exactly what was issued, for the organisation of the grant, on demand with a reservation in words.

    `seen_hash`: of the text that the person read. With the last signature the heads are signed by all.
    """
    heads = get_heads(heads_id, for_change=True)
    check_may(by, Permission.SIGN_CONTRACTS, commissioner_id=heads.commissioner_id)
    later = [each.reference for each in list_versions(heads) if each.edition > heads.edition and each.issue]
    signing.check_is_open_for_signature(heads.state, reference=heads.reference, later=later[0] if later else "")
    issue = _issue_of(heads)
    signing.check_same_text(seen_hash, issue.content_hash)
    signing.check_reservation(reservation)
    signers = signers_of(heads)
    signed_for = {each.person_id: each.organisation for each in list_signatures(SUBJECT, heads.id)}
    signer = signing.check_may_sign(
        signers,
        reference=heads.reference,
        party_id=by.organisation_id,
        organisation=by.organisation_name,
        person_id=counts_as(by, *signed_for),
        signed_for=signed_for,
    )
    signature = _signed(heads, issue, signer, reservation, by=by, on=on, at=at)
    is_last = signing.waiting_for(signers) == [signer.name]
    if is_last:
        heads.state = State.SIGNED
    new = {"organisation": signer.name, "content_hash": issue.content_hash, "reservation": reservation.strip()}
    act = "sign_as_last" if is_last else "sign_with_reservation" if reservation.strip() else "sign_heads"
    record(heads, act, by=by, new=new)
    db.session.flush()
    tell_of_signature(heads, signature, reservation=reservation.strip(), is_last=is_last, on=on, at=at, href=href)
    return signature


def withdraw_heads(*, heads_id: int, reason: str, by: Actor, at: datetime, on: date, href: str) -> HeadsWithdrawal:
    """Withdraw a draft, or what was issued and not yet signed by all, with a reason. Signatures given stay readable."""
    heads = get_heads(heads_id, for_change=True)
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=heads.commissioner_id)
    states.check_may_be_withdrawn(heads.state, reference=heads.reference)
    states.check_words(reason, what="The reason")
    was_issued = heads.state is State.ISSUED
    heads.state = State.WITHDRAWN
    withdrawal = HeadsWithdrawal(reason=reason.strip(), withdrawn_by_id=by.person_id, name=by.name, withdrawn_at=at)
    heads.withdrawal = withdrawal
    record(heads, "withdraw_heads", by=by, new={"reason": withdrawal.reason})
    db.session.flush()
    if was_issued:
        tell_of_withdrawal(heads, withdrawal, on=on, at=at, href=href)
    return withdrawal


def supersede(*, heads_id: int, contract: str, by: Actor, at: datetime) -> HeadsSupersession:
    """Let a contract that names these heads take their place; called by the room of contracts.

    `contract`: what the contract is called. The one who acts drafts or signs contracts: the last signature to a
    contract may be the provider's or a group's. Refused unless commissioner and provider have signed the heads.
    """
    heads = get_heads(heads_id, for_change=True)
    check_may(by, Permission.SEE_CONTRACTS, commissioner_id=heads.commissioner_id)
    if not (by.may(Permission.DRAFT_CONTRACTS) or by.may(Permission.SIGN_CONTRACTS)):
        raise NotAllowed(
            "You may neither draft nor sign contracts, so nothing of yours takes the place of these heads."
        )
    standing = find_supersession(heads.id)
    states.check_may_be_superseded(
        heads.state,
        reference=heads.reference,
        by=contract,
        standing=standing.by_what if standing else "",
        yet_to_bind=signing.yet_to_bind(signers_of(heads)),
    )
    found = _superseded(heads, contract.strip(), is_contract=True, at=at)
    record(heads, "supersede", by=by, new={"by_what": found.by_what})
    db.session.flush()
    return found


def signers_waited_for(heads: HeadsOfTerms) -> Sequence[str]:
    """The names of those who have yet to sign, for whoever names the heads in a contract."""
    return signing.waiting_for(signers_of(heads))


def _issue_of(heads: HeadsOfTerms) -> HeadsIssue:
    if heads.issue is None:
        raise LookupError("heads that are issued have the text that was issued")
    return heads.issue


def _signed(
    heads: HeadsOfTerms, issue: HeadsIssue, signer: Signer, reservation: str, *, by: Actor, on: date, at: datetime
) -> Signature:
    signature = sign(
        subject=SUBJECT,
        subject_id=heads.id,
        content_hash=issue.content_hash,
        statement=statement_of(content_of(heads), signer, reservation=reservation),
        capacity=_CAPACITIES[signer.side],
        by=by,
        on=on,
        at=at,
        commissioner_id=heads.commissioner_id,
    )
    if reservation.strip():
        db.session.add(HeadsReservation(signature_id=signature.id, heads_id=heads.id, words=reservation.strip()))
        db.session.flush()
    return signature


def _check_parties_are_open(heads: HeadsOfTerms, *, on: date) -> None:
    parties = [get_party(each.party_id) for each in signers_of(heads)]
    signing.check_parties_are_open(
        heads.reference,
        closed={each.name: each.closed_on for each in parties if each.closed_on is not None and each.closed_on <= on},
        not_yet={each.name: each.opened_on for each in parties if each.opened_on > on},
    )


def _supersede_earlier(heads: HeadsOfTerms, *, at: datetime) -> None:
    """Every earlier version that still stands gives way to the one that is issued."""
    for earlier in list_versions(heads):
        if earlier.edition < heads.edition and earlier.state in {State.ISSUED, State.SIGNED}:
            _superseded(earlier, f"version {heads.edition}", is_contract=False, at=at)


def _superseded(heads: HeadsOfTerms, by_what: str, *, is_contract: bool, at: datetime) -> HeadsSupersession:
    found = HeadsSupersession(by_what=by_what, is_contract=is_contract, superseded_at=at)
    heads.supersession, heads.state = found, State.SUPERSEDED
    return found
