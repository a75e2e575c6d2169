"""Tables of KPIs: the KPI, the draft of its next definition, which people edit, and its versions in use, frozen."""

import json
from datetime import datetime
from functools import lru_cache

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.catalogue.models import CommissionedService
from contracts.agreements.models.contracts import Contract
from contracts.performance.rules.definition import Definition, definition_from
from contracts.performance.rules.versions import Version
from core.db import Instant, Model, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person

SUBJECT = "performance_kpi"
_MOST_REMEMBERED = 4_000


@lru_cache(maxsize=_MOST_REMEMBERED)
def _read(content: str) -> Definition:
    """The definition that a canonical text holds; the same text is read once."""
    return definition_from(json.loads(content))


class Kpi(Model):
    """A KPI of a commissioner: its ID (`code`), who reports it, and the contract and service it may be tied to.

    `retired_month`: the first month without it; None while it runs.
    """

    __tablename__ = "performance_kpi"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "code"),
        Index("ix_performance_kpi_provider_id", "provider_id"),
        Index("ix_performance_kpi_contract_id", "contract_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    code: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("agreements_contract.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_service.id"))
    retired_month: Mapped[str | None] = mapped_column(String(7))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    commissioner: Mapped[Party] = relationship(foreign_keys=[commissioner_id])
    provider: Mapped[Party] = relationship(foreign_keys=[provider_id])
    contract: Mapped[Contract | None] = relationship()
    service: Mapped[CommissionedService | None] = relationship()
    draft: Mapped["DraftDefinition | None"] = relationship(cascade="all, delete-orphan", back_populates="kpi")
    versions: Mapped[list["DefinitionVersion"]] = relationship(
        order_by="DefinitionVersion.number", back_populates="kpi"
    )

    __mapper_args__ = versioned_by(version)

    @property
    def in_use(self) -> list[Version]:
        """Its versions in use, as values."""
        return [each.as_version for each in self.versions]

    @property
    def definition(self) -> Definition:
        """What it says: its newest version in use, or the draft of its first."""
        if self.versions:
            return self.versions[-1].definition
        if self.draft is None:
            raise LookupError("a KPI has a version in use or a draft")
        return self.draft.definition


class DraftDefinition(Model):
    """The definition a commissioner is writing for a KPI, as plain values in JSON; one at a time."""

    __tablename__ = "performance_draft"

    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    saved_at: Mapped[datetime] = mapped_column(Instant)

    kpi: Mapped[Kpi] = relationship(back_populates="draft")

    @property
    def definition(self) -> Definition:
        """What the draft says."""
        return _read(self.content)


class DefinitionVersion(Model):
    """A version of a definition in use from a month on. `content`: canonical JSON, `content_hash` its SHA-256."""

    __tablename__ = "performance_definition"
    __table_args__ = (
        UniqueConstraint("kpi_id", "number"),
        UniqueConstraint("kpi_id", "from_month"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("performance_kpi.id"))
    number: Mapped[int]
    from_month: Mapped[str] = mapped_column(String(7))
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    put_in_use_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    put_in_use_at: Mapped[datetime] = mapped_column(Instant)

    kpi: Mapped[Kpi] = relationship(back_populates="versions")
    put_in_use_by: Mapped[Person] = relationship()

    @property
    def definition(self) -> Definition:
        """What the version says."""
        return _read(self.content)

    @property
    def as_version(self) -> Version:
        """The version as a value of the rules."""
        return Version(id=self.id, number=self.number, from_month=self.from_month, definition=self.definition)


freeze("performance", DefinitionVersion)
