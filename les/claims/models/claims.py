"""Tables of claims: what a practice says it did, and the lines of what it claims, frozen when it is submitted."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.organisations.models import Exact
from core.db import Instant, Model, Pence, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from core.periods import FinancialYear
from les.claims.rules.kinds import ROUTE_NAMES, STATE_NAMES, Route, State
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter
from les.sign_up.models.agreements import LesAgreement

SUBJECT = "claim"


class Claim(Model):
    """What a practice claims of a scheme for a quarter. `is_nil`: it says that there was nothing to claim.

    `file_hash`: of the workbook it came with. `replaces`: the claim that was current before this one was submitted.
    """

    __tablename__ = "claims_claim"
    __table_args__ = (
        Index(
            "uq_claims_claim_one_current",
            "scheme_id",
            "practice_id",
            "year",
            "quarter",
            unique=True,
            sqlite_where=text("state IN ('submitted', 'checked', 'approved')"),
            postgresql_where=text("state IN ('submitted', 'checked', 'approved')"),
        ),
        Index(
            "uq_claims_claim_one_draft",
            "scheme_id",
            "practice_id",
            "year",
            "quarter",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index("ix_claims_claim_practice_id_year_quarter", "practice_id", "year", "quarter"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_the_year"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="submitted_by_somebody"),
        CheckConstraint("state = 'draft' OR state = 'withdrawn' OR submitted_at IS NOT NULL", name="submitted_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State, "state"))
    route: Mapped[Route] = mapped_column(choice(Route, "route"))
    is_nil: Mapped[bool]
    is_late: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("claims_claim.id"), unique=True)
    file_hash: Mapped[str | None] = mapped_column(String(64))
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()
    practice: Mapped[Party] = relationship()
    begun_by: Mapped[Person] = relationship(foreign_keys=[begun_by_id])
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    replaces: Mapped["Claim | None"] = relationship(remote_side="Claim.id")
    quantities: Mapped[list["ClaimQuantity"]] = relationship(order_by="ClaimQuantity.id", cascade="all, delete-orphan")
    lines: Mapped[list["ClaimLine"]] = relationship(order_by="ClaimLine.place", back_populates="claim")

    __mapper_args__ = versioned_by(version)

    @property
    def number(self) -> str:
        """The number by which people cite it: `EC-000042`."""
        return f"EC-{self.id:06d}"

    @property
    def of(self) -> Quarter:
        """The quarter it is for."""
        return Quarter(FinancialYear.named(self.year), self.quarter)

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.state]

    @property
    def route_name(self) -> str:
        """How it came in, as people say it."""
        return ROUTE_NAMES[self.route]


class ClaimQuantity(Model):
    """What was done of an element from a day to another; one day where `ends_on` is missing."""

    __tablename__ = "claims_quantity"
    __table_args__ = (CheckConstraint("count >= 0", name="not_below_nothing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims_claim.id"), index=True)
    element: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    count: Mapped[int]


class ClaimLine(Model):
    """A line of a claim as it was worked out when it was submitted. `claimed`, `allowed`: how many; exact decimals.

    `full`: pounds without any cap; `amount`: pounds claimed, below nothing where instalments were more than was done.
    """

    __tablename__ = "claims_line"
    __table_args__ = (UniqueConstraint("claim_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims_claim.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("sign_up_agreement.id"), index=True)
    place: Mapped[int]
    element: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    price: Mapped[Decimal] = mapped_column(Pence)
    price_from: Mapped[date]
    claimed: Mapped[Decimal] = mapped_column(Exact)
    allowed: Mapped[Decimal] = mapped_column(Exact)
    full: Mapped[Decimal] = mapped_column(Pence)
    amount: Mapped[Decimal] = mapped_column(Pence)
    how: Mapped[str] = mapped_column(Text)
    cap: Mapped[str] = mapped_column(String(200))

    claim: Mapped[Claim] = relationship(back_populates="lines")
    agreement: Mapped[LesAgreement] = relationship()


freeze("claims", ClaimLine)
