"""Looking up the calculations of a round that pages of risk stand on."""

from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculations_seen_by, list_calculations
from core.permissions import Actor


def find_newest_seen(by: Actor, found: Round) -> StoredCalculation | None:
    """The newest calculation of a round that this reader may see."""
    return next(iter(calculations_seen_by(by, found)), None)


def find_newest_opened(round_id: int) -> StoredCalculation | None:
    """The calculation of a round that was opened to the groups last."""
    opened = [(stored.shown.shown_at, stored.number, stored) for stored in list_calculations(round_id) if stored.shown]
    return max(opened)[-1] if opened else None
