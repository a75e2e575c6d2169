"""The table of must-dos that were proposed in a round: what is wanted, by whom, and what the commissioner decided."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.method.workbook import Mandate
from budgets.must_dos.rules.proposals import State, Wanted
from budgets.rounds.models import Inputs, Round
from core.db import Instant, Model, Pence, choice, versioned_by
from core.money import as_pence
from core.parties.models import Party
from core.people.models import Person


class ProposedMustDo(Model):
    """A must-do of a round. `taken_into`: the inputs into which it was taken, once it was approved."""

    __tablename__ = "must_dos_must_do"
    __table_args__ = (
        UniqueConstraint("round_id", "code"),
        CheckConstraint("amount > 0", name="costs_something"),
        CheckConstraint(
            "(state IN ('approved', 'declined')) = (decided_by_id IS NOT NULL)", name="decided_by_somebody"
        ),
        CheckConstraint("taken_into_id IS NULL OR state = 'approved'", name="only_approved_is_taken_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    mandate: Mapped[Mandate] = mapped_column(choice(Mandate, "mandate"))
    reference: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Pence)
    method: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[State] = mapped_column(choice(State, "state"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(Text)
    taken_into_id: Mapped[int | None] = mapped_column(ForeignKey("rounds_inputs.id"))
    version: Mapped[int] = mapped_column()

    round: Mapped[Round] = relationship()
    party: Mapped[Party] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    taken_into: Mapped[Inputs | None] = relationship()

    __mapper_args__ = versioned_by(version)

    @property
    def wanted(self) -> Wanted:
        """What is proposed, as a value."""
        return Wanted(
            code=self.code,
            name=self.name,
            mandate=self.mandate,
            reference=self.reference,
            amount=as_pence(self.amount),
            method=self.method,
            reason=self.reason,
            basis=self.basis,
        )
