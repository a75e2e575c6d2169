"""Tables of funding applications. What is signed, asked, said and decided is frozen; the row keeps where it stands."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.organisations.models import Locality
from core.clock import in_london
from core.db import Instant, Model, Pence, choice, versioned_by
from core.frozen import freeze
from core.money import as_pence
from core.parties.models import Party
from core.people.models import Person
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.rules.funding import FUNDING_NAMES, OPINION_NAMES, FundingState, Opinion, Wanted

FUNDING = "scheme_funding"


class FundingApplication(Model):
    """What a practice asks for under a scheme. `locality_id`: where the practice lay when it was begun.

    `version_id`: the version of the scheme that held when it was sent. `commissioner_id`: whose numbers it has.
    """

    __tablename__ = "schemes_funding"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "number"),
        CheckConstraint("amount > 0", name="more_than_nothing"),
        CheckConstraint("(sent_at IS NULL) = (version_id IS NULL)", name="sent_under_a_version"),
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_by_somebody"),
        CheckConstraint("state IN ('draft', 'withdrawn') OR sent_at IS NOT NULL", name="sent_before_it_goes_on"),
        Index("ix_schemes_funding_scheme_id_state", "scheme_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    number: Mapped[int]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("schemes_version.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("organisations_locality.id"))
    what: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal] = mapped_column(Pence)
    wanted_on: Mapped[date]
    state: Mapped[FundingState] = mapped_column(choice(FundingState, "funding_state"))
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()
    scheme_version: Mapped[SchemeVersion | None] = relationship()
    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    locality: Mapped[Locality | None] = relationship()
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    asks: Mapped[list["FundingAsk"]] = relationship(back_populates="application", order_by="FundingAsk.id")
    decision: Mapped["FundingDecision | None"] = relationship(back_populates="application")
    withdrawal: Mapped["FundingWithdrawal | None"] = relationship(back_populates="application")
    signed: Mapped["SignedFunding | None"] = relationship(back_populates="application")

    __mapper_args__ = versioned_by(version)

    @property
    def reference(self) -> str:
        """The number as people cite it: `FUND-003`."""
        return f"FUND-{self.number:03d}"

    @property
    def called(self) -> str:
        """Reference and what it is for."""
        return f"{self.reference} {self.what}"

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return FUNDING_NAMES[self.state]

    @property
    def pence(self) -> int:
        """What is asked for."""
        return as_pence(self.amount)

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as a value."""
        return Wanted(what=self.what, why=self.why, pence=self.pence, wanted_on=self.wanted_on)


class SignedFunding(Model):
    """What the practice signed: canonical JSON with its SHA-256, the evidence by its hashes."""

    __tablename__ = "schemes_funding_signed"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("schemes_funding.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))

    application: Mapped[FundingApplication] = relationship(back_populates="signed")


class FundingAsk(Model):
    """A PbC group that is asked for its opinion, by a day."""

    __tablename__ = "schemes_funding_ask"
    __table_args__ = (UniqueConstraint("application_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("schemes_funding.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)

    application: Mapped[FundingApplication] = relationship(back_populates="asks")
    group: Mapped[Party] = relationship()
    asked_by: Mapped[Person] = relationship()
    opinions: Mapped[list["FundingOpinion"]] = relationship(back_populates="ask", order_by="FundingOpinion.id")

    @property
    def newest(self) -> "FundingOpinion | None":
        """The opinion that counts: the last one given."""
        return self.opinions[-1] if self.opinions else None


class FundingOpinion(Model):
    """What a group said, with the money of the scheme as it stood before them: what nobody told is missing."""

    __tablename__ = "schemes_funding_opinion"
    __table_args__ = (CheckConstraint("words <> ''", name="with_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("schemes_funding_ask.id"), index=True)
    opinion: Mapped[Opinion] = mapped_column(choice(Opinion, "opinion"))
    words: Mapped[str] = mapped_column(Text)
    budget: Mapped[Decimal | None] = mapped_column(Pence)
    committed: Mapped[Decimal | None] = mapped_column(Pence)
    spent: Mapped[Decimal | None] = mapped_column(Pence)
    funded: Mapped[Decimal] = mapped_column(Pence)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    given_at: Mapped[datetime] = mapped_column(Instant)

    ask: Mapped[FundingAsk] = relationship(back_populates="opinions")

    @property
    def opinion_name(self) -> str:
        """The opinion as people say it."""
        return OPINION_NAMES[self.opinion]

    @property
    def given_on(self) -> date:
        """The day in London on which it was given."""
        return in_london(self.given_at).date()


class FundingDecision(Model):
    """What was decided: how much is approved (nothing: declined), why, the exception where it is beyond the budget.

    With the money of the scheme as it stood then: what nobody told is missing.
    """

    __tablename__ = "schemes_funding_decision"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="nothing_or_more"),
        CheckConstraint("reason <> ''", name="with_a_reason"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("schemes_funding.id"), primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Pence)
    reason: Mapped[str] = mapped_column(Text)
    exception: Mapped[str] = mapped_column(Text)
    budget: Mapped[Decimal | None] = mapped_column(Pence)
    committed: Mapped[Decimal | None] = mapped_column(Pence)
    spent: Mapped[Decimal | None] = mapped_column(Pence)
    funded: Mapped[Decimal] = mapped_column(Pence)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date]
    decided_at: Mapped[datetime] = mapped_column(Instant)

    application: Mapped[FundingApplication] = relationship(back_populates="decision")


class FundingWithdrawal(Model):
    """That the practice took its application back, and why."""

    __tablename__ = "schemes_funding_withdrawal"

    application_id: Mapped[int] = mapped_column(ForeignKey("schemes_funding.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)

    application: Mapped[FundingApplication] = relationship(back_populates="withdrawal")


freeze("schemes", SignedFunding, FundingAsk, FundingOpinion, FundingDecision, FundingWithdrawal)
