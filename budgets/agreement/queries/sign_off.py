"""Looking up decisions over dissent, what was opened for signature, and the lock that holds."""

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import Decision, Lock, SignOff
from budgets.agreement.models.unlocking import Unlocking, UnlockingAnswer
from budgets.agreement.rules.sign_off_signing import SignedOff
from budgets.agreement.rules.unlocking import AnswerKind
from budgets.rounds.models import Round
from core.db import db


def list_decisions(proposal_id: int) -> list[Decision]:
    """The commissioner's decisions over dissent from a proposal, newest first: the first counts."""
    found = select(Decision).where(Decision.proposal_id == proposal_id).order_by(Decision.id.desc())
    return list(db.session.scalars(found))


def is_signed_or_decided(proposal_id: int) -> bool:
    """Whether a proposal was ever signed off, or decided over: before that there is nothing to say of it. One query."""
    signed = exists().where(Lock.sign_off_id == SignOff.id, SignOff.proposal_id == proposal_id)
    decided = exists().where(Decision.proposal_id == proposal_id)
    return bool(db.session.scalar(select(or_(signed, decided))))


def get_sign_off(sign_off_id: int) -> SignOff:
    """What was opened for signature under that id, with its proposal and round."""
    return db.session.execute(_sign_offs().where(SignOff.id == sign_off_id)).scalar_one()


def list_sign_offs(round_id: int) -> list[SignOff]:
    """All that was ever opened for signature in a round, newest first, void and locked ones among them."""
    found = _sign_offs().join(SignOff.proposal).where(Proposal.round_id == round_id)
    return list(db.session.scalars(found.order_by(SignOff.id.desc())))


def find_lock(round_id: int) -> Lock | None:
    """The lock that holds a round; None where it was not signed off, or was unlocked since."""
    found = _locks().where(Proposal.round_id == round_id, Lock.sign_off_id.not_in(_lifted()))
    return db.session.scalars(found.order_by(Lock.sign_off_id.desc()).limit(1)).first()


def find_newest_lock(round_id: int) -> Lock | None:
    """The lock under which a round was signed off last, whether it still holds or not."""
    found = _locks().where(Proposal.round_id == round_id).order_by(Lock.sign_off_id.desc()).limit(1)
    return db.session.scalars(found).first()


def find_lock_of(proposal_id: int) -> Lock | None:
    """The lock under which a proposal was signed off, whether it still holds or not."""
    return db.session.scalars(_locks().where(SignOff.proposal_id == proposal_id).limit(1)).first()


def how_signed_off(proposal_id: int) -> SignedOff | None:
    """Whether a proposal was signed off, and if so whether its round is still locked by it. One query."""
    is_lifted = Lock.sign_off_id.in_(_lifted())
    found = select(is_lifted).join(Lock.sign_off).where(SignOff.proposal_id == proposal_id)
    lifted = db.session.scalars(found.order_by(Lock.sign_off_id.desc()).limit(1)).first()
    return None if lifted is None else SignedOff.UNLOCKED if lifted else SignedOff.LOCKED


def list_locks_of_calculation(calculation_id: int) -> list[Lock]:
    """The locks under which a calculation was signed off, newest first, lifted ones among them."""
    found = _locks().where(Proposal.calculation_id == calculation_id).order_by(Lock.sign_off_id.desc())
    return list(db.session.scalars(found))


def _lifted() -> Select[int]:
    """The sign-offs whose lock two people lifted."""
    confirmed = UnlockingAnswer.kind == AnswerKind.CONFIRMED
    return select(Unlocking.sign_off_id).join(Unlocking.answer).where(confirmed)


def _locks() -> Select[Lock]:
    rows = select(Lock).join(Lock.sign_off).join(SignOff.proposal)
    return rows.options(joinedload(Lock.sign_off).joinedload(SignOff.proposal).joinedload(Proposal.round))


def _sign_offs() -> Select[SignOff]:
    to_round = joinedload(SignOff.proposal).joinedload(Proposal.round).joinedload(Round.commissioner)
    return select(SignOff).options(to_round, joinedload(SignOff.opened_by), joinedload(SignOff.lock))
