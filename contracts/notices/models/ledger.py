"""Tables of the ledger: entries that one person proposes, and what another one decided about each. Both are frozen."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.notices.models.notices import Notice
from contracts.notices.models.outcomes import PlanMilestone
from contracts.notices.rules.ledger import ENTRY_NAMES, Decision, Entry, EntryKind
from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.money import as_pence
from core.people.models import Person


class LedgerEntry(Model):
    """An entry as it was proposed. `of_number`: of which entry it gives back or keeps the money; none: it withholds."""

    __tablename__ = "notices_entry"
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        UniqueConstraint("id", "proposed_by_id"),
        ForeignKeyConstraint(
            ["notice_id", "of_number"], ["notices_entry.notice_id", "notices_entry.number"], name="of_same_notice"
        ),
        CheckConstraint("amount > 0", name="amount_is_something"),
        CheckConstraint("(kind = 'withheld') = (of_number IS NULL)", name="gives_back_what_was_withheld"),
        CheckConstraint("length(month) = 7", name="month_is_whole"),
        Index("ix_notices_entry_milestone_id", "milestone_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices_notice.id"))
    number: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind, "kind"))
    of_number: Mapped[int | None]
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("notices_milestone.id"))
    month: Mapped[str] = mapped_column(String(7))
    amount: Mapped[Decimal] = mapped_column(Pence)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship()
    milestone: Mapped[PlanMilestone | None] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["EntryDecision | None"] = relationship(back_populates="entry")

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return ENTRY_NAMES[self.kind]

    @property
    def is_approved(self) -> bool:
        """Whether a second person approved it: only then it counts."""
        return self.decision is not None and self.decision.decision is Decision.APPROVED

    @property
    def value(self) -> Entry:
        """The entry as rules know it."""
        return Entry(
            number=self.number,
            kind=self.kind,
            pence=as_pence(self.amount),
            month=self.month,
            milestone_id=self.milestone_id,
            of=self.of_number,
        )


class EntryDecision(Model):
    """What was decided about an entry. The database itself refuses an approval by the person who proposed it."""

    __tablename__ = "notices_entry_decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "proposed_by_id"], ["notices_entry.id", "notices_entry.proposed_by_id"], name="who_proposed"
        ),
        CheckConstraint("decision <> 'approved' OR decided_by_id <> proposed_by_id", name="two_people"),
    )

    entry_id: Mapped[int] = mapped_column(primary_key=True)
    proposed_by_id: Mapped[int]
    decision: Mapped[Decision] = mapped_column(choice(Decision, "decision"))
    words: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    entry: Mapped[LedgerEntry] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship()


freeze("notices", LedgerEntry, EntryDecision)
