"""All that groups said to a proposal as rows: what they are asked, and every line and pot they spoke to."""

from collections.abc import Iterator
from datetime import date

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import standing_positions
from budgets.agreement.queries.proposals import groups_by_code
from budgets.agreement.queries.sign_off_content import figures_of
from budgets.agreement.rules.items import SPLIT, TOTAL, Item
from budgets.agreement.rules.said import SaidRow
from budgets.agreement.rules.stances import silence
from core.clock import in_london
from core.parties.models import Party


def list_said(proposal: Proposal, *, on: date) -> list[SaidRow]:
    """What every group of a proposal says on a day, in the calculation's order: total, split, then what it spoke to."""
    parties, standing = groups_by_code(proposal), standing_positions(proposal.id)
    return [
        _row(proposal, code, item, position, on=on)
        for code, _, _, _ in figures_of(proposal.calculation).groups
        for item, position in _items(parties.get(code), standing)
    ]


def _items(party: Party | None, standing: dict[tuple[int, Item], Position]) -> Iterator[tuple[Item, Position | None]]:
    own = {item: said for (party_id, item), said in standing.items() if party is not None and party_id == party.id}
    yield TOTAL, own.pop(TOTAL, None)
    yield SPLIT, own.pop(SPLIT, None)
    yield from sorted(own.items(), key=lambda pair: str(pair[0]))


def _row(proposal: Proposal, code: str, item: Item, position: Position | None, *, on: date) -> SaidRow:
    if position is None:
        stance = silence(item.kind, reply_by=proposal.reply_by, on=on)
        return SaidRow(proposal=proposal.number, group=code, item=str(item), position=stance)
    return SaidRow(
        proposal=proposal.number,
        group=code,
        item=str(item),
        position=position.stance,
        by=position.name,
        on=in_london(position.given_at).date(),
        reason=position.reason,
        carried_over=position.carried_from_id is not None,
    )
