"""Looking up the calculations of a round that pages of risk stand on."""

from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculations_seen_by
from core.permissions import Actor


def find_newest_seen(by: Actor, found: Round) -> StoredCalculation | None:
    """The newest calculation of a round that this reader may see."""
    return next(iter(calculations_seen_by(by, found)), None)
