"""Tables of the end of a scheme and what was decided over it, both frozen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict


class SchemeEnd(Model):
    """The day from which a scheme does not hold any more, as somebody proposed it, with the reason."""

    __tablename__ = "schemes_end"
    __table_args__ = (CheckConstraint("reason <> ''", name="with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"), index=True)
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    scheme: Mapped[Scheme] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["EndDecision | None"] = relationship(back_populates="end")


class EndDecision(Model):
    """What became of the end of a scheme: approved or declined by a second person, or withdrawn. One end counts."""

    __tablename__ = "schemes_end_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
        Index(
            "uq_schemes_end_decision_one_counts",
            "scheme_id",
            unique=True,
            sqlite_where=text("verdict = 'approved'"),
            postgresql_where=text("verdict = 'approved'"),
        ),
    )

    end_id: Mapped[int] = mapped_column(ForeignKey("schemes_end.id"), primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    end: Mapped[SchemeEnd] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


freeze("schemes", SchemeEnd, EndDecision)
