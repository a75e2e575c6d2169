"""Carrying positions over from one proposal to the next, as a part of issuing it."""

from collections.abc import Mapping
from decimal import Decimal

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.carrying import Held, positions_that_hold
from budgets.agreement.queries.positions import outcomes_of
from budgets.agreement.queries.what_if import amount_by_method
from budgets.method.what_if import method_for
from budgets.rounds.queries import calculation_of, workbook_of
from core.db import db
from core.money import as_decimal


def carry_positions(earlier: Proposal | None, later: Proposal) -> Held:
    """Copy the positions that still hold to the later proposal, each marked with the one it was carried from.

    A copy keeps who spoke, when, and every word; a dispute keeps its outcome. The amount of a claimed method is worked
    out anew. A first proposal has nothing to carry.
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
        claimed=_claimed(position, later),
        claimed_method=position.claimed_method,
        carried_from_id=position.id,
        given_by_id=position.given_by_id,
        name=position.name,
        role=position.role,
        given_at=position.given_at,
    )


def _claimed(position: Position, later: Proposal) -> Decimal | None:
    """The amount claimed; where a method was claimed, what it gives by the inputs that are proposed now.

    A line may stay as it was while the activity changes by which the group asks it to be split.
    """
    if not position.claimed_method:
        return position.claimed
    stored = later.calculation
    try:
        method = str(method_for(position.claimed_method, workbook_of(stored.inputs)))
    except ValueError:  # the claimed method names a population or group that the new inputs lack
        return position.claimed
    amount = amount_by_method(stored, position.item_code, method, group=position.party.code)
    return position.claimed if amount is None else as_decimal(amount)


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
