"""Tables of what became of a contract: issued, taken back, discarded, terminated, its end decided. All are frozen.

The signatures are kept by `core.signatures` (subject `contract-issue`, the number of the issue).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.ending import DECISION_NAMES, EndDecision
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from core.signatures.rules import CAPACITY_NAMES, Capacity

ISSUE_SUBJECT = "contract-issue"


class Issue(Model):
    """The text of a contract as it was issued for signature. `content`: canonical JSON, `content_hash` its SHA-256."""

    __tablename__ = "agreements_issue"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    contract: Mapped[Contract] = relationship()
    issued_by: Mapped[Person] = relationship()
    recall: Mapped["Recall | None"] = relationship(back_populates="issue")
    signers: Mapped[list["IssueSigner"]] = relationship(order_by="IssueSigner.id", back_populates="issue")


class IssueSigner(Model):
    """An organisation that was asked to sign an issue, as what; without one that `is_needed` it is not signed."""

    __tablename__ = "agreements_issue_signer"
    __table_args__ = (UniqueConstraint("issue_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("agreements_issue.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity, "capacity"))
    is_needed: Mapped[bool]

    issue: Mapped[Issue] = relationship(back_populates="signers")
    party: Mapped[Party] = relationship()

    @property
    def capacity_name(self) -> str:
        """The capacity as people say it."""
        return CAPACITY_NAMES[self.capacity]


class Recall(Model):
    """That an issue was taken back before both parties had signed, and why. What was signed of it stays readable."""

    __tablename__ = "agreements_recall"

    issue_id: Mapped[int] = mapped_column(ForeignKey("agreements_issue.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    recalled_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    recalled_at: Mapped[datetime] = mapped_column(Instant)

    issue: Mapped[Issue] = relationship(back_populates="recall")
    recalled_by: Mapped[Person] = relationship()


class Discard(Model):
    """That a draft was given up, and why. It is kept."""

    __tablename__ = "agreements_discard"

    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    discarded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    discarded_at: Mapped[datetime] = mapped_column(Instant)

    contract: Mapped[Contract] = relationship()
    discarded_by: Mapped[Person] = relationship()


class Termination(Model):
    """That a contract ends before its term: when notice was given, the first day without it, and why.

    `short_notice`: why both parties agreed to shorter notice than the contract asks for; None where it was kept.
    """

    __tablename__ = "agreements_termination"
    __table_args__ = (CheckConstraint("first_day_without >= notice_given_on", name="ends_after_notice"),)

    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"), primary_key=True)
    notice_given_on: Mapped[date]
    first_day_without: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    short_notice: Mapped[str | None] = mapped_column(Text)
    terminated_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    terminated_at: Mapped[datetime] = mapped_column(Instant)

    contract: Mapped[Contract] = relationship()
    terminated_by: Mapped[Person] = relationship()


class EndDecided(Model):
    """What the commissioner decided to do when the term ends. The newest counts."""

    __tablename__ = "agreements_end_decided"
    __table_args__ = (Index("ix_agreements_end_decided_contract_id", "contract_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    decision: Mapped[EndDecision] = mapped_column(choice(EndDecision, "decision"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    contract: Mapped[Contract] = relationship()
    decided_by: Mapped[Person] = relationship()

    @property
    def decision_name(self) -> str:
        """The decision as people say it."""
        return DECISION_NAMES[self.decision]


freeze("agreements", Issue, IssueSigner, Recall, Discard, Termination, EndDecided)
