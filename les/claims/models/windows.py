"""The table of windows in which claims of a quarter are made."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, versioned_by
from core.periods import FinancialYear
from les.schemes.rules.quarters import Quarter


class Window(Model):
    """When claims of a quarter are made, [opens_on, closes_on], and the day on which those in time are paid."""

    __tablename__ = "claims_window"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "year", "quarter"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_the_year"),
        CheckConstraint("opens_on <= closes_on AND closes_on <= pays_on", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    pays_on: Mapped[date]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)

    @property
    def of(self) -> Quarter:
        """The quarter it is for."""
        return Quarter(FinancialYear.named(self.year), self.quarter)
