"""Tables of the accounts of PbC groups: invoices of a group, and what finance enters by hand. All are frozen.

What practices’ payments leave on an account is not copied here: it is read from the lines of runs that were paid.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, Pence, choice
from core.frozen import freeze
from core.parties.models import Party
from core.people.models import Person
from les.payments.rules.accounts import ENTRY_NAMES, EntryKind
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

INVOICE, ENTRY = "group_invoice", "account_entry"
WAITS = "Waits for approval"


class GroupInvoice(Model):
    """An invoice of a group, to be taken from its account. Pounds. `mark`: of supplier and number, to find it."""

    __tablename__ = "payments_group_invoice"
    __table_args__ = (
        Index("ix_payments_group_invoice_commissioner_id_mark", "commissioner_id", "mark"),
        CheckConstraint("amount > 0", name="comes_to_something"),
        CheckConstraint("length(mark) = 64", name="mark_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    supplier: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(64))
    invoiced_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Pence)
    what_for: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    group: Mapped[Party] = relationship(foreign_keys=[group_id])
    decision: Mapped["InvoiceDecision | None"] = relationship(back_populates="invoice")

    @property
    def reference(self) -> str:
        """The reference by which people cite it: `GI-000012`."""
        return f"GI-{self.id:06d}"

    @property
    def state_name(self) -> str:
        """Where it stands, in words."""
        return VERDICT_NAMES[self.decision.verdict] if self.decision else WAITS


class InvoiceDecision(Model):
    """What became of an invoice: approved or declined by finance, or withdrawn by the one who put it forward."""

    __tablename__ = "payments_invoice_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("payments_group_invoice.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    invoice: Mapped[GroupInvoice] = relationship(back_populates="decision")


class AccountEntry(Model):
    """What finance enters by hand: the opening balance of a group’s account, or a correction. Pounds."""

    __tablename__ = "payments_account_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="comes_to_something"),
        CheckConstraint("kind <> 'opening' OR amount > 0", name="begins_above_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("parties_party.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind, "kind"))
    amount: Mapped[Decimal] = mapped_column(Pence)
    as_at: Mapped[date]
    source: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)

    group: Mapped[Party] = relationship()
    proposed_by: Mapped[Person] = relationship()
    decision: Mapped["AccountEntryDecision | None"] = relationship(back_populates="entry")

    @property
    def reference(self) -> str:
        """The reference by which people cite it: `GE-000003`."""
        return f"GE-{self.id:06d}"

    @property
    def kind_name(self) -> str:
        """What it is, as people say it."""
        return ENTRY_NAMES[self.kind]


class AccountEntryDecision(Model):
    """What became of an entry: approved or declined by a second person, or withdrawn by its own."""

    __tablename__ = "payments_entry_decision"
    __table_args__ = (
        CheckConstraint("(verdict = 'withdrawn') = (decided_by_id = proposed_by_id)", name="by_a_second_person"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("payments_account_entry.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)

    entry: Mapped[AccountEntry] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])


freeze("payments", GroupInvoice, InvoiceDecision, AccountEntry, AccountEntryDecision)
