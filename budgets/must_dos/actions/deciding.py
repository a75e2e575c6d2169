"""The commissioner's word on a must-do: approved, if growth money is left for it, or declined with the reason."""

from datetime import datetime

from budgets.must_dos.actions.recording import held, inputs_to_go_by, record
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.queries import list_must_dos, use_of_growth
from budgets.must_dos.rules.growth import check_within_growth
from budgets.must_dos.rules.proposals import (
    State,
    check_is_open,
    check_may_decline,
    check_no_interest,
    check_other_eyes,
    check_reason,
    check_text,
    check_wanted,
)
from budgets.rounds.queries import workbook_of
from core.db import db
from core.four_eyes import counts_as
from core.money import as_pence, grouped
from core.permissions import Actor, Permission


def approve_must_do(*, must_do_id: int, words: str = "", by: Actor, at: datetime) -> ProposedMustDo:
    """Approve a must-do: from now on its cost is committed. Not by the one who proposed it, and within growth only."""
    must_do = held(must_do_id, by, Permission.APPROVE_MUST_DOS)
    check_is_open(must_do.name, must_do.state)
    check_other_eyes(
        name=must_do.name,
        by_person_id=counts_as(by, must_do.proposed_by_id, must_do.changed_by_id),
        proposed_by_id=must_do.proposed_by_id,
        changed_by_id=must_do.changed_by_id,
    )
    _check_no_interest(must_do, by)
    check_text(words)
    inputs, every = inputs_to_go_by(must_do.round_id), list_must_dos(must_do.round_id)
    others = [other.code for other in every if other.id != must_do_id]
    check_wanted(must_do.wanted, workbook=workbook_of(inputs), taken=others)
    check_within_growth(use_of_growth(inputs, every), name=must_do.name, amount=as_pence(must_do.amount))
    _decide(must_do, State.APPROVED, words, by, at)
    said = f": {words.strip()}" if words.strip() else ""
    new = {"name": must_do.name, "amount": grouped(as_pence(must_do.amount)), "words": said}
    record(must_do, "approve_must_do", by, new=new)
    return must_do


def decline_must_do(*, must_do_id: int, reason: str, by: Actor, at: datetime) -> ProposedMustDo:
    """Decline a must-do with the reason, or take an approval back while no inputs hold the must-do."""
    must_do = held(must_do_id, by, Permission.APPROVE_MUST_DOS)
    taken_into = must_do.taken_into.number if must_do.taken_into else None
    check_may_decline(name=must_do.name, state=must_do.state, taken_into=taken_into)
    _check_no_interest(must_do, by)
    check_reason(reason)
    old = {"state": str(must_do.state)}
    _decide(must_do, State.DECLINED, reason, by, at)
    record(must_do, "decline_must_do", by, old=old, new={"name": must_do.name, "reason": must_do.decision})
    return must_do


def _check_no_interest(must_do: ProposedMustDo, by: Actor) -> None:
    check_no_interest(name=must_do.name, party_id=must_do.party_id, party=must_do.party.name, interests=by.interests)


def _decide(must_do: ProposedMustDo, state: State, words: str, by: Actor, at: datetime) -> None:
    must_do.state = state
    must_do.decision = words.strip()
    must_do.decided_by_id = by.person_id
    must_do.decided_at = at
    db.session.flush()
