"""Tables of results, all frozen: returns, the file as it came, results by KPI and period, freezes and corrections.

Numerators and denominators are whole ten-thousandths.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.activity.rules.asking import Way
from contracts.performance.models.kpis import DefinitionVersion, Kpi
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person

RETURN_SUBJECT = "performance_return"
FREEZE_SUBJECT = "performance_freeze"
"""With the number of the commissioner: one act freezes results of many KPIs."""


class KpiReturn(Model):
    """Results a provider returned together, kept whole; numbered from 1 for each provider.

    `request_key`: what a machine sent so that the same is not returned twice.
    """

    __tablename__ = "performance_return"
    __table_args__ = (
        UniqueConstraint("provider_id", "number"),
        Index("ix_performance_return_request_key", "provider_id", "request_key", unique=True),
        CheckConstraint("length(file_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    number: Mapped[int]
    way: Mapped[Way] = mapped_column(choice(Way, "way"))
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    request_key: Mapped[str | None] = mapped_column(String(80))
    returned_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    returned_at: Mapped[datetime] = mapped_column(Instant)

    provider: Mapped[Party] = relationship(foreign_keys=[provider_id])
    returned_by: Mapped[Person] = relationship()


class ReturnedFile(Model):
    """What was returned, as it came: the file, or what was typed as canonical JSON; compressed by zlib."""

    __tablename__ = "performance_file"

    return_id: Mapped[int] = mapped_column(ForeignKey("performance_return.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Result(Model):
    """A KPI’s numerator and denominator of one period (its first month), numbered from 1; the last one stands.

    Both are None where the provider says that there is no figure. `definition_id`: the version it was counted by.
    """

    __tablename__ = "performance_result"
    __table_args__ = (UniqueConstraint("kpi_id", "period", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("performance_return.id"), index=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"))
    definition_id: Mapped[int] = mapped_column(ForeignKey("performance_definition.id"))
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)

    kpi: Mapped[Kpi] = relationship()
    definition: Mapped[DefinitionVersion] = relationship()
    returned: Mapped[KpiReturn] = relationship()


class FrozenResult(Model):
    """That the result of a period is frozen: no other one takes its place."""

    __tablename__ = "performance_freeze"

    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("performance_result.id"), unique=True)
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    frozen_at: Mapped[datetime] = mapped_column(Instant)

    result: Mapped[Result] = relationship()
    frozen_by: Mapped[Person] = relationship()


class Correction(Model):
    """A later correction of a frozen result, beside it: what it should have been, and why. The result stays."""

    __tablename__ = "performance_correction"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("performance_result.id"), index=True)
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    corrected_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    corrected_at: Mapped[datetime] = mapped_column(Instant)

    result: Mapped[Result] = relationship()
    corrected_by: Mapped[Person] = relationship()


freeze("performance", KpiReturn, ReturnedFile, Result, FrozenResult, Correction)
