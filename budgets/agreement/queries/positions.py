"""Looking up positions: what stands, and every change of mind before it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.models.proposals import Proposal, Withdrawal
from budgets.agreement.rules.board import Said
from budgets.agreement.rules.items import Item
from budgets.agreement.rules.positions_listed import Entry, entries_of
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculation_of
from core.db import db
from core.money import as_pence


def standing_positions(proposal_id: int, *, party_id: int | None = None) -> dict[tuple[int, Item], Position]:
    """The last position of each group (by its id) on each item of a proposal. Silence has no entry. One query."""
    found = _positions().where(Position.proposal_id == proposal_id).order_by(Position.id)
    if party_id is not None:
        found = found.where(Position.party_id == party_id)
    return {(position.party_id, position.item): position for position in db.session.scalars(found)}


def list_entries(proposal: Proposal, *, on: date) -> list[Entry]:
    """What every group of a proposal says, silence among it, as it stands on a day."""
    said = {
        (position.party.code, position.item): (said_by(position), position.words)
        for position in standing_positions(proposal.id).values()
    }
    calculation = calculation_of(proposal.calculation)
    return list(entries_of(calculation, said, proposal=proposal.number, reply_by=proposal.reply_by, on=on))


def said_by(position: Position) -> Said:
    """What a position says, as a value."""
    return Said(
        id=position.id,
        stance=position.stance,
        reason=position.reason,
        claimed=None if position.claimed is None else as_pence(position.claimed),
        claimed_method=position.claimed_method,
        is_carried=position.carried_from_id is not None,
        by=position.name,
        given_at=position.given_at,
    )


def get_position(position_id: int) -> Position:
    """The position of that id with its group, and its proposal with round, calculation and withdrawal."""
    found = (
        _positions()
        .where(Position.id == position_id)
        .options(
            joinedload(Position.proposal).joinedload(Proposal.round).joinedload(Round.commissioner),
            joinedload(Position.proposal).joinedload(Proposal.calculation).joinedload(StoredCalculation.inputs),
            joinedload(Position.proposal).joinedload(Proposal.withdrawal).joinedload(Withdrawal.withdrawn_by),
        )
    )
    return db.session.execute(found).scalar_one()


def list_positions(proposal_id: int, *, party_id: int, item: Item) -> list[Position]:
    """All a group said to an item of a proposal, last first."""
    found = _positions().where(Position.proposal_id == proposal_id, *_of(party_id, item))
    return list(db.session.scalars(found.order_by(Position.id.desc())))


def find_standing(proposal_id: int, *, party_id: int, item: Item) -> Position | None:
    """What a group last said to an item of a proposal."""
    found = _positions().where(Position.proposal_id == proposal_id, *_of(party_id, item))
    return db.session.scalars(found.order_by(Position.id.desc()).limit(1)).first()


def list_positions_of_round(round_id: int, *, party_id: int, item: Item) -> list[Position]:
    """All a group said to an item in any proposal of a round, last first, with the proposals."""
    found = _positions().options(joinedload(Position.proposal)).join(Position.proposal)
    found = found.where(Proposal.round_id == round_id, *_of(party_id, item))
    return list(db.session.scalars(found.order_by(Position.id.desc())))


def outcomes_of(position_ids: Sequence[int]) -> dict[int, Outcome]:
    """The last outcome of each of these disputes that has one. One query."""
    found = _outcomes().where(Outcome.position_id.in_(position_ids)).order_by(Outcome.id)
    return {outcome.position_id: outcome for outcome in db.session.scalars(found)}


def outcomes_on(proposal_id: int) -> dict[int, Outcome]:
    """The last outcome of each dispute on a proposal that has one, by the id of its position. One query."""
    found = _outcomes().join(Outcome.position).where(Position.proposal_id == proposal_id).order_by(Outcome.id)
    return {outcome.position_id: outcome for outcome in db.session.scalars(found)}


def list_outcomes(position_id: int) -> list[Outcome]:
    """Every outcome a dispute was given, last first."""
    found = _outcomes().where(Outcome.position_id == position_id)
    return list(db.session.scalars(found.order_by(Outcome.id.desc())))


def _positions() -> Select[Position]:
    return select(Position).options(joinedload(Position.party), joinedload(Position.given_by))


def _outcomes() -> Select[Outcome]:
    return select(Outcome).options(joinedload(Outcome.decided_by), joinedload(Outcome.calculation))


def _of(party_id: int, item: Item) -> tuple[ColumnElement[bool], ...]:
    return Position.party_id == party_id, Position.item_kind == item.kind, Position.item_code == item.code
