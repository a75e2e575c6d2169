"""Looking up who holds the reserve of a round."""

from sqlalchemy import Select, select

from budgets.risk.models import ReserveHolding
from budgets.rounds.models import Round, StoredCalculation
from core.db import db
from core.permissions import Actor


def list_holdings(round_id: int) -> list[ReserveHolding]:
    """The decisions of a round, newest first: the first one counts."""
    return list(db.session.scalars(_holdings(round_id)))


def find_holding(round_id: int) -> ReserveHolding | None:
    """The decision that counts."""
    return db.session.scalars(_holdings(round_id).limit(1)).first()


def list_rounds_without_holding(by: Actor) -> list[Round]:
    """The rounds of a person’s commissioners that have a calculation opened to the groups and no decision."""
    opened = select(StoredCalculation.round_id).join(StoredCalculation.shown)
    decided = select(ReserveHolding.round_id)
    found = select(Round).where(Round.commissioner_id.in_(by.commissioner_ids), Round.id.in_(opened))
    return list(db.session.scalars(found.where(Round.id.not_in(decided)).order_by(Round.year.desc(), Round.id)))


def _holdings(round_id: int) -> Select[ReserveHolding]:
    return select(ReserveHolding).where(ReserveHolding.round_id == round_id).order_by(ReserveHolding.id.desc())
