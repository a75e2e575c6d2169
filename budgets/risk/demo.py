"""The risk of the demo year: a decision, a contribution that two approved, a drawdown that waits for the second."""

from datetime import datetime, timedelta
from decimal import Decimal

from budgets.method.policy import Holder
from budgets.risk.actions.asking import ask_for_movement
from budgets.risk.actions.deciding import approve_movement
from budgets.risk.actions.holding import decide_holder
from budgets.risk.rules.pool import MovementKind
from core.permissions import Actor

_HOUR = timedelta(hours=1)


def seed_demo_risk(
    *, round_id: int, commissioner: Actor, finance: Actor, contributor: Actor, drawer: Actor, at: datetime
) -> None:
    """Give the round of the demo year its risk, through the acts people use, from an instant on.

    `contributor` and `drawer` are PbC leads of two groups: the trust of the demo has two people who may approve, so
    neither of them can be the one who asks. Runs inside the transaction of the one who seeds.
    """
    decide_holder(
        round_id=round_id,
        holder=Holder.COMMISSIONER,
        reason="Kept in one hand, a swing in one group can be met with what the others do not need.",
        seen=0,
        by=commissioner,
        at=at,
    )
    paid_in = ask_for_movement(
        round_id=round_id,
        kind=MovementKind.CONTRIBUTION,
        party_id=contributor.organisation_id,
        amount=Decimal("60000.00"),
        reason="Our part of a pool for swings that no group can bear alone.",
        by=contributor,
        at=at + _HOUR,
    )
    approve_movement(movement_id=paid_in.id, words="As the leads agreed.", by=commissioner, at=at + 2 * _HOUR)
    approve_movement(movement_id=paid_in.id, words="", by=finance, at=at + 3 * _HOUR)
    drawn = ask_for_movement(
        round_id=round_id,
        kind=MovementKind.DRAWDOWN,
        party_id=drawer.organisation_id,
        amount=Decimal("12500.00"),
        reason="One practice alone cannot bear two more long stays in intermediate care than it planned for.",
        by=drawer,
        at=at + 4 * _HOUR,
    )
    approve_movement(movement_id=drawn.id, words="", by=commissioner, at=at + 5 * _HOUR)
