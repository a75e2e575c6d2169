"""Deciding who holds the reserve."""

from datetime import datetime

from budgets.method.policy import Holder
from budgets.risk.actions.recording import copied, record, words_to_keep
from budgets.risk.models import ReserveHolding
from budgets.risk.queries.holdings import find_holding
from budgets.risk.rules.holding import HOLDER_NAMES, check_is_new, check_nobody_decided_since
from budgets.rounds.actions.rounds import check_may_be_changed
from budgets.rounds.queries import get_round
from core.clock import moment_in_words
from core.db import db
from core.permissions import Actor, Permission, check_may


def decide_holder(*, round_id: int, holder: Holder, reason: str, seen: int, by: Actor, at: datetime) -> ReserveHolding:
    """Record who holds the risk reserve of a round, and why. The decisions before it stay.

    `seen`: the id of the decision the person had in front of them, 0 for none; where another was made since, they are
    told who made it and when.
    """
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.DECIDE_RESERVE, commissioner_id=found.commissioner_id)
    check_may_be_changed(round_id)
    newest = find_holding(round_id)
    if newest is not None:
        when = moment_in_words(newest.decided_at)
        check_nobody_decided_since(seen, newest.id, by=newest.name, at=when, holder=newest.holder)
        check_is_new(holder, reason, standing=newest.holder, standing_reason=newest.reason)
    holding = ReserveHolding(
        round_id=round_id,
        holder=holder,
        reason=words_to_keep(reason, what="The reason"),
        decided_by_id=by.person_id,
        decided_at=at,
        **copied(by),
    )
    db.session.add(holding)
    db.session.flush()
    old = {"holder": HOLDER_NAMES[newest.holder]} if newest else None
    record(found, "decide_holder", by=by, old=old, new={"holder": HOLDER_NAMES[holder], "reason": holding.reason})
    return holding
