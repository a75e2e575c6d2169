"""Looking up proposals, their groups and who opened them."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from budgets.agreement.models.proposals import Opening, Proposal, Withdrawal
from budgets.rounds.models import Round, StoredCalculation
from commissioning.organisations.queries.lines import parties_by_code
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.audit_trail.rules import values_in
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.people.models import Grant

_MOST_READ, _MOST_SHOWN = 1000, 100


def get_proposal(proposal_id: int) -> Proposal:
    """The proposal of that id with its round, calculation and withdrawal."""
    return db.session.execute(_proposals().where(Proposal.id == proposal_id)).scalar_one()


def list_proposals(round_id: int) -> list[Proposal]:
    """The proposals of a round, newest first, withdrawn ones among them."""
    found = _proposals().where(Proposal.round_id == round_id).order_by(Proposal.number.desc())
    return list(db.session.scalars(found))


def find_current_proposal(round_id: int) -> Proposal | None:
    """The newest proposal of a round, unless it was withdrawn: the one on which positions are taken."""
    newest = find_newest_proposal(round_id)
    return newest if newest is not None and newest.withdrawal is None else None


def find_newest_proposal(round_id: int) -> Proposal | None:
    """The newest proposal of a round, withdrawn or not."""
    found = _proposals().where(Proposal.round_id == round_id).order_by(Proposal.number.desc()).limit(1)
    return db.session.scalars(found).first()


def list_current_proposals(commissioner_ids: Iterable[int]) -> list[Proposal]:
    """The current proposal of each round of these commissioners, newest year first. One query."""
    later = aliased(Proposal)
    is_newest = ~exists().where(later.round_id == Proposal.round_id, later.number > Proposal.number)
    found = _proposals().join(Proposal.round).where(Round.commissioner_id.in_(list(commissioner_ids)), is_newest)
    found = found.where(~Proposal.withdrawal.has()).order_by(Round.year.desc(), Proposal.id.desc())
    return list(db.session.scalars(found))


def history_of_agreement(round_id: int, *, number: int | None = None) -> list[Line]:
    """What was done in agreeing a round, newest first; of one proposal only, if its number is given.

    What was done in preparing the round is not among it: that is for those who prepare.
    """
    found = select(AuditEvent).where(
        AuditEvent.subject == "round", AuditEvent.subject_id == round_id, AuditEvent.act.startswith("agreement.")
    )
    found = found.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    events = db.session.scalars(found.order_by(AuditEvent.id.desc()).limit(_MOST_READ))
    return lines_of(event for event in events if number is None or _is_about(event, number))[:_MOST_SHOWN]


def _is_about(event: AuditEvent, number: int) -> bool:
    _, new = values_in(event.payload)
    return new.get("proposal") == number


def list_openings(proposal_id: int) -> list[Opening]:
    """Who of the groups opened a proposal and when first, earliest first."""
    found = select(Opening).where(Opening.proposal_id == proposal_id).order_by(Opening.opened_at, Opening.id)
    return list(db.session.scalars(found.options(joinedload(Opening.party), joinedload(Opening.person))))


def groups_by_code(proposal: Proposal) -> dict[str, Party]:
    """The commissioner's PbC groups by code, closed ones among them: those of the calculation find theirs here."""
    return parties_by_code(proposal.round.commissioner_id, PartyKind.PBC_GROUP)


@cache
def _proposals() -> Select[Proposal]:
    """Proposals with what every page of them shows. The statement is made once; what is added to it makes another."""
    return select(Proposal).options(
        joinedload(Proposal.round).joinedload(Round.commissioner),
        joinedload(Proposal.calculation).joinedload(StoredCalculation.inputs),
        joinedload(Proposal.issued_by),
        joinedload(Proposal.withdrawal).joinedload(Withdrawal.withdrawn_by),
    )
