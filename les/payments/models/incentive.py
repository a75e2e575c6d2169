"""Tables of the incentive: plans with their instalments, freed-up resources, judgements, and what was proposed."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissioning.organisations.models import Exact
from core.db import Instant, Model, Pence, choice, versioned_by
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict

SUBJECT = "incentive_plan"
SOURCE = "incentive"


class IncentivePlan(Model):
    """How the incentive of a scheme and year is paid. `set_aside`: per cent of each payment for the group’s account.

    `list_on`: the day of the practice lists it goes by. `source`: where the national rule and the rates stand.
    """

    __tablename__ = "payments_incentive_plan"
    __table_args__ = (UniqueConstraint("scheme_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"))
    year: Mapped[str] = mapped_column(String(7))
    list_on: Mapped[date]
    set_aside: Mapped[Decimal] = mapped_column(Exact)
    source: Mapped[str] = mapped_column(String(500))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    scheme: Mapped[Scheme] = relationship()
    made_by: Mapped[Person] = relationship()
    instalments: Mapped[list["IncentiveInstalment"]] = relationship(
        order_by="IncentiveInstalment.place", cascade="all, delete-orphan", back_populates="plan"
    )

    __mapper_args__ = versioned_by(version)


class IncentiveInstalment(Model):
    """An instalment of a plan. `rate`: pounds for each patient; `quarter`: of the year, in which it is paid."""

    __tablename__ = "payments_incentive_instalment"
    __table_args__ = (CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_the_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("payments_incentive_plan.id"), index=True)
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    rate: Mapped[Decimal] = mapped_column(Exact)
    quarter: Mapped[int]
    condition: Mapped[str] = mapped_column(String(500))

    plan: Mapped[IncentivePlan] = relationship(back_populates="instalments")


class FreedUpSheet(Model):
    """Freed-up resources of practices as somebody entered them together. `file_name`: blank where they were typed."""

    __tablename__ = "payments_freed_up_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("payments_incentive_plan.id"), index=True)
    source: Mapped[str] = mapped_column(String(500))
    file_name: Mapped[str] = mapped_column(String(200))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    plan: Mapped[IncentivePlan] = relationship()
    proposed_by: Mapped[Person] = relationship()
    lines: Mapped[list["FreedUp"]] = relationship(order_by="FreedUp.id", back_populates="sheet")
    decision: Mapped["FreedUpDecision | None"] = relationship(back_populates="sheet")


class FreedUp(Model):
    """What a practice freed up in the year, in pounds; below nothing where it spent more, which counts as none."""

    __tablename__ = "payments_freed_up"
    __table_args__ = (UniqueConstraint("sheet_id", "practice_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("payments_freed_up_sheet.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Pence)

    sheet: Mapped[FreedUpSheet] = relationship(back_populates="lines")
    practice: Mapped[Party] = relationship()


class FreedUpDecision(Model):
    """What became of a sheet: approved or declined by a second person, or withdrawn by the one who entered it."""

    __tablename__ = "payments_freed_up_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("payments_freed_up_sheet.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    words: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    sheet: Mapped[FreedUpSheet] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


class IncentiveJudgement(Model):
    """Whether the condition of an instalment is met, of a group or of a practice alone; the newest counts."""

    __tablename__ = "payments_incentive_judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    instalment_id: Mapped[int] = mapped_column(ForeignKey("payments_incentive_instalment.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    is_met: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    judged_at: Mapped[datetime] = mapped_column(Instant)

    instalment: Mapped[IncentiveInstalment] = relationship()
    party: Mapped[Party] = relationship()
    judged_by: Mapped[Person] = relationship()


class IncentiveProposal(Model):
    """An instalment as it was proposed for payment in one act: `content_hash` of all its shares."""

    __tablename__ = "payments_incentive_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    instalment_id: Mapped[int] = mapped_column(ForeignKey("payments_incentive_instalment.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    instalment: Mapped[IncentiveInstalment] = relationship()
    proposed_by: Mapped[Person] = relationship()
    shares: Mapped[list["IncentiveShare"]] = relationship(order_by="IncentiveShare.id", back_populates="proposal")


class IncentiveShare(Model):
    """What a practice is proposed of an instalment, and how it came about; an adjustment stands for each.

    `entitled`: rate × list; `used`: what was freed up and is taken off; `due` is `kept` for the group and paid.
    """

    __tablename__ = "payments_incentive_share"
    __table_args__ = (
        UniqueConstraint("proposal_id", "practice_id"),
        CheckConstraint("due > 0 AND kept >= 0 AND kept <= due", name="kept_within_due"),
        CheckConstraint("group_id IS NOT NULL OR kept = 0", name="kept_for_a_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("payments_incentive_proposal.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    list_size: Mapped[int]
    entitled: Mapped[Decimal] = mapped_column(Pence)
    used: Mapped[Decimal] = mapped_column(Pence)
    due: Mapped[Decimal] = mapped_column(Pence)
    kept: Mapped[Decimal] = mapped_column(Pence)
    how: Mapped[str] = mapped_column(Text)

    proposal: Mapped[IncentiveProposal] = relationship(back_populates="shares")
    practice: Mapped[Party] = relationship(foreign_keys=[practice_id])
    group: Mapped[Party | None] = relationship(foreign_keys=[group_id])


freeze("incentive", FreedUpSheet, FreedUp, FreedUpDecision, IncentiveJudgement, IncentiveProposal, IncentiveShare)
