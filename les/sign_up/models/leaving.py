"""Tables of leaving: who ends an agreement from which day on, and what a second person of the commissioner decided."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person
from les.schemes.rules.kinds import Verdict
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.rules.kinds import Side


class Leaving(Model):
    """That an agreement ends, not in force from `left_on` on. The practice's counts at once, the commissioner's once
    a second person approved it.
    """

    __tablename__ = "sign_up_leaving"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("sign_up_agreement.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    left_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    told_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    told_at: Mapped[datetime] = mapped_column(Instant)

    agreement: Mapped[LesAgreement] = relationship()
    told_by: Mapped[Person] = relationship()
    decision: Mapped["LeavingDecision | None"] = relationship(back_populates="leaving")

    @property
    def waits(self) -> bool:
        """Whether a second person has yet to decide."""
        return self.side is Side.COMMISSIONER and self.decision is None


class LeavingDecision(Model):
    """What became of the commissioner's wish to end an agreement."""

    __tablename__ = "sign_up_leaving_decision"
    __table_args__ = (CheckConstraint("verdict = 'approved' OR reason <> ''", name="with_a_reason"),)

    leaving_id: Mapped[int] = mapped_column(ForeignKey("sign_up_leaving.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    leaving: Mapped[Leaving] = relationship(back_populates="decision")


freeze("sign_up", Leaving, LeavingDecision)
