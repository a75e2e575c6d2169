"""The table of what is due: approved lines and adjustments, each once. Payments pays from here alone."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence
from core.frozen import freeze
from core.parties.models import Party
from les.claims.models.claims import ClaimLine
from les.claims.models.decisions import Adjustment
from les.schemes.models.schemes import Scheme


class Due(Model):
    """A sum that was approved for payment, from a line of a claim or from an adjustment. Pounds; frozen.

    `what`: for what it is, in a sentence; `due_on`: from which day it is paid. Lines approved with nothing make none.
    """

    __tablename__ = "claims_due"
    __table_args__ = (
        CheckConstraint("(line_id IS NULL) <> (adjustment_id IS NULL)", name="of_a_line_or_an_adjustment"),
        CheckConstraint("amount <> 0", name="more_or_less_than_nothing"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_the_year"),
        Index("ix_claims_due_commissioner_id_due_on", "commissioner_id", "due_on"),
        Index("ix_claims_due_scheme_id_year", "scheme_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims_claim.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("claims_line.id"), unique=True)
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("claims_adjustment.id"), unique=True)
    year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Pence)
    what: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    approved_at: Mapped[datetime] = mapped_column(Instant)

    scheme: Mapped[Scheme] = relationship()
    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    line: Mapped[ClaimLine | None] = relationship()
    adjustment: Mapped[Adjustment | None] = relationship()


freeze("claims", Due)
