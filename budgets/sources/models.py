"""The table of sources: what was said of a driver of a set of inputs. Only added to; the last row counts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.rounds.models import Inputs
from budgets.sources.rules.descriptions import Description, DriverKind, Grade
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person


class DriverSource(Model):
    """Where the figures of a driver come from, for all lines of the inputs (`line_code` blank) or for one."""

    __tablename__ = "sources_source"
    __table_args__ = (Index("ix_sources_source_inputs_id_driver_line_code", "inputs_id", "driver", "line_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inputs_id: Mapped[int] = mapped_column(ForeignKey("rounds_inputs.id"))
    driver: Mapped[DriverKind] = mapped_column(choice(DriverKind, "driver"))
    line_code: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    extracted_on: Mapped[date]
    owner: Mapped[str] = mapped_column(String(300))
    grade: Mapped[Grade] = mapped_column(choice(Grade, "grade"))
    note: Mapped[str] = mapped_column(Text)
    described_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    described_at: Mapped[datetime] = mapped_column(Instant)

    inputs: Mapped[Inputs] = relationship()
    described_by: Mapped[Person] = relationship()

    @property
    def description(self) -> Description:
        """The row as a value."""
        return Description(
            driver=self.driver,
            line_code=self.line_code,
            source=self.source,
            extracted_on=self.extracted_on,
            owner=self.owner,
            grade=self.grade,
            note=self.note,
        )


freeze("sources", DriverSource)
