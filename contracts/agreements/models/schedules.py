"""Tables of the schedules of a contract, of the specifications they name and the returns they ask for.

Also what their activity plans and terms of payment hold, line by line.
"""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.payment_terms import PaymentBasis
from contracts.agreements.rules.phasing import Phasing
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
    plan: Mapped[list["PlannedLine"]] = relationship(
        order_by="PlannedLine.service_name, PlannedLine.service_code, PlannedLine.group_code",
        cascade="all, delete-orphan",
        back_populates="schedule",
    )
    terms: Mapped[list["ServiceTerms"]] = relationship(
        order_by="ServiceTerms.service_name, ServiceTerms.service_code",
        cascade="all, delete-orphan",
        back_populates="schedule",
    )

    __mapper_args__ = versioned_by(version)

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return SCHEDULE_NAMES[self.kind]


class NamedSpecification(Model):
    """An agreed specification that a schedule names, in exactly one version.

    `version_id`: that version; none for what was written by hand before versions could be chosen.
    """

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
    version_id: Mapped[int | None] = mapped_column(ForeignKey("specifications_version.id"), index=True)

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


class PlannedLine(Model):
    """The activity a schedule plans of a service for a group (blank: not by group), in whole units."""

    __tablename__ = "agreements_plan_line"
    __table_args__ = (
        UniqueConstraint("schedule_id", "service_code", "group_code"),
        CheckConstraint("planned >= 0", name="planned_is_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("agreements_schedule.id"))
    service_code: Mapped[str] = mapped_column(String(40))
    service_name: Mapped[str] = mapped_column(String(200))
    group_code: Mapped[str] = mapped_column(String(12))
    group_name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40))
    planned: Mapped[int]
    phasing: Mapped[Phasing] = mapped_column(choice(Phasing, "phasing"))
    is_overwritten: Mapped[bool]

    schedule: Mapped[Schedule] = relationship(back_populates="plan")
    months: Mapped[list["PlannedMonth"]] = relationship(
        order_by="PlannedMonth.month", cascade="all, delete-orphan", back_populates="line"
    )


class PlannedMonth(Model):
    """What is planned of a line in a month (`2008-04`), in whole units."""

    __tablename__ = "agreements_plan_month"
    __table_args__ = (CheckConstraint("units >= 0", name="units_are_not_negative"),)

    line_id: Mapped[int] = mapped_column(ForeignKey("agreements_plan_line.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    units: Mapped[int]

    line: Mapped[PlannedLine] = relationship(back_populates="months")


class ServiceTerms(Model):
    """How a schedule pays for a service. `terms`: the exact values of its basis, as canonical JSON.

    `unit`: what is counted and priced. `first_month`, `last_month`: over which months a block amount is paid; blank for
    every other basis.
    """

    __tablename__ = "agreements_payment_terms"
    __table_args__ = (UniqueConstraint("schedule_id", "service_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("agreements_schedule.id"))
    service_code: Mapped[str] = mapped_column(String(40))
    service_name: Mapped[str] = mapped_column(String(200))
    basis: Mapped[PaymentBasis] = mapped_column(choice(PaymentBasis, "basis"))
    terms: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(40))
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))

    schedule: Mapped[Schedule] = relationship(back_populates="terms")
