"""Tables of prices and what was decided over them, all frozen."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict


class SchemePrice(Model):
    """A price of an element from a day on, as somebody proposed it. `practice_id`: for one practice alone."""

    __tablename__ = "schemes_price"
    __table_args__ = (
        CheckConstraint("amount > 0", name="more_than_nothing"),
        CheckConstraint("source <> ''", name="with_a_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"), index=True)
    element: Mapped[str] = mapped_column(String(40))
    element_name: Mapped[str] = mapped_column(String(80))
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    valid_from: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Pence)
    source: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    scheme: Mapped[Scheme] = relationship()
    practice: Mapped[Party | None] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["PriceDecision | None"] = relationship(back_populates="price")


class PriceDecision(Model):
    """What became of a price: approved or declined by a second person, or withdrawn by the one who proposed it."""

    __tablename__ = "schemes_price_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    price_id: Mapped[int] = mapped_column(ForeignKey("schemes_price.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    price: Mapped[SchemePrice] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


freeze("schemes", SchemePrice, PriceDecision)
