"""Carrying positions over from one proposal to the next, as a part of issuing it."""

from collections.abc import Mapping

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.carrying import Held, positions_that_hold
from budgets.agreement.queries.positions import outcomes_of
from budgets.rounds.queries import calculation_of
from core.db import db


def carry_positions(earlier: Proposal | None, later: Proposal) -> Held:
    """Copy the positions that still hold to the later proposal, each marked with the one it was carried from.

    A copy keeps who spoke, when, and every word; a dispute keeps its outcome. A first proposal has nothing to carry.
    """
    if earlier is None:
        return Held()
    before, after = calculation_of(earlier.calculation), calculation_of(later.calculation)
    held = positions_that_hold(earlier, before=before, after=after)
    copies = {position.id: _copy(position, later) for position in held.positions}
    db.session.add_all(copies.values())
    db.session.flush()
    _keep_outcomes(copies)
    return held


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
