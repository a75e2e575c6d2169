"""Tables of pay scales and their points, as they were imported."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person


class PayScale(Model):
    """A trust's pay scale: from which day it holds, where it comes from, and the file it was read from."""

    __tablename__ = "intentions_pay_scale"
    __table_args__ = (UniqueConstraint("commissioner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    from_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(500))
    file_name: Mapped[str] = mapped_column(String(200))
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    imported_at: Mapped[datetime] = mapped_column(Instant)

    commissioner: Mapped[Party] = relationship()
    imported_by: Mapped[Person] = relationship()
    points: Mapped[list["PayPoint"]] = relationship(order_by="PayPoint.id", back_populates="scale")


class PayPoint(Model):
    """A point of a scale: its code, what it is called, and the pay of a whole-time equivalent in a year."""

    __tablename__ = "intentions_pay_point"
    __table_args__ = (
        UniqueConstraint("scale_id", "code"),
        CheckConstraint("amount > 0", name="pay_above_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("intentions_pay_scale.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(Pence)

    scale: Mapped[PayScale] = relationship(back_populates="points")


freeze("intentions", PayScale, PayPoint)
