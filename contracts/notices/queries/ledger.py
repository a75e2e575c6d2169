"""Reading the ledger: the entries of a notice and of a contract, what counts, and what waits for a second person."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from contracts.agreements.models.contracts import Contract
from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import Notice
from contracts.notices.queries.notices import of_contracts_seen
from contracts.notices.rules.ledger import Entry
from core.db import db
from core.permissions import Actor, Permission


def list_entries(contract_id: int, *, notice_id: int | None = None, approved_only: bool = False) -> list[LedgerEntry]:
    """The entries of a contract, or of one of its notices, by notice and number, with what was decided."""
    rows = _entries().where(Notice.contract_id == contract_id).order_by(Notice.number, LedgerEntry.number)
    if notice_id is not None:
        rows = rows.where(LedgerEntry.notice_id == notice_id)
    found = list(db.session.scalars(rows.execution_options(populate_existing=True)))
    return [each for each in found if each.is_approved] if approved_only else found


def entries_shown(contract: Contract, *, by: Actor, notice_id: int | None = None) -> list[LedgerEntry]:
    """The entries the reader may see: what is not approved, only the commissioner's side."""
    approved_only = not by.may(Permission.WITHHOLD_PAYMENT)
    return list_entries(contract.id, notice_id=notice_id, approved_only=approved_only)


def entries_of(notice_ids: Sequence[int]) -> list[LedgerEntry]:
    """The entries of many notices, by number, with what was decided."""
    rows = _entries().where(LedgerEntry.notice_id.in_(notice_ids)).order_by(LedgerEntry.notice_id, LedgerEntry.number)
    return list(db.session.scalars(rows))


def find_entry(notice_id: int, number: int) -> LedgerEntry | None:
    """The entry of that number in the ledger of a notice."""
    rows = _entries().where(LedgerEntry.notice_id == notice_id, LedgerEntry.number == number)
    return db.session.scalars(rows).one_or_none()


def next_entry_number(notice_id: int) -> int:
    """The number of the next entry of a notice, whose contract the caller holds."""
    rows = select(func.max(LedgerEntry.number)).where(LedgerEntry.notice_id == notice_id)
    return (db.session.scalar(rows) or 0) + 1


def list_to_decide(*, by: Actor) -> list[LedgerEntry]:
    """The entries that wait for a second person, oldest first: none of the reader’s own or of an interest."""
    rows = _entries().where(of_contracts_seen(by), ~LedgerEntry.decision.has())
    own = [by.person_id, by.stands_in_for_id or by.person_id]
    rows = rows.where(LedgerEntry.proposed_by_id.not_in(own), Contract.commissioner_id == by.organisation_id)
    rows = rows.where(Contract.provider_id.not_in(by.interests))
    return list(db.session.scalars(rows.order_by(LedgerEntry.id)))


def standing(entries: Sequence[LedgerEntry]) -> list[Entry]:
    """The approved entries as values: what counts."""
    return [each.value for each in entries if each.is_approved]


def waiting(entries: Sequence[LedgerEntry]) -> list[Entry]:
    """The entries that nobody decided on yet, as values."""
    return [each.value for each in entries if each.decision is None]


def _entries() -> Select[LedgerEntry]:
    return (
        select(LedgerEntry)
        .join(LedgerEntry.notice)
        .join(Notice.contract)
        .options(
            contains_eager(LedgerEntry.notice).contains_eager(Notice.contract),
            joinedload(LedgerEntry.decision),
            joinedload(LedgerEntry.milestone),
        )
    )
