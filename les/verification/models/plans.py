"""Tables of plans: what was to be verified, how it was drawn, and the sample. All are frozen."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.organisations.models import Exact
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.claims.models.claims import Claim
from les.verification.rules.kinds import METHOD_NAMES, Method

SUBJECT = "verification_plan"


class VerificationPlan(Model):
    """A sample of claims as it was drawn. `seed`: blank and `size` missing where all claims of the frame are verified.

    `asked`: schemes, quarters and weights as canonical JSON; `frame`: the claims it was drawn from, likewise, so that
    anybody can draw it again; `frame_hash`: SHA-256 of both.
    """

    __tablename__ = "verification_plan"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "name"),
        CheckConstraint("(method = 'all') = (size IS NULL)", name="size_unless_all"),
        CheckConstraint("(method = 'all') = (seed = '')", name="seed_unless_all"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    seed: Mapped[str] = mapped_column(String(64))
    size: Mapped[int | None]
    asked: Mapped[str] = mapped_column(Text)
    frame: Mapped[str] = mapped_column(Text)
    frame_hash: Mapped[str] = mapped_column(String(64))
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    drawn_at: Mapped[datetime] = mapped_column(Instant)

    drawn_by: Mapped[Person] = relationship()
    sample: Mapped[list["SampledClaim"]] = relationship(order_by="SampledClaim.place", back_populates="plan")

    @property
    def method_name(self) -> str:
        """How it was drawn, as people say it."""
        return METHOD_NAMES[self.method]


class SampledClaim(Model):
    """A claim of a sample, in the order of the draw. `paid`: pounds paid of it when it was drawn."""

    __tablename__ = "verification_sampled"
    __table_args__ = (UniqueConstraint("plan_id", "claim_id"), UniqueConstraint("plan_id", "place"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("verification_plan.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims_claim.id"), index=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    place: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(Exact)
    why: Mapped[str] = mapped_column(String(200))
    paid: Mapped[Decimal] = mapped_column(Pence)

    plan: Mapped[VerificationPlan] = relationship(back_populates="sample")
    claim: Mapped[Claim] = relationship()
    practice: Mapped[Party] = relationship()


freeze("verification", VerificationPlan, SampledClaim)
