"""Tables of unlocking: that somebody asked for it, and what a second person answered. Both are frozen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgets.agreement.models.sign_off import Lock
from budgets.agreement.rules.unlocking import ANSWER_NAMES, AnswerKind
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Person


class Unlocking(Model):
    """That somebody asked to unlock a signed-off round, and why. `name` and `role` are copies."""

    __tablename__ = "agreement_unlocking"
    __table_args__ = (UniqueConstraint("id", "asked_by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("agreement_lock.sign_off_id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(Instant)

    lock: Mapped[Lock] = relationship()
    asked_by: Mapped[Person] = relationship()
    answer: Mapped["UnlockingAnswer | None"] = relationship(back_populates="unlocking")


class UnlockingAnswer(Model):
    """What became of a request to unlock. The database itself refuses one person in both parts."""

    __tablename__ = "agreement_unlocking_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["unlocking_id", "asked_by_id"], ["agreement_unlocking.id", "agreement_unlocking.asked_by_id"]
        ),
        CheckConstraint("(kind = 'withdrawn') = (answered_by_id = asked_by_id)", name="two_people"),
    )

    unlocking_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_by_id: Mapped[int]
    kind: Mapped[AnswerKind] = mapped_column(choice(AnswerKind, "kind"))
    words: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    answered_at: Mapped[datetime] = mapped_column(Instant)

    unlocking: Mapped[Unlocking] = relationship(back_populates="answer")
    answered_by: Mapped[Person] = relationship()

    @property
    def kind_name(self) -> str:
        """The answer as people say it."""
        return ANSWER_NAMES[self.kind]


freeze("agreement", Unlocking, UnlockingAnswer)
