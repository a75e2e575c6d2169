"""Tables of offers built from posts: what people work on together, so versioned."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.intentions.models.pay_scales import PayPoint, PayScale
from budgets.intentions.rules.kinds import LeaveWay
from budgets.rounds.models import Round
from commissioning.organisations.models import Exact
from core.db import Instant, Model, choice, versioned_by
from core.parties.models import Party
from core.people.models import Person


class Offer(Model):
    """A service costed from posts by an organisation: on one pay scale, with on-costs and leave cover in per cent.

    `line_code`: the line or must-do it is for, blank for something new. `withdrawn_at`: no longer to be used.
    """

    __tablename__ = "intentions_offer"
    __table_args__ = (UniqueConstraint("round_id", "party_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds_round.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    line_code: Mapped[str] = mapped_column(Text)
    line_name: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    scale_id: Mapped[int] = mapped_column(ForeignKey("intentions_pay_scale.id"))
    on_costs_percent: Mapped[Decimal] = mapped_column(Exact)
    leave_percent: Mapped[Decimal] = mapped_column(Exact)
    leave_way: Mapped[LeaveWay] = mapped_column(choice(LeaveWay, "leave_way"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    round: Mapped[Round] = relationship()
    party: Mapped[Party] = relationship()
    scale: Mapped[PayScale] = relationship()
    changed_by: Mapped[Person] = relationship()
    posts: Mapped[list["OfferPost"]] = relationship(
        order_by="OfferPost.place", back_populates="offer", cascade="all, delete-orphan"
    )

    __mapper_args__ = versioned_by(version)


class OfferPost(Model):
    """A line of posts in an offer: what they are called, the pay point, the WTE of each, and how many there are."""

    __tablename__ = "intentions_post"
    __table_args__ = (
        UniqueConstraint("offer_id", "place"),
        CheckConstraint("number >= 1", name="at_least_one_post"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("intentions_offer.id"))
    place: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    point_id: Mapped[int] = mapped_column(ForeignKey("intentions_pay_point.id"))
    wte: Mapped[Decimal] = mapped_column(Exact)
    number: Mapped[int]

    offer: Mapped[Offer] = relationship(back_populates="posts")
    point: Mapped[PayPoint] = relationship()
