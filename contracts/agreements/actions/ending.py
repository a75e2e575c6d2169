"""Ending a contract before its term, and deciding what happens when its term ends."""

from datetime import date, datetime

from contracts.agreements.actions.recording import held_contract, record_on
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import EndDecided, Termination
from contracts.agreements.queries.contracts import find_issue
from contracts.agreements.rules.ending import DECISION_NAMES, EndDecision, check_decision
from contracts.agreements.rules.states import check_termination
from core.db import db
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import in_full


def terminate_contract(
    *, contract_id: int, notice_given_on: date, first_day_without: date, reason: str, by: Actor, at: datetime,
    on: date, href: str,
) -> Contract:  # fmt: skip
    """End a signed contract before its term: when notice was given, the first day without it, and why."""
    contract = held_contract(contract_id, by=by, permission=Permission.DRAFT_CONTRACTS)
    check_termination(
        stage=contract.stage,
        already=contract.terminated_on,
        reference=contract.reference,
        notice_given_on=notice_given_on,
        first_day_without=first_day_without,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        reason=reason,
        on=on,
    )
    db.session.add(
        Termination(
            contract_id=contract.id,
            notice_given_on=notice_given_on,
            first_day_without=first_day_without,
            reason=reason.strip(),
            terminated_by_id=by.person_id,
            name=by.name,
            terminated_at=at,
        )
    )
    contract.terminated_on = first_day_without
    db.session.flush()
    new = {"from": first_day_without.isoformat(), "notice": notice_given_on.isoformat(), "reason": reason.strip()}
    record_on(contract, "terminate_contract", by=by, new=new)
    _tell_it_ends(contract, reason.strip(), at=at, on=on, href=href)
    return contract


def decide_end(*, contract_id: int, decision: EndDecision, reason: str, by: Actor, at: datetime) -> EndDecided:
    """Record what is to happen when the term ends. The newest decision counts."""
    contract = held_contract(contract_id, by=by, permission=Permission.DRAFT_CONTRACTS)
    check_decision(
        stage=contract.stage,
        terminated=contract.terminated_on is not None,
        reference=contract.reference,
        reason=reason,
    )
    decided = EndDecided(
        contract_id=contract.id,
        decision=decision,
        reason=reason.strip(),
        decided_by_id=by.person_id,
        name=by.name,
        decided_at=at,
    )
    db.session.add(decided)
    db.session.flush()
    record_on(contract, "decide_end", by=by, new={"decision": DECISION_NAMES[decision], "reason": decided.reason})
    return decided


def _tell_it_ends(contract: Contract, reason: str, *, at: datetime, on: date, href: str) -> None:
    """Tell all who were asked to sign that the contract ends before its term."""
    issue = find_issue(contract.id)
    parties = [each.party_id for each in issue.signers] if issue else []
    ends = in_full(contract.terminated_on) if contract.terminated_on else ""
    notify(
        key=f"contracts.terminate/{contract.id}",
        person_ids=people_at(parties, on=on, permission=Permission.SEE_CONTRACTS),
        subject=f"Contract {contract.reference} is terminated",
        words=f"Its first day without force is {ends}: {reason}",
        href=href,
        at=at,
    )
