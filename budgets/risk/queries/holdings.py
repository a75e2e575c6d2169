"""Looking up who holds the reserve of a round."""

from sqlalchemy import Select, select

from budgets.risk.models import ReserveHolding
from core.db import db


def list_holdings(round_id: int) -> list[ReserveHolding]:
    """The decisions of a round, newest first: the first one counts."""
    return list(db.session.scalars(_holdings(round_id)))


def find_holding(round_id: int) -> ReserveHolding | None:
    """The decision that counts."""
    return db.session.scalars(_holdings(round_id).limit(1)).first()


def _holdings(round_id: int) -> Select[ReserveHolding]:
    return select(ReserveHolding).where(ReserveHolding.round_id == round_id).order_by(ReserveHolding.id.desc())
