"""Tables of service lines and of the arrangement of each service in each locality."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.catalogue.rules import ArrangementKind
from commissioning.organisations.models import Exact, Locality
from core.db import Model, choice, versioned_by
from core.parties.models import Party


class CommissionedService(Model):
    """A service line of a trust. `currencies` are joined by semicolons; `closed_on`: the first day without it."""

    __tablename__ = "catalogue_service"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "code"),
        CheckConstraint("in_scope OR scope_reason <> ''", name="out_of_scope_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    category: Mapped[str] = mapped_column(String(120))
    currencies: Mapped[str] = mapped_column(String(500))
    in_scope: Mapped[bool]
    scope_reason: Mapped[str] = mapped_column(String(500))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)


class Arrangement(Model):
    """Who provides a service in a locality in [starts_on, ends_on). `share` is our per cent of a hosted service."""

    __tablename__ = "catalogue_arrangement"
    __table_args__ = (
        UniqueConstraint("service_id", "locality_id", "starts_on"),
        Index(
            "uq_catalogue_arrangement_one_open",
            "service_id",
            "locality_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
        CheckConstraint("(kind = 'hosted') = (share IS NOT NULL)", name="share_where_hosted"),
        CheckConstraint(
            "kind NOT IN ('hosted', 'subcontracted_to') OR provider_id IS NOT NULL", name="provider_where_needed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("catalogue_service.id"))
    locality_id: Mapped[int] = mapped_column(ForeignKey("organisations_locality.id"), index=True)
    kind: Mapped[ArrangementKind] = mapped_column(choice(ArrangementKind, "kind"))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    share: Mapped[Decimal | None] = mapped_column(Exact)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    service: Mapped[CommissionedService] = relationship()
    locality: Mapped[Locality] = relationship()
    provider: Mapped[Party | None] = relationship()

    __mapper_args__ = versioned_by(version)
