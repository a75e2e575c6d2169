"""Tables of accreditation: what a scheme requires, the evidence of practices, and what the commissioner found."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.schemes.models.schemes import Scheme

EVIDENCE = "les_evidence"


class Requirement(Model):
    """Accreditation or training that a scheme requires. `renewed_months`: after how many anew, 0: once for good.

    It counts in [applies_from, ended_on).
    """

    __tablename__ = "sign_up_requirement"
    __table_args__ = (
        UniqueConstraint("scheme_id", "name"),
        CheckConstraint("renewed_months >= 0", name="renewed_after_some_months"),
        CheckConstraint("ended_on >= applies_from", name="ended_after_it_applied"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    name: Mapped[str] = mapped_column(String(120))
    for_whom: Mapped[str] = mapped_column(String(120))
    renewed_months: Mapped[int]
    applies_from: Mapped[date]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()

    __mapper_args__ = versioned_by(version)


class Evidence(Model):
    """A practice's evidence for a requirement, in force in [valid_from, expires_on). `holder`: whose it is, a role."""

    __tablename__ = "sign_up_evidence"
    __table_args__ = (
        Index("ix_sign_up_evidence_practice_id_requirement_id", "practice_id", "requirement_id"),
        CheckConstraint("expires_on > valid_from", name="expires_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("sign_up_requirement.id"), index=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    holder: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    expires_on: Mapped[date | None]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)

    requirement: Mapped[Requirement] = relationship()
    practice: Mapped[Party] = relationship()
    given_by: Mapped[Person] = relationship()
    check: Mapped["EvidenceCheck | None"] = relationship(back_populates="evidence")


class EvidenceCheck(Model):
    """What the commissioner found of evidence: accepted, or returned with the reason."""

    __tablename__ = "sign_up_evidence_check"
    __table_args__ = (CheckConstraint("is_accepted OR words <> ''", name="returned_with_a_reason"),)

    evidence_id: Mapped[int] = mapped_column(ForeignKey("sign_up_evidence.id"), primary_key=True)
    is_accepted: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    checked_at: Mapped[datetime] = mapped_column(Instant)

    evidence: Mapped[Evidence] = relationship(back_populates="check")


freeze("sign_up", Evidence, EvidenceCheck)
