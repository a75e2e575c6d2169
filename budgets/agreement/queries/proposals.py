"""Looking up proposals, their groups and who opened them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from budgets.agreement.models.proposals import Opening, Proposal, Withdrawal
from budgets.rounds.models import Round, StoredCalculation
from commissioning.organisations.queries.lines import parties_by_code
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind


def get_proposal(proposal_id: int) -> Proposal:
    """The proposal of that id with its round, calculation and withdrawal."""
    return db.session.execute(_proposals().where(Proposal.id == proposal_id)).scalar_one()


def list_proposals(round_id: int) -> list[Proposal]:
    """The proposals of a round, newest first, withdrawn ones among them."""
    found = _proposals().where(Proposal.round_id == round_id).order_by(Proposal.number.desc())
    return list(db.session.scalars(found))


def find_current_proposal(round_id: int) -> Proposal | None:
    """The newest proposal of a round, unless it was withdrawn: the one on which positions are taken."""
    found = _proposals().where(Proposal.round_id == round_id).order_by(Proposal.number.desc()).limit(1)
    newest = db.session.scalars(found).first()
    return newest if newest is not None and newest.withdrawal is None else None


def list_openings(proposal_id: int) -> list[Opening]:
    """Who of the groups opened a proposal and when first, earliest first."""
    found = select(Opening).where(Opening.proposal_id == proposal_id).order_by(Opening.opened_at, Opening.id)
    return list(db.session.scalars(found.options(joinedload(Opening.party), joinedload(Opening.person))))


def groups_by_code(proposal: Proposal) -> dict[str, Party]:
    """The commissioner's PbC groups by code, closed ones among them: those of the calculation find theirs here."""
    return parties_by_code(proposal.round.commissioner_id, PartyKind.PBC_GROUP)


def _proposals() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.round).joinedload(Round.commissioner),
        joinedload(Proposal.calculation).joinedload(StoredCalculation.inputs),
        joinedload(Proposal.issued_by),
        joinedload(Proposal.withdrawal).joinedload(Withdrawal.withdrawn_by),
    )
