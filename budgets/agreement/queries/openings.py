"""Looking up who opened a proposal, and where each group stands with it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Opening, Proposal
from budgets.agreement.queries.positions import standing_positions
from budgets.agreement.queries.proposals import groups_by_code, list_openings
from budgets.agreement.rules.items import SPLIT, TOTAL, Item
from budgets.agreement.rules.openings import GroupState, Received, Said, state_of
from budgets.method.result import GroupFacts
from core.db import db
from core.parties.models import Party


def opening_exists(proposal_id: int, *, person_id: int, party_id: int) -> bool:
    """Whether a person opened a proposal before, acting for that group."""
    found = select(Opening.id).where(
        Opening.proposal_id == proposal_id, Opening.person_id == person_id, Opening.party_id == party_id
    )
    return db.session.execute(found).first() is not None


def list_states(proposal: Proposal, groups: Sequence[GroupFacts], *, on: date) -> list[GroupState]:
    """Where each group of the calculation stands with a proposal on a day, in the calculation's order."""
    parties = groups_by_code(proposal)
    standing = standing_positions(proposal.id)
    received: dict[int, Received] = {}
    for opening in list_openings(proposal.id):
        received.setdefault(opening.party_id, Received(by=opening.person.name, at=opening.opened_at))

    def said(party: Party | None, item: Item) -> Said | None:
        return _said(standing.get((party.id, item))) if party else None

    return [
        state_of(
            group.code,
            group.name,
            received=received.get(party.id) if (party := parties.get(group.code)) else None,
            total=said(party, TOTAL),
            split=said(party, SPLIT),
            reply_by=proposal.reply_by,
            on=on,
        )
        for group in groups
    ]


def _said(position: Position | None) -> Said | None:
    if position is None:
        return None
    return Said(stance=position.stance, given_at=position.given_at, is_carried=position.carried_from_id is not None)
