"""Tables of the schedules of a contract, of the specifications they name and the returns they ask for."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.schedules import FREQUENCY_NAMES, SCHEDULE_NAMES, Frequency, ScheduleKind
from core.db import Model, choice, versioned_by


class Schedule(Model):
    """A schedule of a contract. `key` stays; `place` orders them; `text` is Markdown of the safe subset."""

    __tablename__ = "agreements_schedule"
    __table_args__ = (UniqueConstraint("contract_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ScheduleKind] = mapped_column(choice(ScheduleKind, "kind"))
    place: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    contract: Mapped[Contract] = relationship()
    specifications: Mapped[list["NamedSpecification"]] = relationship(
        order_by="NamedSpecification.id", cascade="all, delete-orphan", back_populates="schedule"
    )
    returns: Mapped[list["ReturnRequired"]] = relationship(
        order_by="ReturnRequired.id", cascade="all, delete-orphan", back_populates="schedule"
    )

    __mapper_args__ = versioned_by(version)

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return SCHEDULE_NAMES[self.kind]


class NamedSpecification(Model):
    """An agreed specification that a schedule names, in exactly one version."""

    __tablename__ = "agreements_named_specification"
    __table_args__ = (
        UniqueConstraint("schedule_id", "number"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("agreements_schedule.id"))
    number: Mapped[str] = mapped_column(String(40))
    specification_version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))

    schedule: Mapped[Schedule] = relationship(back_populates="specifications")


class ReturnRequired(Model):
    """A return that the provider gives: how often, and by which working day after the period."""

    __tablename__ = "agreements_return_required"

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("agreements_schedule.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    every: Mapped[Frequency] = mapped_column(choice(Frequency, "every"))
    working_day: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))

    schedule: Mapped[Schedule] = relationship(back_populates="returns")

    @property
    def every_name(self) -> str:
        """How often, as people say it."""
        return FREQUENCY_NAMES[self.every]
