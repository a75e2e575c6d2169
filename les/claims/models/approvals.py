"""Tables beside decisions: what was said to possible duplicates, first approvals of large sums, and instalments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model
from core.frozen import freeze
from core.people.models import Person
from les.claims.models.decisions import Adjustment, ClaimDecision


class DuplicateAnswer(Model):
    """What an approver said to what seemed claimed twice. `found`: a line for each, as it was shown."""

    __tablename__ = "claims_duplicate_answer"

    decision_id: Mapped[int] = mapped_column(ForeignKey("claims_decision.id"), primary_key=True)
    found: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)

    decision: Mapped[ClaimDecision] = relationship()


class AdjustmentApproval(Model):
    """The approval of an adjustment that needs more people than one, by each but the last."""

    __tablename__ = "claims_adjustment_approval"

    adjustment_id: Mapped[int] = mapped_column(ForeignKey("claims_adjustment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    exception: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class Instalment(Model):
    """An adjustment that is one of several parts of a sum. `first`: the first part, by which the plan is known."""

    __tablename__ = "claims_instalment"
    __table_args__ = (
        UniqueConstraint("first_id", "number"),
        CheckConstraint("number BETWEEN 1 AND parts", name="number_within_parts"),
        CheckConstraint("(number = 1) = (first_id = adjustment_id)", name="first_names_itself"),
    )

    adjustment_id: Mapped[int] = mapped_column(ForeignKey("claims_adjustment.id"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("claims_adjustment.id"))
    number: Mapped[int]
    parts: Mapped[int]
    due_on: Mapped[date]

    adjustment: Mapped[Adjustment] = relationship(foreign_keys=[adjustment_id])
    first: Mapped[Adjustment] = relationship(foreign_keys=[first_id])


freeze("claims", DuplicateAnswer, AdjustmentApproval, Instalment)
