"""Ending a contract before its term, and deciding what happens when its term ends."""

from datetime import date, datetime

from contracts.agreements.actions.expecting_returns import end_returns_of
from contracts.agreements.actions.recording import held_contract, record_on
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import EndDecided, Termination
from contracts.agreements.queries.contracts import find_issue
from contracts.agreements.rules.ending import DECISION_NAMES, EndDecision, check_decision
from contracts.agreements.rules.notice import check_notice
from contracts.agreements.rules.states import check_termination
from core import audit
from core.db import db
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import in_full


def terminate_contract(
    *, contract_id: int, notice_given_on: date, first_day_without: date, reason: str, by: Actor, at: datetime,
    on: date, href: str, shorter: str | None = None,
) -> Contract:  # fmt: skip
    """End a signed contract before its term: when notice was given, the first day without it, and why.

    `shorter`: why both parties agreed to shorter notice than the contract asks for; None where they did not.
    """
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
    months = contract.notice_months
    check_notice(given_on=notice_given_on, first_day_without=first_day_without, months=months, agreed=shorter)
    kept = Termination(
        contract_id=contract.id,
        notice_given_on=notice_given_on,
        first_day_without=first_day_without,
        reason=reason.strip(),
        short_notice=shorter.strip() if shorter else None,
        terminated_by_id=by.person_id,
        name=by.name,
        terminated_at=at,
    )
    db.session.add(kept)
    contract.terminated_on = first_day_without
    db.session.flush()
    _record_terminated(contract, kept, by=by)
    end_returns_of(contract, first_day_without=first_day_without, by=by, on=on)
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


def _record_terminated(contract: Contract, kept: Termination, *, by: Actor) -> None:
    """One event, which says of shorter notice why both parties agreed to it."""
    new: audit.Values = {
        "from": kept.first_day_without.isoformat(),
        "notice": kept.notice_given_on.isoformat(),
        "reason": kept.reason,
    }
    if kept.short_notice:
        record_on(contract, "terminate_contract_short", by=by, new={**new, "shorter": kept.short_notice})
    else:
        record_on(contract, "terminate_contract", by=by, new=new)


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
