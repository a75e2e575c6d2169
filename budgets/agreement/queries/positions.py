"""Looking up positions: what stands, and every change of mind before it."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.rules.items import Item
from core.db import db


def standing_positions(proposal_id: int) -> dict[tuple[int, Item], Position]:
    """The last position of each group (by its id) on each item of a proposal. Silence has no entry. One query."""
    found = _positions().where(Position.proposal_id == proposal_id).order_by(Position.id)
    return {(position.party_id, position.item): position for position in db.session.scalars(found)}


def list_positions(proposal_id: int, *, party_id: int, item: Item) -> list[Position]:
    """All a group said to an item of a proposal, last first."""
    found = _positions().where(
        Position.proposal_id == proposal_id,
        Position.party_id == party_id,
        Position.item_kind == item.kind,
        Position.item_code == item.code,
    )
    return list(db.session.scalars(found.order_by(Position.id.desc())))


def outcomes_of(position_ids: Sequence[int]) -> dict[int, Outcome]:
    """The last outcome of each of these disputes that has one. One query."""
    found = select(Outcome).where(Outcome.position_id.in_(position_ids)).order_by(Outcome.id)
    found = found.options(joinedload(Outcome.decided_by), joinedload(Outcome.calculation))
    return {outcome.position_id: outcome for outcome in db.session.scalars(found)}


def _positions() -> Select[Position]:
    return select(Position).options(joinedload(Position.party), joinedload(Position.given_by))
