"""Tables of what a practice is given when it claims, of machines' own keys, and of the days windows are proposed by."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, versioned_by
from core.frozen import freeze
from les.claims.models.claims import Claim


class WindowRule(Model):
    """By which days a commissioner's windows are proposed, in working days.

    `closes_after`: after the quarter's last day; `pays_after`: after the last day of the window.
    """

    __tablename__ = "claims_window_rule"
    __table_args__ = (
        CheckConstraint("closes_after BETWEEN 1 AND 60", name="closes_within_three_months"),
        CheckConstraint("pays_after BETWEEN 0 AND 60", name="pays_within_three_months"),
    )

    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), primary_key=True)
    closes_after: Mapped[int]
    pays_after: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = versioned_by(version)

    @property
    def id(self) -> int:
        """The commissioner it is of, by which others know it."""
        return self.commissioner_id


class Receipt(Model):
    """What was submitted, as canonical JSON with its SHA-256, and a copy of who submitted it; frozen.

    `amount`: pounds claimed.
    """

    __tablename__ = "claims_receipt"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="hash_is_whole"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims_claim.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    amount: Mapped[Decimal] = mapped_column(Pence)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[datetime] = mapped_column(Instant)

    claim: Mapped[Claim] = relationship()


class ClaimRequest(Model):
    """What a machine submitted under a key of its own, and the ids of the claims it became, one a line; frozen."""

    __tablename__ = "claims_request"
    __table_args__ = (UniqueConstraint("practice_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    key: Mapped[str] = mapped_column(String(80))
    content_hash: Mapped[str] = mapped_column(String(64))
    claims: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)


freeze("claims", Receipt, ClaimRequest)
