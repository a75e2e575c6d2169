"""Looking up what providers charge for their lines."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from budgets.intentions.models.prices import PriceRecord
from budgets.intentions.rules.grossing_up import Priced
from core.db import db
from core.money import as_pence


def list_prices(round_id: int, *, party_id: int | None = None) -> list[PriceRecord]:
    """The prices that stand in a round, of all providers or of one, by provider and line."""
    newest = select(func.max(PriceRecord.id)).where(PriceRecord.round_id == round_id)
    newest = newest.group_by(PriceRecord.party_id, PriceRecord.line_code)
    found = select(PriceRecord).where(PriceRecord.id.in_(newest), PriceRecord.withdrawn.is_(False))
    if party_id is not None:
        found = found.where(PriceRecord.party_id == party_id)
    rows = db.session.scalars(found.options(joinedload(PriceRecord.party), joinedload(PriceRecord.set_by)))
    return sorted(rows, key=lambda row: (row.party.name, row.line_name, row.line_code))


def newest_price_id(round_id: int, party_id: int) -> int:
    """The number of the last price a provider set in a round; 0 before the first."""
    found = select(func.max(PriceRecord.id)).where(PriceRecord.round_id == round_id, PriceRecord.party_id == party_id)
    return db.session.scalar(found) or 0


def priced_of(record: PriceRecord) -> Priced:
    """A price as a value."""
    return Priced(
        code=record.line_code,
        name=record.line_name,
        cost=as_pence(record.cost),
        price=as_pence(record.price),
        loss_leader=record.loss_leader,
    )
