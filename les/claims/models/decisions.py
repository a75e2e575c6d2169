"""Tables of what was decided over claims, and of sums that are no line of a claim. All are frozen."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.claims.models.claims import Claim, ClaimLine
from les.claims.rules.kinds import AdjustmentKind, CutReason, Step, Verdict
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict as ProposalVerdict


class LineCut(Model):
    """What a line is worth after a step of approval, with the reason. `amount`: pounds, what is left of it."""

    __tablename__ = "claims_cut"
    __table_args__ = (UniqueConstraint("line_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("claims_line.id"))
    step: Mapped[Step] = mapped_column(choice(Step, "step"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    reason: Mapped[CutReason] = mapped_column(choice(CutReason, "reason"))
    words: Mapped[str] = mapped_column(Text)
    cut_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    cut_at: Mapped[datetime] = mapped_column(Instant)

    line: Mapped[ClaimLine] = relationship()
    cut_by: Mapped[Person] = relationship()


class ClaimDecision(Model):
    """What somebody decided at a step. `amount`: pounds of the claim as they approved it; nought when they did not.

    `exception`: why it is paid although the budget does not hold it; blank where it does.
    """

    __tablename__ = "claims_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims_claim.id"), index=True)
    step: Mapped[Step] = mapped_column(choice(Step, "step"))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    words: Mapped[str] = mapped_column(Text)
    exception: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    claim: Mapped[Claim] = relationship()
    decided_by: Mapped[Person] = relationship()


class Adjustment(Model):
    """A sum that is no line of a claim, as somebody proposed it. `amount`: pounds, below nothing when taken back.

    `line`: the line that it corrects. `source` and `source_id`: what asked for it (`funding`, `finding`), once each.
    """

    __tablename__ = "claims_adjustment"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("amount <> 0", name="more_or_less_than_nothing"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_the_year"),
        CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="source_has_a_record"),
        Index("ix_claims_adjustment_practice_id_year", "practice_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"), index=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    kind: Mapped[AdjustmentKind] = mapped_column(choice(AdjustmentKind, "kind"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    what: Mapped[str] = mapped_column(String(300))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("claims_line.id"), index=True)
    source: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[int | None]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    scheme: Mapped[Scheme] = relationship()
    practice: Mapped[Party] = relationship()
    line: Mapped[ClaimLine | None] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["AdjustmentDecision | None"] = relationship(back_populates="adjustment")

    @property
    def number(self) -> str:
        """The number by which people cite it: `EA-000042`."""
        return f"EA-{self.id:06d}"


class AdjustmentDecision(Model):
    """What became of an adjustment: decided by a second person, or withdrawn by the one who proposed it."""

    __tablename__ = "claims_adjustment_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    adjustment_id: Mapped[int] = mapped_column(ForeignKey("claims_adjustment.id"), primary_key=True)
    verdict: Mapped[ProposalVerdict] = mapped_column(choice(ProposalVerdict, "verdict"))
    words: Mapped[str] = mapped_column(Text)
    exception: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    adjustment: Mapped[Adjustment] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


freeze("claims", LineCut, ClaimDecision, Adjustment, AdjustmentDecision)
