"""Looking up who holds the reserve of a round."""

from sqlalchemy import select

from budgets.risk.models import Holding
from core.db import db


def list_holdings(round_id: int) -> list[Holding]:
    """The decisions of a round, newest first: the first one counts."""
    found = select(Holding).where(Holding.round_id == round_id).order_by(Holding.id.desc())
    return list(db.session.scalars(found))


def find_holding(round_id: int) -> Holding | None:
    """The decision that counts."""
    found = select(Holding).where(Holding.round_id == round_id).order_by(Holding.id.desc()).limit(1)
    return db.session.scalars(found).first()
