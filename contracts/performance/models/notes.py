"""Tables of what is noted of a KPI, all frozen: the mark of its data, where limits begin anew, what happened when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.performance.rules.quality import Answer, Mark
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person


class QualityMark(Model):
    """How good a KPI’s data are from a period on (`from_month`), as the commissioner judged; of several, the last."""

    __tablename__ = "performance_quality"
    __table_args__ = (CheckConstraint("is_sufficient OR words <> ''", name="says_why_not"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"), index=True)
    from_month: Mapped[str] = mapped_column(String(7))
    timely: Mapped[Answer] = mapped_column(choice(Answer, "timely"))
    complete: Mapped[Answer] = mapped_column(choice(Answer, "complete"))
    validated: Mapped[Answer] = mapped_column(choice(Answer, "validated"))
    signed_off: Mapped[Answer] = mapped_column(choice(Answer, "signed_off"))
    last_audited_on: Mapped[date | None]
    is_sufficient: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    marked_at: Mapped[datetime] = mapped_column(Instant)

    marked_by: Mapped[Person] = relationship()

    @property
    def as_mark(self) -> Mark:
        """The mark as a value."""
        return Mark(
            timely=self.timely,
            complete=self.complete,
            validated=self.validated,
            signed_off=self.signed_off,
            last_audited_on=self.last_audited_on,
            is_sufficient=self.is_sufficient,
            words=self.words,
        )


class RebasedLimits(Model):
    """That the limits of a KPI’s process chart begin anew with a period (its first month), since a day, and why."""

    __tablename__ = "performance_rebase"
    __table_args__ = (
        UniqueConstraint("kpi_id", "period"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"))
    period: Mapped[str] = mapped_column(String(7))
    since_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    rebased_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    rebased_at: Mapped[datetime] = mapped_column(Instant)


class Annotation(Model):
    """What happened in a period (its first month) that a reader of the chart should know."""

    __tablename__ = "performance_annotation"
    __table_args__ = (CheckConstraint("words <> ''", name="says_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"), index=True)
    period: Mapped[str] = mapped_column(String(7))
    words: Mapped[str] = mapped_column(Text)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    noted_at: Mapped[datetime] = mapped_column(Instant)


freeze("performance", QualityMark, RebasedLimits, Annotation)
