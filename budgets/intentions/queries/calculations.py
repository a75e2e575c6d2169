"""The calculation that counts: the one proposed now, else the one opened to the groups last."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from budgets.agreement.queries.proposals import find_current_proposal
from budgets.rounds.models import Shown, StoredCalculation
from core.db import db


def find_calculation_at_hand(round_id: int) -> StoredCalculation | None:
    """The calculation of the current proposal of a round; where none stands, the one opened to the groups last.

    A calculation may be proposed a second time, after a later one was withdrawn. None before any was opened.
    """
    proposal = find_current_proposal(round_id)
    return proposal.calculation if proposal else find_newest_opened(round_id)


def find_newest_opened(round_id: int) -> StoredCalculation | None:
    """The calculation of a round that was opened to the groups last; None before any was."""
    found = select(StoredCalculation).join(StoredCalculation.shown).where(StoredCalculation.round_id == round_id)
    found = found.options(contains_eager(StoredCalculation.shown))
    return db.session.scalars(found.order_by(Shown.shown_at.desc(), StoredCalculation.number.desc()).limit(1)).first()
