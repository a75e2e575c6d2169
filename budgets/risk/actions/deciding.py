"""Approving and declining movements of the pool: two people, neither of them the one who asked."""

from datetime import datetime

from budgets.risk.actions.asking import check_has_not_left
from budgets.risk.actions.recording import copied, record, words_to_keep
from budgets.risk.models import PoolApproval, PoolMovement
from budgets.risk.queries.deciders import case_of
from budgets.risk.queries.movements import account_in, entry_of, get_movement, round_id_of
from budgets.risk.rules import pool
from budgets.risk.rules.deciding import check_may_decide
from budgets.risk.rules.pool import Verdict
from budgets.rounds.queries import get_round
from core import audit
from core.clock import in_london
from core.db import db
from core.four_eyes import counts_as
from core.money import as_pence, grouped
from core.permissions import Actor, Permission, check_may


def approve_movement(*, movement_id: int, words: str, by: Actor, at: datetime) -> PoolMovement:
    """Approve a movement. With the second approval it counts, if the account can still bear it."""
    movement = _to_decide(movement_id, by=by, at=at)
    is_last = len(movement.approvals) + 1 == pool.APPROVALS_NEEDED
    if is_last and movement.party is not None:
        check_has_not_left(movement.party, movement.kind, at)
        pool.check_may_count(entry_of(movement), account_in(movement.round_id), name=movement.party.name)
    kept = words_to_keep(words, what="What you write", is_needed=False)
    _say(movement, Verdict.APPROVED, kept, by=by, at=at)
    place = "second of two" if is_last else "first of two"
    balance = grouped(account_in(movement.round_id).balance)
    new: audit.Values = {"number": movement.number, "movement": _in_words(movement), "place": place, "balance": balance}
    record(movement.round, "approve_movement", by=by, new=new)
    return movement


def decline_movement(*, movement_id: int, reason: str, by: Actor, at: datetime) -> PoolMovement:
    """Decline a movement, with the reason. It never counts, and stays in the list."""
    movement = _to_decide(movement_id, by=by, at=at)
    kept = words_to_keep(reason, what="The reason")
    _say(movement, Verdict.DECLINED, kept, by=by, at=at)
    new: audit.Values = {"number": movement.number, "movement": _in_words(movement), "reason": kept}
    record(movement.round, "decline_movement", by=by, new=new)
    return movement


def _to_decide(movement_id: int, *, by: Actor, at: datetime) -> PoolMovement:
    """The movement, its round held until the act is over, for one who may decide over it."""
    found = get_round(round_id_of(movement_id), for_change=True)
    check_may(by, Permission.APPROVE_POOL_MOVEMENTS, commissioner_id=found.commissioner_id)
    movement = get_movement(movement_id)
    case = case_of(movement, by=by, on=in_london(at).date())
    check_may_decide(case, person_id=counts_as(by, *case.people))
    return movement


def _say(movement: PoolMovement, verdict: Verdict, words: str, *, by: Actor, at: datetime) -> None:
    said = PoolApproval(
        movement=movement, verdict=verdict, words=words, given_by_id=by.person_id, given_at=at, **copied(by)
    )
    db.session.add(said)
    db.session.flush()


def _in_words(movement: PoolMovement) -> str:
    return pool.in_words(movement.kind, as_pence(movement.amount), movement.party.name if movement.party else None)
