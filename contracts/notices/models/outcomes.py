"""Tables of what becomes of a notice: outcomes and who agreed, milestones with their progress, exception reports."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.notices.models.notices import Notice
from contracts.notices.rules.kinds import Side
from contracts.notices.rules.milestones import Progress
from contracts.notices.rules.outcomes import OUTCOME_NAMES, Outcome
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person

MILESTONE_SUBJECT = "contract-notice-milestone"


class NoticeOutcome(Model):
    """An outcome: it stands at once, but a plan only once the other party has agreed. The newest that stands counts."""

    __tablename__ = "notices_outcome"
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        CheckConstraint("(outcome = 'joint_review') = (review_due_on IS NOT NULL)", name="review_has_its_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices_notice.id"))
    number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    words: Mapped[str] = mapped_column(Text)
    review_due_on: Mapped[date | None]
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship()
    recorded_by: Mapped[Person] = relationship()
    milestones: Mapped[list["PlanMilestone"]] = relationship(order_by="PlanMilestone.number", back_populates="plan")
    answer: Mapped["PlanAnswer | None"] = relationship(back_populates="plan")

    @property
    def outcome_name(self) -> str:
        """The outcome as people say it."""
        return OUTCOME_NAMES[self.outcome]


class PlanAnswer(Model):
    """That the other party agreed to a plan, or declined it and why."""

    __tablename__ = "notices_plan_answer"

    outcome_id: Mapped[int] = mapped_column(ForeignKey("notices_outcome.id"), primary_key=True)
    is_agreed: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime] = mapped_column(Instant)

    plan: Mapped[NoticeOutcome] = relationship(back_populates="answer")
    answered_by: Mapped[Person] = relationship()


class PlanMilestone(Model):
    """What a plan asks for: what is done, who sees to it (by role), by when."""

    __tablename__ = "notices_milestone"
    __table_args__ = (UniqueConstraint("outcome_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("notices_outcome.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]

    plan: Mapped[NoticeOutcome] = relationship(back_populates="milestones")
    steps: Mapped[list["MilestoneStep"]] = relationship(order_by="MilestoneStep.id", back_populates="milestone")
    reports: Mapped[list["ExceptionReport"]] = relationship(
        order_by="ExceptionReport.stage", back_populates="milestone"
    )


class MilestoneStep(Model):
    """That a milestone was reported done, accepted, or not accepted. The newest counts."""

    __tablename__ = "notices_milestone_step"
    __table_args__ = (Index("ix_notices_milestone_step_milestone_id", "milestone_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("notices_milestone.id"))
    progress: Mapped[Progress] = mapped_column(choice(Progress, "progress"))
    words: Mapped[str] = mapped_column(Text)
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    milestone: Mapped[PlanMilestone] = relationship(back_populates="steps")
    recorded_by: Mapped[Person] = relationship()


class ExceptionReport(Model):
    """That a milestone was missed: stage 1, and a higher one each time its day for putting right passed as well."""

    __tablename__ = "notices_exception_report"
    __table_args__ = (
        UniqueConstraint("milestone_id", "stage"),
        CheckConstraint("stage >= 1", name="stage_counts_from_one"),
        CheckConstraint("due_on > issued_on", name="due_after_issue"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("notices_milestone.id"))
    stage: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    milestone: Mapped[PlanMilestone] = relationship(back_populates="reports")
    issued_by: Mapped[Person] = relationship()


freeze("notices", NoticeOutcome, PlanAnswer, PlanMilestone, MilestoneStep, ExceptionReport)
