"""Tables of the rules by which a commissioner approves claims, from a day on, and the value bands of each. Frozen."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.people.models import Person
from les.claims.rules.budget_check import BudgetCheck
from les.schemes.rules.kinds import Verdict


class ClaimRules(Model):
    """Rules of approval as somebody proposed them, with their source. They hold once a second person approved them.

    `evidence_months`: for how many months after a quarter practices keep its evidence, and claims are clawed back.
    """

    __tablename__ = "claims_rules"
    __table_args__ = (CheckConstraint("evidence_months BETWEEN 1 AND 120", name="months_of_evidence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    valid_from: Mapped[date]
    budget_check: Mapped[BudgetCheck] = mapped_column(choice(BudgetCheck, "budget_check"))
    evidence_months: Mapped[int]
    source: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    proposed_by: Mapped[Person] = relationship()
    bands: Mapped[list["ClaimBand"]] = relationship(order_by="ClaimBand.at_least", back_populates="rules")
    decision: Mapped["ClaimRulesDecision | None"] = relationship(back_populates="rules")


class ClaimBand(Model):
    """From which sum on (pounds) so many people of finance approve it."""

    __tablename__ = "claims_band"
    __table_args__ = (
        UniqueConstraint("rules_id", "at_least"),
        CheckConstraint("at_least >= 0 AND releasers BETWEEN 1 AND 3", name="band_is_possible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rules_id: Mapped[int] = mapped_column(ForeignKey("claims_rules.id"))
    at_least: Mapped[Decimal] = mapped_column(Pence)
    releasers: Mapped[int]

    rules: Mapped[ClaimRules] = relationship(back_populates="bands")


class ClaimRulesDecision(Model):
    """What became of rules that were proposed: decided by a second person, or withdrawn by their proposer."""

    __tablename__ = "claims_rules_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    rules_id: Mapped[int] = mapped_column(ForeignKey("claims_rules.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    rules: Mapped[ClaimRules] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


freeze("claims", ClaimRules, ClaimBand, ClaimRulesDecision)
