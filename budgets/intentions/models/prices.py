"""The table of prices: what each line costs a provider and what it charges, and which are loss leaders."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class PriceRecord(Model):
    """A provider's cost and price of a line in the year; of round, provider and line the newest counts.

    `withdrawn`: the provider no longer gives a price for it.
    """

    __tablename__ = "intentions_price"
    __table_args__ = (
        CheckConstraint("cost >= 0 AND price >= 0", name="nothing_below_zero"),
        CheckConstraint("NOT loss_leader OR price < cost", name="a_loss_leader_is_below_cost"),
        Index("ix_intentions_price_round_id_party_id", "round_id", "party_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    line_code: Mapped[str] = mapped_column(Text)
    line_name: Mapped[str] = mapped_column(Text)
    cost: Mapped[Decimal] = mapped_column(Pence)
    price: Mapped[Decimal] = mapped_column(Pence)
    loss_leader: Mapped[bool]
    withdrawn: Mapped[bool]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    party: Mapped[Party] = relationship()
    set_by: Mapped[Person] = relationship()


freeze("intentions", PriceRecord)
