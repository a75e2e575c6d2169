"""Tables of re-commissioning: the exercise, the case of each scheme, what is proposed and decided. All frozen."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.money import as_pence
from core.parties.models import Party
from core.people.models import Person
from les.schemes.models.opinions import OpinionRequest
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.recommissioning import OUTCOME_NAMES, Cost, Outcome

EXERCISE = "scheme_exercise"
CASE = "scheme_case"


class Exercise(Model):
    """A re-commissioning of a commissioner: when it began, by when all is decided, and the source of that rule."""

    __tablename__ = "schemes_exercise"
    __table_args__ = (
        UniqueConstraint("commissioner_id", "number"),
        CheckConstraint("decide_by > began_on", name="some_time_to_decide"),
        CheckConstraint("source <> ''", name="with_a_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    number: Mapped[int]
    began_on: Mapped[date]
    decide_by: Mapped[date]
    source: Mapped[str] = mapped_column(String(500))
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)

    commissioner: Mapped[Party] = relationship()
    begun_by: Mapped[Person] = relationship()
    cases: Mapped[list["SchemeCase"]] = relationship(back_populates="exercise", order_by="SchemeCase.scheme_id")

    @property
    def called(self) -> str:
        """Its number, as people say it."""
        return f"Re-commissioning {self.number}"


class SchemeCase(Model):
    """A scheme in an exercise. `reason`: why it was added later; blank for those that were in it when it began."""

    __tablename__ = "schemes_case"
    __table_args__ = (UniqueConstraint("exercise_id", "scheme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("schemes_exercise.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes_scheme.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)

    exercise: Mapped[Exercise] = relationship(back_populates="cases")
    scheme: Mapped[Scheme] = relationship()
    added_by: Mapped[Person] = relationship()
    proposals: Mapped[list["CaseProposal"]] = relationship(back_populates="case", order_by="CaseProposal.number")
    requests: Mapped[list[OpinionRequest]] = relationship(order_by="OpinionRequest.id")


class CaseProposal(Model):
    """What somebody proposes for a scheme, and why. `reason`: why it is decided anew; blank for the first.

    Either a comparison with the hospital (all of its columns), or in `no_alternative` why there is none.
    `price_facts`: the same service by locality, as prices stood on the day.
    """

    __tablename__ = "schemes_case_proposal"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(
            "(no_alternative = '') = (tariff IS NOT NULL AND price IS NOT NULL AND expected IS NOT NULL "
            "AND tariff_on IS NOT NULL AND tariff_source <> '' AND element_name <> '')",
            name="compared_or_why_not",
        ),
        CheckConstraint("expected IS NULL OR (expected > 0 AND tariff > 0 AND price > 0)", name="more_than_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("schemes_case.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("schemes_version.id"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    reason: Mapped[str] = mapped_column(Text)
    need: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    equality: Mapped[str] = mapped_column(Text)
    consistency: Mapped[str] = mapped_column(Text)
    price_facts: Mapped[str] = mapped_column(Text)
    no_alternative: Mapped[str] = mapped_column(Text)
    element_name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(Text)
    price: Mapped[Decimal | None] = mapped_column(Pence)
    tariff: Mapped[Decimal | None] = mapped_column(Pence)
    tariff_source: Mapped[str] = mapped_column(String(500))
    tariff_on: Mapped[date | None]
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    expected: Mapped[int | None]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    case: Mapped[SchemeCase] = relationship(back_populates="proposals")
    version: Mapped[SchemeVersion] = relationship()
    provider: Mapped[Party | None] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["CaseDecision | None"] = relationship(back_populates="proposal")

    @property
    def outcome_name(self) -> str:
        """The outcome as people say it."""
        return OUTCOME_NAMES[self.outcome]

    @property
    def cost(self) -> Cost | None:
        """The comparison with the hospital as a value; None where there is no alternative."""
        if self.price is None or self.tariff is None or self.expected is None:
            return None
        return Cost(price=as_pence(self.price), tariff=as_pence(self.tariff), count=self.expected)


class CaseDecision(Model):
    """What became of a proposal: agreed or declined by a second person, or withdrawn. A copy of who decided."""

    __tablename__ = "schemes_case_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("schemes_case_proposal.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    proposal: Mapped[CaseProposal] = relationship(back_populates="decision")


freeze("schemes", Exercise, SchemeCase, CaseProposal, CaseDecision)
