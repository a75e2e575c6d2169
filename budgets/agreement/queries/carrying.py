"""Looking up which standing positions of a proposal still hold under another calculation."""

from dataclasses import dataclass

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import standing_positions
from budgets.agreement.rules.carrying import carried
from budgets.agreement.rules.items import Item
from budgets.method.result import Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The positions that still hold, and how many others stand on the proposal: those start again."""

    positions: tuple[Position, ...] = ()
    others: int = 0


def positions_that_hold(earlier: Proposal, *, before: Calculation, after: Calculation) -> Held:
    """The standing positions of a proposal whose figures another calculation does not change."""
    standing = standing_positions(earlier.id).values()
    held = carried(standing, _group_and_item, before=before, after=after)
    return Held(positions=tuple(held), others=len(standing) - len(held))


def _group_and_item(position: Position) -> tuple[str, Item]:
    return position.party.code, position.item
