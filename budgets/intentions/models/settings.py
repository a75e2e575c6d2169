"""The table of settings: percentages a trust decided, with source, date and who approved them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.intentions.rules.kinds import SettingKey
from commissioning.organisations.models import Exact
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person


class SettingRecord(Model):
    """A percentage from a day on; of those that hold on a day the one with the latest first day counts."""

    __tablename__ = "intentions_setting"
    __table_args__ = (Index("ix_intentions_setting_commissioner_id_key", "commissioner_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    key: Mapped[SettingKey] = mapped_column(choice(SettingKey, "key"))
    percent: Mapped[Decimal] = mapped_column(Exact)
    source: Mapped[str] = mapped_column(String(500))
    from_on: Mapped[date]
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    approved_at: Mapped[datetime] = mapped_column(Instant)

    approved_by: Mapped[Person] = relationship()


freeze("intentions", SettingRecord)
