"""A dispute as its reader sees it: found or 404, both sides' figures, where it stands, and what the reader may do."""

from dataclasses import dataclass
from datetime import date

from flask import abort, url_for
from sqlalchemy.exc import NoResultFound

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.presented.amounts import signed_sterling
from budgets.agreement.presented.proposals import State
from budgets.agreement.queries.board import grade_at_hand, taken_up_in
from budgets.agreement.queries.positions import find_standing, get_position, list_outcomes
from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.rules.disputes import anchor_of
from budgets.agreement.rules.offers import Offer, Offers
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.positions import reads_words
from budgets.agreement.rules.stances import Stance
from budgets.agreement.views.reach import figures_of, own_code, state_today
from budgets.method.result import Calculation
from budgets.rounds.views.reach import followed_round
from budgets.sources.rules.descriptions import Grade
from core import clock
from core.money import as_pence
from core.permissions import Actor, Permission
from core.tables import UNDEFINED
from core.threads.models import Comment
from core.threads.queries import comments_on
from core.web import current_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSeen:
    """A dispute with the proposals of its round, what was offered, every outcome (last first), and who reads."""

    position: Position
    proposals: list[Proposal]
    state: State
    calculation: Calculation
    offer: Offer
    outcomes: list[Outcome]
    now: Position | None
    by: Actor
    on: date

    @property
    def proposal(self) -> Proposal:
        """The proposal that is disputed."""
        return self.position.proposal

    @property
    def outcome(self) -> Outcome | None:
        """What became of it."""
        return self.outcomes[0] if self.outcomes else None

    @property
    def stands(self) -> bool:
        """Whether it is what the group says now, on the proposal that is to be answered."""
        return self.state.is_current and self.now is not None and self.now.id == self.position.id

    @property
    def difference_said(self) -> str:
        """What is claimed above or below the offer; a dash where no amount is named."""
        claimed = self.position.claimed
        return UNDEFINED if claimed is None else signed_sterling(as_pence(claimed) - self.offer.own)

    @property
    def grade(self) -> Grade | None:
        """The weakest grade on which the money rests."""
        return grade_at_hand(self.proposal, self.position.party.code, self.position.item)

    @property
    def taken_up(self) -> Proposal | None:
        """The later proposal that took up what was upheld."""
        if self.outcome is None or self.outcome.kind is not OutcomeKind.UPHELD:
            return None
        number = self.outcome.calculation.number if self.outcome.calculation else None
        return taken_up_in(self.proposals, after=self.proposal.number, calculation=number)

    @property
    def reads_words(self) -> bool:
        """Whether the reader reads the group's words."""
        return reads_words(self.by, group_id=self.position.party_id, shares_words=self.proposal.shares_words)

    @property
    def may_decide(self) -> bool:
        """Whether the reader may decide over it now."""
        return self.stands and self.by.may(Permission.DECIDE_DISPUTES)

    @property
    def is_own(self) -> bool:
        """Whether the reader acts for the group that disputes."""
        return own_code(self.by) == self.position.party.code

    @property
    def may_withdraw(self) -> bool:
        """Whether the reader may withdraw it now."""
        return self.stands and self.is_own and self.by.may(Permission.TAKE_POSITIONS)

    @property
    def group_names(self) -> dict[str, str]:
        """Group codes with their names."""
        return {group.code: group.name for group in self.calculation.groups}

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way to it."""
        found = self.proposal.round
        board = url_for("board.show_board", round_id=found.id, proposal=self.proposal.number)
        return [
            ("Budget rounds", url_for("rounds.list_rounds")),
            (f"Round {found.year}", url_for("rounds.show_round", round_id=found.id)),
            ("Board", board),
        ]

    def comments(self) -> list[Comment]:
        """What was said about it, over all proposals of the round."""
        anchor = anchor_of(self.position.party.code, self.position.item)
        return comments_on("round", self.proposal.round_id, anchor)


def seen_dispute(position_id: int) -> DisputeSeen:
    """The dispute of that position, if the reader follows its round; 404 for a position that disputes nothing."""
    try:
        position = get_position(position_id)
    except NoResultFound:
        abort(404)
    followed_round(position.proposal.round_id)
    if position.stance is not Stance.DISPUTED:
        abort(404)
    calculation = figures_of(position.proposal)
    proposals = list_proposals(position.proposal.round_id)
    return DisputeSeen(
        position=position,
        proposals=proposals,
        state=state_today(position.proposal, proposals[0]),
        calculation=calculation,
        offer=Offers(calculation).get(position.party.code, position.item),
        outcomes=list_outcomes(position_id),
        now=find_standing(position.proposal_id, party_id=position.party_id, item=position.item),
        by=current_actor(),
        on=clock.today(),
    )
