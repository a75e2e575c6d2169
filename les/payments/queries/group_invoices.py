"""Looking up invoices of groups and entries by hand: one, those of a group, those that wait."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from les.payments.models.accounts import AccountEntry, AccountEntryDecision, GroupInvoice, InvoiceDecision
from les.payments.rules.accounts import EntryKind
from les.schemes.rules.kinds import Verdict

WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedInvoices:
    """Which invoices are wanted. `state`: a verdict or `waiting`; `text`: part of supplier, number or purpose."""

    state: str = ""
    text: str = ""


def find_invoice(invoice_id: int) -> GroupInvoice | None:
    """The invoice of that id, as the database has it now."""
    rows = _invoices().where(GroupInvoice.id == invoice_id).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def find_same_invoice(commissioner_id: int, mark: str) -> GroupInvoice | None:
    """The same invoice put forward before, on whichever account, unless it was declined or withdrawn."""
    rows = (
        _invoices()
        .outerjoin(InvoiceDecision, InvoiceDecision.invoice_id == GroupInvoice.id)
        .where(
            GroupInvoice.commissioner_id == commissioner_id,
            GroupInvoice.mark == mark,
            InvoiceDecision.verdict.is_(None) | (InvoiceDecision.verdict == Verdict.APPROVED),
        )
    )
    return db.session.scalars(rows.order_by(GroupInvoice.id)).first()


def select_invoices(group_id: int, asked: AskedInvoices) -> Select[GroupInvoice]:
    """The invoices of a group that are wanted, newest first."""
    rows = _invoices().where(GroupInvoice.group_id == group_id).order_by(GroupInvoice.id.desc())
    if asked.state == WAITING:
        rows = rows.where(~GroupInvoice.decision.has())
    elif asked.state in list(Verdict):
        rows = rows.where(GroupInvoice.decision.has(InvoiceDecision.verdict == Verdict(asked.state)))
    if text := asked.text.strip():
        columns = (GroupInvoice.supplier, GroupInvoice.number, GroupInvoice.what_for)
        hit = columns[0].icontains(text, autoescape=True)
        for column in columns[1:]:
            hit = hit | column.icontains(text, autoescape=True)
        rows = rows.where(hit)
    return rows


def list_waiting_invoices(commissioner_ids: Collection[int]) -> list[GroupInvoice]:
    """The invoices that wait for approval, oldest first."""
    rows = _invoices().where(GroupInvoice.commissioner_id.in_(commissioner_ids), ~GroupInvoice.decision.has())
    return list(db.session.scalars(rows.order_by(GroupInvoice.id)))


def find_entry(entry_id: int) -> AccountEntry | None:
    """The entry of that id, as the database has it now."""
    rows = _entries().where(AccountEntry.id == entry_id).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def has_opening(group_id: int) -> bool:
    """Whether a group’s account has an opening balance, or one that waits for a decision."""
    rows = (
        select(AccountEntry.id)
        .outerjoin(AccountEntryDecision, AccountEntryDecision.entry_id == AccountEntry.id)
        .where(
            AccountEntry.group_id == group_id,
            AccountEntry.kind == EntryKind.OPENING,
            AccountEntryDecision.verdict.is_(None) | (AccountEntryDecision.verdict == Verdict.APPROVED),
        )
    )
    return db.session.scalars(rows.limit(1)).first() is not None


def list_waiting_entries(group_ids: Collection[int]) -> list[AccountEntry]:
    """The entries by hand of groups that wait for a second person, oldest first."""
    rows = _entries().where(AccountEntry.group_id.in_(group_ids), ~AccountEntry.decision.has())
    return list(db.session.scalars(rows.order_by(AccountEntry.id)))


def _invoices() -> Select[GroupInvoice]:
    return select(GroupInvoice).options(joinedload(GroupInvoice.group), joinedload(GroupInvoice.decision))


def _entries() -> Select[AccountEntry]:
    return select(AccountEntry).options(
        joinedload(AccountEntry.group),
        joinedload(AccountEntry.proposed_by),
        joinedload(AccountEntry.decision).joinedload(AccountEntryDecision.decided_by),
    )
