"""What pages of positions need to know: the group asked about, what it says, and who may read and answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request, url_for

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.presented.positions import Row
from budgets.agreement.presented.proposals import State
from budgets.agreement.queries.positions import said_by, standing_positions
from budgets.agreement.queries.proposals import groups_by_code, list_proposals
from budgets.agreement.rules.board import Said, heard
from budgets.agreement.rules.items import Item, item_from
from budgets.agreement.rules.offers import Offer, Offers
from budgets.agreement.rules.positions import reads_words
from budgets.agreement.views.reach import figures_of, opened_proposal, own_code, state_today
from budgets.method.result import Calculation
from core import clock
from core.errors import Refusal
from core.parties.models import Party
from core.permissions import Actor, Permission
from core.web import current_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A proposal as one group is asked about it, and who reads."""

    proposal: Proposal
    proposals: list[Proposal]
    state: State
    calculation: Calculation
    offers: Offers
    party: Party
    parties: Mapping[str, Party]
    by: Actor
    on: date

    @property
    def is_own(self) -> bool:
        """Whether the reader acts for the group."""
        return own_code(self.by) == self.party.code

    @property
    def may_answer(self) -> bool:
        """Whether the reader may speak for the group, and the proposal is to be answered."""
        return self.is_own and self.by.may(Permission.TAKE_POSITIONS) and self.state.is_current

    @property
    def reads_words(self) -> bool:
        """Whether the reader reads the group's words."""
        return reads_words(self.by, group_id=self.party.id, shares_words=self.proposal.shares_words)

    @property
    def sees_figures(self) -> bool:
        """Whether the reader may see every line of the calculation: everybody but a provider."""
        return self.by.may(Permission.SEE_ROUNDS)

    @property
    def earlier(self) -> int | None:
        """The number of the proposal from which positions were carried over."""
        return next((each.number for each in self.proposals if each.number < self.proposal.number), None)

    @property
    def group_names(self) -> dict[str, str]:
        """Group codes with their names."""
        return {group.code: group.name for group in self.calculation.groups}

    def said(self, position: Position | None, item: Item) -> Said:
        """What a position says; the name of the silence where there is none."""
        found = said_by(position) if position is not None else None
        return heard(found, item.kind, reply_by=self.proposal.reply_by, on=self.on)

    def rows(self) -> list[Row]:
        """Every item with what the group says to it; to a provider only what was said, and what everybody is asked."""
        standing = standing_positions(self.proposal.id, party_id=self.party.id)
        rows = [
            Row(offer=offer, said=self.said(standing.get((self.party.id, offer.item)), offer.item))
            for offer in self.offers.to(self.party.code)
        ]
        return rows if self.sees_figures else [row for row in rows if row.offer.line is None or row.said.id]

    def offer(self, text: str) -> Offer:
        """The item of an address, or 404."""
        try:
            return self.offers.get(self.party.code, item_from(text))
        except Refusal:
            abort(404)

    def address(self, endpoint: str, **more: Any) -> str:
        """The address of a page of positions on the same proposal and group."""
        group = None if self.is_own else self.party.code
        return url_for(f"positions.{endpoint}", proposal_id=self.proposal.id, group=group, **more)


def asking(proposal_id: int) -> Asking:
    """The proposal as a group is asked: the one of `?group=`, else the reader's own, else the first; or 404."""
    proposal = opened_proposal(proposal_id)
    calculation, by = figures_of(proposal), current_actor()
    parties = groups_by_code(proposal)
    proposals = list_proposals(proposal.round_id)
    codes = [group.code for group in calculation.groups]
    code = request.args.get("group") or (own if (own := own_code(by)) in codes else codes[0])
    if code not in codes or code not in parties:
        abort(404)
    return Asking(
        proposal=proposal,
        proposals=proposals,
        state=state_today(proposal, proposals[0]),
        calculation=calculation,
        offers=Offers(calculation),
        party=parties[code],
        parties=parties,
        by=by,
        on=clock.today(),
    )


def asking_own(proposal_id: int) -> Asking:
    """The same for those who answer: 404 for a person of a group that the proposal does not ask."""
    found = asking(proposal_id)
    if not found.is_own:
        abort(404)
    return found
