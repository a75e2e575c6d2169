"""The contribution that is offered to the commissioner: the reserve of the calculation opened to the groups last."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.method.policy import Holder
from budgets.risk.models import PoolMovement
from budgets.risk.queries.holdings import find_holding
from budgets.risk.queries.movements import entry_of
from budgets.risk.rules.pool import MovementKind, MovementState
from budgets.risk.views.reach import holder_reckoned, speaks_for_the_commissioner
from budgets.rounds.models import Round
from budgets.rounds.views.seen import calculation_at_hand
from core.money import as_decimal
from core.permissions import Permission
from core.web import current_actor

_STANDS = {MovementState.WAITING, MovementState.APPROVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A contribution that can be asked for at once: how much, and why."""

    amount: Decimal
    reason: str


def offer_of(found: Round, movements: Sequence[PoolMovement]) -> Offer | None:
    """The reserve of the newest calculation opened to the groups, for those who ask for the commissioner.

    None where the provider holds the reserve, by that calculation's policy or by the decision, where there is none, and
    once a contribution of the commissioner's own waits or counts.
    """
    if not speaks_for_the_commissioner(found) or not current_actor().may(Permission.REQUEST_POOL_MOVEMENTS):
        return None
    if any(_is_own_contribution(movement) for movement in movements):
        return None
    stored, holding = find_calculation_at_hand(found.id), find_holding(found.id)
    is_decided_otherwise = holding is not None and holding.holder is not Holder.COMMISSIONER
    if stored is None or is_decided_otherwise or holder_reckoned(stored) is not Holder.COMMISSIONER:
        return None
    reserve = calculation_at_hand(stored).totals.reserve
    if reserve <= 0:
        return None
    return Offer(amount=as_decimal(reserve), reason=f"The reserve of calculation {stored.number}.")


def _is_own_contribution(movement: PoolMovement) -> bool:
    """Whether it is a contribution of the commissioner's own that waits or counts."""
    is_own = movement.kind is MovementKind.CONTRIBUTION and movement.party_id is None
    return is_own and entry_of(movement).state in _STANDS
