"""Tables of visits: who comes when, what was found line by line, the report, the answer, the appeal, the end."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.organisations.models import Exact
from core.db import Instant, Model, Pence, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.claims.models.claims import ClaimLine
from les.verification.models.plans import VerificationPlan
from les.verification.rules.kinds import Answer, AppealVerdict, Reason

SUBJECT = "verification_visit"


class Visit(Model):
    """A visit to a practice for all its claims of a sample. `visitors`: who comes, as roles; the practice is told."""

    __tablename__ = "verification_visit"
    __table_args__ = (UniqueConstraint("plan_id", "practice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("verification_plan.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    visit_on: Mapped[date]
    visitors: Mapped[str] = mapped_column(String(300))
    told_at: Mapped[datetime] = mapped_column(Instant)
    arranged_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    version: Mapped[int] = mapped_column()

    plan: Mapped[VerificationPlan] = relationship()
    practice: Mapped[Party] = relationship()
    arranged_by: Mapped[Person] = relationship()
    findings: Mapped[list["Finding"]] = relationship(order_by="Finding.id", back_populates="visit")
    report: Mapped["VisitReport | None"] = relationship(back_populates="visit")
    answer: Mapped["VisitAnswer | None"] = relationship(back_populates="visit")
    appeal: Mapped["AppealDecision | None"] = relationship(back_populates="visit")
    recovery: Mapped["VisitRecovery | None"] = relationship(back_populates="visit")

    __mapper_args__ = versioned_by(version)


class Finding(Model):
    """What was found of a line of a claim; the newest of a line counts. `checked`, `verified`: how many items.

    `items`: the sequence numbers, as in the claim, of what was not verified; `paid`: pounds paid of the line by then.
    """

    __tablename__ = "verification_finding"
    __table_args__ = (
        CheckConstraint("paid >= 0", name="paid_is_not_below_nothing"),
        Index("ix_verification_finding_visit_id_line_id", "visit_id", "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("verification_visit.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("claims_line.id"), index=True)
    checked: Mapped[Decimal] = mapped_column(Exact)
    verified: Mapped[Decimal] = mapped_column(Exact)
    reason: Mapped[Reason] = mapped_column(choice(Reason, "reason"))
    items: Mapped[str] = mapped_column(String(500))
    words: Mapped[str] = mapped_column(Text)
    paid: Mapped[Decimal] = mapped_column(Pence)
    found_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    found_at: Mapped[datetime] = mapped_column(Instant)

    visit: Mapped[Visit] = relationship(back_populates="findings")
    line: Mapped[ClaimLine] = relationship()
    found_by: Mapped[Person] = relationship()


class VisitReport(Model):
    """The report as the practice got it: canonical JSON of all findings with its hash, to be answered by a day."""

    __tablename__ = "verification_report"

    visit_id: Mapped[int] = mapped_column(ForeignKey("verification_visit.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    summary: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    sent_at: Mapped[datetime] = mapped_column(Instant)

    visit: Mapped[Visit] = relationship(back_populates="report")
    sent_by: Mapped[Person] = relationship()


class VisitAnswer(Model):
    """What the practice said to the report."""

    __tablename__ = "verification_answer"

    visit_id: Mapped[int] = mapped_column(ForeignKey("verification_visit.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))
    words: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    answered_at: Mapped[datetime] = mapped_column(Instant)

    visit: Mapped[Visit] = relationship(back_populates="answer")
    answered_by: Mapped[Person] = relationship()


class AppealDecision(Model):
    """How an appeal was decided, by somebody who had no part in the visit."""

    __tablename__ = "verification_appeal"

    visit_id: Mapped[int] = mapped_column(ForeignKey("verification_visit.id"), primary_key=True)
    verdict: Mapped[AppealVerdict] = mapped_column(choice(AppealVerdict, "verdict"))
    words: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    visit: Mapped[Visit] = relationship(back_populates="appeal")
    decided_by: Mapped[Person] = relationship()


class VisitRecovery(Model):
    """The end of a visit: what was proposed to be recovered. `amount`: pounds; nought where nothing is.

    `is_extrapolated`: both sides signed that the share not verified counts for what nobody looked at.
    """

    __tablename__ = "verification_recovery"
    __table_args__ = (CheckConstraint("amount >= 0", name="not_below_nothing"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("verification_visit.id"), primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Pence)
    is_extrapolated: Mapped[bool]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    visit: Mapped[Visit] = relationship(back_populates="recovery")
    proposed_by: Mapped[Person] = relationship()


freeze("verification", Finding, VisitReport, VisitAnswer, AppealDecision, VisitRecovery)
