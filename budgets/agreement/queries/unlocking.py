"""Looking up requests to unlock a round, and what became of them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import Lock, SignOff
from budgets.agreement.models.unlocking import Unlocking
from budgets.agreement.rules.unlocking import AnswerKind
from core.db import db


def get_unlocking(unlocking_id: int) -> Unlocking:
    """The request of that id with its lock, sign-off, proposal and answer."""
    return db.session.execute(_unlockings().where(Unlocking.id == unlocking_id)).scalar_one()


def list_unlockings(round_id: int) -> list[Unlocking]:
    """The requests to unlock a round, newest first."""
    found = _unlockings().where(Proposal.round_id == round_id).order_by(Unlocking.id.desc())
    return list(db.session.scalars(found))


def find_unanswered(round_id: int) -> Unlocking | None:
    """The request to unlock a round that waits for a second person."""
    return next((each for each in list_unlockings(round_id) if each.answer is None), None)


def find_lifting(sign_off_id: int) -> Unlocking | None:
    """The request that, confirmed, lifted the lock of a sign-off."""
    listed = db.session.scalars(_unlockings().where(Unlocking.sign_off_id == sign_off_id))
    return next((each for each in listed if each.answer and each.answer.kind is AnswerKind.CONFIRMED), None)


def _unlockings() -> Select[Unlocking]:
    rows = select(Unlocking).join(Unlocking.lock).join(Lock.sign_off).join(SignOff.proposal)
    to_round = joinedload(Unlocking.lock).joinedload(Lock.sign_off).joinedload(SignOff.proposal)
    return rows.options(to_round.joinedload(Proposal.round), joinedload(Unlocking.answer))
