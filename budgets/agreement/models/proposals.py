"""Tables of proposals: what was put to the groups, that it was withdrawn, and who opened it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.rounds.models import Round, StoredCalculation
from core.db import Instant, Model
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class Proposal(Model):
    """A calculation put to the groups of a round, numbered and frozen.

    `changes` and `sources` are JSON: what changed since the proposal before, and where the figures come from, as they
    stood when it was issued. `shares_words`: whether the provider and the other groups read the words of a position
    (the position itself they always see). `content_hash`: SHA-256 over all that is put to the groups.
    """

    __tablename__ = "agreement_proposal"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    number: Mapped[int]
    calculation_id: Mapped[int] = mapped_column(ForeignKey("rounds_calculation.id"))
    note: Mapped[str] = mapped_column(Text)
    reply_by: Mapped[date]
    deadline: Mapped[date]
    shares_words: Mapped[bool]
    changes: Mapped[str] = mapped_column(Text, deferred=True)
    sources: Mapped[str] = mapped_column(Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    round: Mapped[Round] = relationship()
    calculation: Mapped[StoredCalculation] = relationship()
    issued_by: Mapped[Person] = relationship()
    withdrawal: Mapped["Withdrawal | None"] = relationship(back_populates="proposal")


class Withdrawal(Model):
    """That a proposal was withdrawn, by whom and why. What was said to it stays readable."""

    __tablename__ = "agreement_withdrawal"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)

    proposal: Mapped[Proposal] = relationship(back_populates="withdrawal")
    withdrawn_by: Mapped[Person] = relationship()


class Opening(Model):
    """That a person of a group opened a proposal for the first time: the group has received it. An access log."""

    __tablename__ = "agreement_opening"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("agreement_proposal.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)

    party: Mapped[Party] = relationship()
    person: Mapped[Person] = relationship()


freeze("agreement", Proposal, Withdrawal, Opening)
