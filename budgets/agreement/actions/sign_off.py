"""Signing off: opening what is signed, signing it, and the lock that comes with the last signature."""

from datetime import date, datetime

from budgets.agreement.actions import sign_off_telling as telling
from budgets.agreement.actions.decisions import check_not_locked, check_not_withdrawn
from budgets.agreement.actions.statements import ask_for_documents
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import SUBJECT, Lock, SignOff
from budgets.agreement.queries.proposals import groups_by_code, list_proposals
from budgets.agreement.queries.sign_off import find_lock, find_lock_of, get_sign_off
from budgets.agreement.queries.sign_off_state import (
    SignOffState,
    content_hash_of,
    find_state,
    signers_of,
    why_void,
)
from budgets.agreement.rules.sign_off import sentence_of
from budgets.agreement.rules.sign_off_content import (
    SignedContent,
    canonical,
    statement_of_commissioner,
    statement_of_group,
)
from budgets.agreement.rules.sign_off_signing import Signer, check_may_sign, locked_in_words
from budgets.rounds.models import Round
from budgets.rounds.queries import get_round
from core import audit
from core.clock import day_in_words, in_london
from core.db import db
from core.errors import OutOfDate, Refusal
from core.four_eyes import counts_as
from core.permissions import Actor, Permission, check_may
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.rules import Capacity


def open_sign_off(
    *, round_id: int, proposal_id: int, seen_hash: str, by: Actor, at: datetime, on: date, href: str
) -> SignOff:
    """Fix what is signed, with its hash, once nothing stands in the way; all who have to sign are told.

    `proposal_id`, `seen_hash`: the proposal and the hash of the content that the person had in front of them. `href`:
    the page of the sign-off, to which the message leads.
    """
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.ISSUE_PROPOSALS, commissioner_id=found.commissioner_id)
    state = find_state(found, on=on)
    if state is None:
        raise Refusal("Nothing was put to the groups yet, so there is nothing to sign off.")
    check_not_locked(state)
    _check_newest(state.proposal, proposal_id)
    if state.obstacles:
        raise Refusal(sentence_of(state.obstacles))
    if state.open is not None:
        opened = day_in_words(state.open.opened_at)
        raise Refusal(f"The sign-off of proposal {state.proposal.number} is open since {opened}. It can be signed.")
    content_hash = content_hash_of(state.content)
    if content_hash != seen_hash:
        raise OutOfDate("What would be signed changed while you were reading it. Read it again, then open it.")
    sign_off = SignOff(
        proposal_id=state.proposal.id,
        content=canonical(state.content),
        content_hash=content_hash,
        opened_by_id=by.person_id,
        opened_at=at,
    )
    db.session.add(sign_off)
    db.session.flush()
    new: audit.Values = {"proposal": state.proposal.number, "content_hash": sign_off.content_hash}
    _record(found, "open_sign_off", by=by, new=new)
    signers = signers_of(state.content, groups_by_code(state.proposal), found.commissioner)
    telling.ask_to_sign(sign_off, signers, on=on, at=at, href=href)
    return sign_off


def sign_budget(*, sign_off_id: int, by: Actor, at: datetime, on: date, href: str, notice_href: str) -> Signature:
    """Sign what is open, for the commissioner or as assenting; with the last signature the round is locked.

    `href`: the page of the sign-off; `notice_href`: that of the decision notice, to which providers are led.
    """
    sign_off = get_sign_off(sign_off_id)
    found = get_round(sign_off.proposal.round_id, for_change=True)
    check_may(by, Permission.SIGN_BUDGETS, commissioner_id=found.commissioner_id)
    state = find_state(found, on=on)
    if state is None:
        raise LookupError("a round with a sign-off has a proposal")
    check_not_locked(state)
    if state.open is None or state.open.id != sign_off.id:
        why = " ".join(why_void(sign_off, state))
        raise Refusal(f"This sign-off is void and cannot be signed. {why} It has to be opened anew.")
    check_may_sign(
        state.signers,
        party_id=by.organisation_id,
        organisation=by.organisation_name,
        own_dissent=[each for each in state.dissent if _is_of(by, each.code, found)],
        signed_by={each.person_id: each.organisation for each in state.given},
        person_id=counts_as(by, *(each.person_id for each in state.given)),
    )
    signer = next(each for each in state.signers if each.party_id == by.organisation_id)
    signature = _signed(sign_off, state.content, signer, by=by, on=on, at=at)
    is_last = all(each.has_signed or each is signer for each in state.signers)
    new: audit.Values = {
        "proposal": state.proposal.number,
        "organisation": signer.name,
        "content_hash": sign_off.content_hash,
    }
    _record(found, "sign_and_lock_round" if is_last else "sign_budget", by=by, new=new)
    if is_last:
        _lock(sign_off, state, at=at, on=on, href=href, notice_href=notice_href)
    return signature


def against_changing_round(round_id: int) -> list[str]:
    """Why a round may not be changed: it was signed off and is locked."""
    lock = find_lock(round_id)
    return [] if lock is None else [_locked(lock)]


def against_issuing(round_id: int) -> list[str]:
    """Why no proposal of a round may be issued or withdrawn: it was signed off and is locked."""
    return against_changing_round(round_id)


def against_answering(found: Round) -> list[str]:
    """Why no position is taken in a round: it is locked, or was unlocked and waits for its next proposal."""
    lock = find_lock(found.id)
    if lock is not None:
        return [_locked(lock)]
    proposals = list_proposals(found.id)
    lifted = find_lock_of(proposals[0].id) if proposals else None
    if lifted is None:
        return []
    signed = f"Proposal {proposals[0].number} was signed off on {day_in_words(lifted.locked_at)}"
    return [f"{signed} and the round was unlocked since. The next proposal is the one to answer."]


def sentence_to_sign(content: SignedContent, signer: Signer) -> str:
    """The sentence that a person of this organisation signs."""
    return statement_of_commissioner(content) if signer.is_commissioner else statement_of_group(content, signer.code)


def _check_newest(newest: Proposal, proposal_id: int) -> None:
    """Refuse to sign off a proposal that another followed, or that was withdrawn."""
    if newest.id != proposal_id:
        raise Refusal(
            f"Proposal {newest.number} was put to the groups on {day_in_words(newest.issued_at)}. Only the newest "
            "proposal is signed off: read that one."
        )
    check_not_withdrawn(newest)


def _signed(
    sign_off: SignOff, content: SignedContent, signer: Signer, *, by: Actor, on: date, at: datetime
) -> Signature:
    return sign(
        subject=SUBJECT,
        subject_id=sign_off.id,
        content_hash=sign_off.content_hash,
        statement=sentence_to_sign(content, signer),
        capacity=Capacity.FOR_COMMISSIONER if signer.is_commissioner else Capacity.ASSENTING,
        by=by,
        on=on,
        at=at,
        commissioner_id=sign_off.proposal.round.commissioner_id,
    )


def _lock(sign_off: SignOff, state: SignOffState, *, at: datetime, on: date, href: str, notice_href: str) -> None:
    lock = Lock(sign_off_id=sign_off.id, locked_at=at)
    db.session.add(lock)
    db.session.flush()
    ask_for_documents(sign_off_id=sign_off.id, at=at)
    telling.tell_of_lock(sign_off, state.content, on=on, at=at, href=href, notice_href=notice_href)


def _locked(lock: Lock) -> str:
    return locked_in_words(year=lock.sign_off.proposal.round.year, on=in_london(lock.locked_at).date())


def _is_of(by: Actor, code: str, found: Round) -> bool:
    return by.organisation_id != found.commissioner_id and by.organisation_code == code


def _record(found: Round, act: str, *, by: Actor, new: audit.Values) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"agreement.{act}",
        subject="round",
        subject_id=found.id,
        new=new,
        commissioner_id=found.commissioner_id,
    )
