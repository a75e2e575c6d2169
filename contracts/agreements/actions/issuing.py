"""Issuing a draft for signature, taking it back, and signing it."""

from datetime import date, datetime

from contracts.agreements.actions.expecting_returns import expect_returns_of
from contracts.agreements.actions.following import take_the_place_of_heads
from contracts.agreements.actions.recording import held_contract, held_draft, record_on
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import ISSUE_SUBJECT, Issue, IssueSigner, Recall
from contracts.agreements.queries.content import content_now, named, signers_asked
from contracts.agreements.queries.contracts import content_of, find_issue, list_schedules, next_issue_number
from contracts.agreements.queries.followed_part import titles_of
from contracts.agreements.queries.heads import problems_in_heads
from contracts.agreements.queries.money import budgets_at_hand, commitments, list_lines, wanted_by
from contracts.agreements.queries.specifications import problems_in_specifications
from contracts.agreements.rules.content import Content, canonical
from contracts.agreements.rules.forms import Signer
from contracts.agreements.rules.issuing import (
    check_no_obstacles,
    check_seen,
    obstacles_to_issuing,
    sentence_to_sign,
    signer_for,
)
from contracts.agreements.rules.money import Commitment
from contracts.agreements.rules.states import Stage, State, check_may_be_signed, check_recall
from core.canonical import hash_of
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as
from core.money import as_pence
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.wording import in_full


def obstacles_to(contract: Contract, content: Content, *, on: date) -> list[str]:
    """Why a draft cannot be issued on a day."""
    found = obstacles_to_issuing(
        content,
        ends_on=contract.ends_on,
        on=on,
        year_value=as_pence(contract.year_value),
        commitments=_commitments(contract),
    )
    named = problems_in_specifications(list_schedules(contract.id), starts_on=contract.starts_on)
    return [*found, *named, *problems_in_heads(contract, titles_of(content.parts))]


def issue_contract(*, contract_id: int, seen_hash: str, by: Actor, at: datetime, on: date, href: str) -> Issue:
    """Freeze the text of a draft with its hash and ask all who sign to do so.

    `seen_hash`: of the text the person read. `href`: the page of the contract, to which the message leads.
    """
    contract = held_draft(contract_id, by=by)
    content = content_now(contract)
    check_no_obstacles(obstacles_to(contract, content, on=on), reference=contract.reference)
    text = canonical(content)
    check_seen(seen=seen_hash, current=hash_of(text), reference=contract.reference, act="issue it")
    issue = Issue(
        contract_id=contract.id,
        number=next_issue_number(contract.id),
        content=text,
        content_hash=hash_of(text),
        issued_by_id=by.person_id,
        name=by.name,
        issued_at=at,
    )
    signers = signers_asked(contract)
    issue.signers = [
        IssueSigner(party_id=each.party.party_id, capacity=each.capacity, is_needed=each.is_needed) for each in signers
    ]
    db.session.add(issue)
    contract.stage = Stage.ISSUED
    db.session.flush()
    record_on(contract, "issue_contract", by=by, new={"number": issue.number, "content_hash": issue.content_hash})
    notify(
        key=f"contracts.issue/{issue.id}",
        person_ids=people_at([each.party.party_id for each in signers], on=on, permission=Permission.SIGN_CONTRACTS),
        subject=f"Sign contract {contract.reference}",
        words=f"{contract.title} is issued for signature. Read what is signed, and sign it.",
        href=href,
        at=at,
    )
    return issue


def recall_issue(*, contract_id: int, reason: str, by: Actor, at: datetime, on: date, href: str) -> Contract:
    """Take an issue back before both parties have signed: the contract is a draft again, and what was signed stays."""
    contract = held_contract(contract_id, by=by, permission=Permission.DRAFT_CONTRACTS)
    check_recall(contract.stage, reference=contract.reference, reason=reason)
    issue = needed_issue(contract)
    db.session.add(
        Recall(issue_id=issue.id, reason=reason.strip(), recalled_by_id=by.person_id, name=by.name, recalled_at=at)
    )
    contract.stage = Stage.DRAFT
    db.session.flush()
    record_on(contract, "recall_issue", by=by, new={"number": issue.number, "reason": reason.strip()})
    notify(
        key=f"contracts.recall/{issue.id}",
        person_ids=people_at([each.party_id for each in issue.signers], on=on, permission=Permission.SIGN_CONTRACTS),
        subject=f"Contract {contract.reference} was taken back",
        words=f"It is not signed as it was issued: {reason.strip()}",
        href=href,
        at=at,
    )
    return contract


def sign_contract(*, contract_id: int, seen_hash: str, by: Actor, at: datetime, on: date, href: str) -> Signature:
    """Sign what was issued, for the organisation of the grant. With the last party’s signature the contract stands.

    `seen_hash`: of the text the person read: one that was taken back and issued anew since is refused.
    """
    contract = held_contract(contract_id, by=by, permission=Permission.SIGN_CONTRACTS)
    check_may_be_signed(contract.stage, reference=contract.reference)
    if contract.state_on(on) in (State.EXPIRED, State.TERMINATED):
        raise Refusal(f"{contract.reference} has ended. It is not signed any more.")
    issue = needed_issue(contract)
    check_seen(seen=seen_hash, current=issue.content_hash, reference=contract.reference, act="sign it")
    if hash_of(content_of(issue)) != issue.content_hash:
        raise Refusal(f"The kept text of {contract.reference} is damaged. Tell an administrator; do not sign it.")
    given = list_signatures(ISSUE_SUBJECT, issue.id)
    signer = signer_for(
        signers_of_issue(issue),
        party_id=by.organisation_id,
        organisation=by.organisation_name,
        reference=contract.reference,
        signed_by={each.person_id: each.organisation for each in given},
        person_id=counts_as(by, *(each.person_id for each in given)),
    )
    signature = sign(
        subject=ISSUE_SUBJECT,
        subject_id=issue.id,
        content_hash=issue.content_hash,
        statement=sentence_of(contract, issue, signer),
        capacity=signer.capacity,
        by=by,
        on=on,
        at=at,
        commissioner_id=contract.commissioner_id,
    )
    _stand_once_signed(contract, issue, {each.organisation_id for each in given}, by=by, at=at)
    is_signed = contract.stage is Stage.SIGNED
    new = {"organisation": by.organisation_name, "content_hash": issue.content_hash}
    record_on(contract, "sign_contract_last" if signer.is_needed and is_signed else "sign_contract", by=by, new=new)
    if signer.is_needed and is_signed:
        _tell_it_stands(contract, issue, at=at, on=on, href=href)
    return signature


def sentence_of(contract: Contract, issue: Issue, signer: Signer) -> str:
    """The sentence that this organisation signs."""
    return sentence_to_sign(reference=contract.reference, title=contract.title, number=issue.number, signer=signer)


def signers_of_issue(issue: Issue) -> list[Signer]:
    """Who was asked to sign an issue, as what."""
    return [Signer(party=named(each.party), capacity=each.capacity, is_needed=each.is_needed) for each in issue.signers]


def needed_issue(contract: Contract) -> Issue:
    """The issue that stands. LookupError for a contract without one: its stage says there is one."""
    issue = find_issue(contract.id)
    if issue is None:
        raise LookupError(f"contract {contract.id} is {contract.stage} without an issue that stands")
    return issue


def _stand_once_signed(contract: Contract, issue: Issue, before: set[int], *, by: Actor, at: datetime) -> None:
    """With the signatures of all parties the contract stands, in the place of the heads; groups may still assent.

    `before`: who had signed before the one who signs now.
    """
    signed = {*before, by.organisation_id}
    if contract.stage is Stage.ISSUED and all(each.party_id in signed for each in issue.signers if each.is_needed):
        contract.stage = Stage.SIGNED
        db.session.flush()
        take_the_place_of_heads(contract, by=by, at=at)
        expect_returns_of(contract, by=by, at=at)


def _tell_it_stands(contract: Contract, issue: Issue, *, at: datetime, on: date, href: str) -> None:
    notify(
        key=f"contracts.signed/{issue.id}",
        person_ids=people_at([each.party_id for each in issue.signers], on=on, permission=Permission.SEE_CONTRACTS),
        subject=f"Contract {contract.reference} is signed",
        words=f"{contract.title} is signed by its parties. It runs from {in_full(contract.starts_on)}.",
        href=href,
        at=at,
    )


def _commitments(contract: Contract) -> list[Commitment]:
    lines = list_lines(contract.id)
    budgets = budgets_at_hand(contract.commissioner_id, contract.year) if lines else None
    return commitments(contract, budgets, wanted_by(lines)) if budgets else []
