"""Tables of reviews: the review, which changes, and its packs, which are frozen; and addresses of calendars."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.meetings.models import Meeting
from contracts.agreements.models.contracts import Contract
from contracts.reviews.rules.schedule import Stage
from core.db import Instant, Model, choice, versioned_by
from core.frozen import freeze
from core.people.models import Grant, Person

SUBJECT = "review"


class Review(Model):
    """A review of a contract. `scheduled_for`: the day of the schedule for which it was called.

    `first_day` and `last_day`: what it looks back on. `papers_due_on` follows from its day and the contract's setting.
    """

    __tablename__ = "reviews_review"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        UniqueConstraint("contract_id", "scheduled_for"),
        CheckConstraint("last_day >= first_day", name="period_has_days"),
        Index("ix_reviews_review_meets_on", "stage", "meets_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("agreements_contract.id"))
    number: Mapped[int]
    scheduled_for: Mapped[date | None]
    first_day: Mapped[date]
    last_day: Mapped[date]
    meets_on: Mapped[date]
    papers_due_on: Mapped[date]
    papers_source: Mapped[str] = mapped_column(String(200))
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"))
    reason: Mapped[str] = mapped_column(Text)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings_meeting.id"), unique=True)
    called_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    contract: Mapped[Contract] = relationship()
    meeting: Mapped[Meeting | None] = relationship()

    __mapper_args__ = versioned_by(version)

    @property
    def named(self) -> str:
        """What it is called, its contract being known."""
        return f"Review {self.number}"


class Pack(Model):
    """A pack as it was sent: canonical JSON and its SHA-256. `reason`: what changed since the one before."""

    __tablename__ = "reviews_pack"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews_review.id"))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    frozen_at: Mapped[datetime] = mapped_column(Instant)

    review: Mapped[Review] = relationship()
    frozen_by: Mapped[Person] = relationship()


class CalendarAddress(Model):
    """A secret address under which a calendar reads reviews and deadlines. Only a hash of the secret is kept."""

    __tablename__ = "reviews_calendar_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("people_grant.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    grant: Mapped[Grant] = relationship()


freeze("reviews", Pack)
