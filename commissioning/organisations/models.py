"""Tables of localities, the place of groups, membership, populations and the sort of providers.

Populations are frozen: triggers let nobody change or delete them. They stand in the migration too, as they were then.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from typing_extensions import override

from commissioning.organisations.rules.values import ProviderSort
from core.db import Instant, Model, choice, versioned_by
from core.parties.models import Party
from core.people.models import Person


class Exact(TypeDecorator[Decimal]):
    """An exact decimal, stored as the text that was written. Refuses floats."""

    impl = String(30)
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the decimal out, or refuse."""
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"an exact figure is a Decimal, not {type(value).__name__}")
        return f"{value:f}"

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read it back as it was written."""
        return None if value is None else Decimal(value)


class Locality(Model):
    """An area of a trust. `closed_on`: the first day without it."""

    __tablename__ = "organisations_locality"
    __table_args__ = (UniqueConstraint("commissioner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(80))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)


class GroupPlace(Model):
    """The locality in which a PbC group lies."""

    __tablename__ = "organisations_group_place"

    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True)
    locality_id: Mapped[int] = mapped_column(ForeignKey("organisations_locality.id"), index=True)

    group: Mapped[Party] = relationship()
    locality: Mapped[Locality] = relationship()


class ProviderDetail(Model):
    """What a provider is to the trust that commissions it."""

    __tablename__ = "organisations_provider_detail"

    provider_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True)
    sort: Mapped[ProviderSort] = mapped_column(choice(ProviderSort, "sort"))

    provider: Mapped[Party] = relationship()


class PracticeMembership(Model):
    """A practice's time in a group, [joined_on, left_on); no first day: since before records began."""

    __tablename__ = "organisations_membership"
    __table_args__ = (
        UniqueConstraint("practice_id", "joined_on"),
        Index(
            "uq_organisations_membership_one_open",
            "practice_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        CheckConstraint("left_on > joined_on", name="left_after_joining"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    group: Mapped[Party] = relationship(foreign_keys=[group_id])

    __mapper_args__ = versioned_by(version)


class PopulationSnapshot(Model):
    """A practice's people on a day. `number` counts the versions of one day; a correction names the one it corrects."""

    __tablename__ = "organisations_population"
    __table_args__ = (
        UniqueConstraint("practice_id", "counted_on", "number"),
        CheckConstraint("(number = 1) = (corrects_id IS NULL)", name="correction_names_the_old"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    counted_on: Mapped[date]
    number: Mapped[int]
    registered: Mapped[Decimal] = mapped_column(Exact)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("organisations_population.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    practice: Mapped[Party] = relationship()
    recorded_by: Mapped[Person] = relationship()
    weightings: Mapped[list["NeedWeighting"]] = relationship(order_by="NeedWeighting.name", back_populates="population")


class NeedWeighting(Model):
    """A practice's need-weighted people under one named weighting."""

    __tablename__ = "organisations_weighting"

    population_id: Mapped[int] = mapped_column(ForeignKey("organisations_population.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    people: Mapped[Decimal] = mapped_column(Exact)

    population: Mapped[PopulationSnapshot] = relationship(back_populates="weightings")


FROZEN = ("organisations_population", "organisations_weighting")
SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'a recorded population stays'); END"""
    for table in FROZEN
    for act in ("UPDATE", "DELETE")
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION organisations_population_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'a recorded population stays';
END $body$""",
    *(
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION organisations_population_stays()"""
        for table in FROZEN
    ),
)


@event.listens_for(NeedWeighting.__table__, "after_create")
def _create_triggers(_: Table, connection: Connection, **__: object) -> None:
    for statement in SQLITE_TRIGGERS if connection.dialect.name == "sqlite" else POSTGRESQL_TRIGGERS:
        connection.exec_driver_sql(statement)
