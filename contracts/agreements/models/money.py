"""Tables of the money of a contract: what it commits of budget lines, and the exceptions recorded for it (frozen)."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.rounds.models import StoredCalculation
from contracts.agreements.models.contracts import Contract
from core.db import Instant, Model, Pence
from core.frozen import freeze
from core.people.models import Person


class ContractLine(Model):
    """What a contract commits of a budget line of a group; `group_code` is blank for a pooled line.

    `calculation`: where the line stood when the amount was written. `written_by`: who wrote it last.
    """

    __tablename__ = "agreements_line"
    __table_args__ = (
        UniqueConstraint("contract_id", "line_code", "group_code"),
        CheckConstraint("amount >= 0", name="amount_is_not_negative"),
        Index("ix_agreements_line_calculation_id", "calculation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    calculation_id: Mapped[int] = mapped_column(ForeignKey("rounds_calculation.id"))
    line_code: Mapped[str] = mapped_column(String(40))
    line_name: Mapped[str] = mapped_column(String(200))
    group_code: Mapped[str] = mapped_column(String(12))
    group_name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(Pence)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))

    contract: Mapped[Contract] = relationship()
    calculation: Mapped[StoredCalculation] = relationship()
    written_by: Mapped[Person] = relationship()


class LineException(Model):
    """That a second person allowed a contract to go over a group's line by so much, and why. The newest counts."""

    __tablename__ = "agreements_exception"
    __table_args__ = (
        Index("ix_agreements_exception_contract_id", "contract_id"),
        CheckConstraint("amount > 0", name="amount_is_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    line_code: Mapped[str] = mapped_column(String(40))
    line_name: Mapped[str] = mapped_column(String(200))
    group_code: Mapped[str] = mapped_column(String(12))
    group_name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(Pence)
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    contract: Mapped[Contract] = relationship()
    recorded_by: Mapped[Person] = relationship()


freeze("agreements", LineException)
