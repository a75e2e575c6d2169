"""Carrying positions over from one proposal to the next, as a part of issuing it."""

from collections.abc import Mapping
from dataclasses import dataclass

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import outcomes_of, standing_positions
from budgets.agreement.rules.carrying import carried
from budgets.agreement.rules.items import Item
from budgets.method.result import Calculation
from core.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How many standing positions were carried over, and how many start again."""

    over: int = 0
    again: int = 0


def positions_that_hold(earlier: Proposal, *, before: Calculation, after: Calculation) -> tuple[list[Position], int]:
    """The standing positions of a proposal that still hold under another calculation, and how many stand in all."""
    standing = standing_positions(earlier.id)
    return carried(standing.values(), _group_and_item, before=before, after=after), len(standing)


def carry_positions(earlier: Proposal, later: Proposal, *, before: Calculation, after: Calculation) -> Carried:
    """Copy the positions that still hold to the later proposal, each marked with the one it was carried from.

    A copy keeps who spoke, when, and every word; a dispute keeps its outcome.
    """
    held, standing = positions_that_hold(earlier, before=before, after=after)
    copies = {position.id: _copy(position, later) for position in held}
    db.session.add_all(copies.values())
    db.session.flush()
    _keep_outcomes(copies)
    return Carried(over=len(held), again=standing - len(held))


def _group_and_item(position: Position) -> tuple[str, Item]:
    return position.party.code, position.item


def _copy(position: Position, later: Proposal) -> Position:
    return Position(
        proposal_id=later.id,
        party_id=position.party_id,
        item_kind=position.item_kind,
        item_code=position.item_code,
        stance=position.stance,
        reason=position.reason,
        words=position.words,
        claimed=position.claimed,
        claimed_method=position.claimed_method,
        carried_from_id=position.id,
        given_by_id=position.given_by_id,
        name=position.name,
        role=position.role,
        given_at=position.given_at,
    )


def _keep_outcomes(copies: Mapping[int, Position]) -> None:
    for position_id, outcome in outcomes_of(list(copies)).items():
        db.session.add(
            Outcome(
                position_id=copies[position_id].id,
                kind=outcome.kind,
                words=outcome.words,
                calculation_id=outcome.calculation_id,
                decided_by_id=outcome.decided_by_id,
                decided_at=outcome.decided_at,
            )
        )
    db.session.flush()
