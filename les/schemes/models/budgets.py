"""Tables of budgets and what was decided over them, all frozen."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.agreement.models.sign_off import SignOff
from commissioning.organisations.models import Locality
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.people.models import Person
from les.schemes.models.schemes import WHOLE_AREA, Scheme
from les.schemes.rules.kinds import Verdict


class SchemeBudget(Model):
    """A budget of a scheme in a year, of a locality or the whole area; at most `amount`, at least `floor`.

    Either entered with its `source`, or tied to a line of a signed-off round, never both: of a tied one `amount` is
    what the line held when it was signed off.
    """

    __tablename__ = "schemes_budget"
    __table_args__ = (
        CheckConstraint("(source <> '') = (line_code IS NULL)", name="entered_or_tied"),
        CheckConstraint("(line_code IS NULL) = (sign_off_id IS NULL)", name="tied_to_what_was_signed"),
        CheckConstraint("amount > 0 AND (floor IS NULL OR (floor >= 0 AND floor <= amount))", name="least_within_most"),
        Index("ix_schemes_budget_scheme_id_year", "scheme_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("organisations_locality.id"))
    year: Mapped[str] = mapped_column(String(7))
    amount: Mapped[Decimal] = mapped_column(Pence)
    floor: Mapped[Decimal | None] = mapped_column(Pence)
    source: Mapped[str] = mapped_column(String(500))
    line_code: Mapped[str | None] = mapped_column(String(40))
    line_name: Mapped[str] = mapped_column(String(120))
    sign_off_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_sign_off.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    scheme: Mapped[Scheme] = relationship()
    locality: Mapped[Locality | None] = relationship()
    sign_off: Mapped[SignOff | None] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["BudgetDecision | None"] = relationship(back_populates="budget")

    @property
    def where(self) -> str:
        """The locality, or the whole area."""
        return self.locality.name if self.locality else WHOLE_AREA


class BudgetDecision(Model):
    """What became of a budget that was entered: approved or declined by a second person, or withdrawn."""

    __tablename__ = "schemes_budget_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    budget_id: Mapped[int] = mapped_column(ForeignKey("schemes_budget.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    budget: Mapped[SchemeBudget] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


freeze("schemes", SchemeBudget, BudgetDecision)
