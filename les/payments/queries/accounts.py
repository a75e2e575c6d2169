"""Looking up accounts of groups: whose they are, what is on them, and their lines. Set-asides are read from runs."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, or_, select

from commissioning.organisations.models import PracticeMembership
from commissioning.organisations.queries.practices import find_membership, holds, is_open
from core.clock import in_london
from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.people.models import Grant
from core.permissions import Actor, Role
from core.wording import in_full
from les.claims.models.dues import Due
from les.payments.models.accounts import AccountEntry, AccountEntryDecision, GroupInvoice, InvoiceDecision
from les.payments.models.runs import Item, PaymentOutcome, Report
from les.payments.queries.runs import SEE_ALL
from les.payments.rules.accounts import ENTRY_NAMES, AccountLine, EntryKind, LineKind
from les.payments.rules.kinds import Result
from les.payments.rules.references import run_number
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict

_OF_A_GROUP = (Role.PBC_LEAD, Role.PBC_MEMBER)
_KINDS = {EntryKind.OPENING: LineKind.OPENING, EntryKind.CORRECTION: LineKind.CORRECTION}


def list_seen_groups(by: Actor, *, on: date) -> list[Party]:
    """The groups whose account the reader sees, by name: all of the trust, or the reader’s own.

    Closed groups among them: what was on their account is not lost.
    """
    rows = select(Party).where(Party.kind == PartyKind.PBC_GROUP, Party.commissioner_id.in_(by.commissioner_ids))
    if by.role not in SEE_ALL:
        own = _own_group_id(by, on=on)
        if own is None:
            return []
        rows = rows.where(Party.id == own)
    return list(db.session.scalars(rows.order_by(Party.name, Party.id)))


def find_seen_group(group_id: int, by: Actor, *, on: date) -> Party | None:
    """The group of that id, if the reader sees its account."""
    return next((each for each in list_seen_groups(by, on=on) if each.id == group_id), None)


def find_group(group_id: int) -> Party | None:
    """The group of that id."""
    rows = select(Party).where(Party.id == group_id, Party.kind == PartyKind.PBC_GROUP)
    return db.session.scalars(rows).first()


def balances_of(group_ids: Collection[int]) -> dict[int, int]:
    """What is on the account of each group in pence, in three queries however many."""
    found = dict.fromkeys(group_ids, 0)
    for rows in (_set_aside_sums(group_ids), _entry_sums(group_ids), _invoice_sums(group_ids)):
        for group_id, amount in db.session.execute(rows):
            found[group_id or 0] += as_pence(amount)
    return found


def balance_of(group_id: int) -> int:
    """What is on the account of a group, in pence."""
    return balances_of([group_id])[group_id]


def lines_of_account(group_id: int) -> list[AccountLine]:
    """All lines of the account of a group."""
    return [*_set_aside_lines(group_id), *_entry_lines(group_id), *_invoice_lines(group_id)]


def interest_in_group(group: Party, by: Actor, *, on: date, since: date) -> str:
    """Why somebody has an interest in a group, in a sentence; blank where they have none.

    In the group itself or in a practice that belongs to it on a day: declared, or a role there on a day `since` then.
    """
    members = select(PracticeMembership.practice_id).where(PracticeMembership.group_id == group.id, holds(on))
    parties = select(Party).where(or_(Party.id == group.id, Party.id.in_(members))).order_by(Party.code)
    of_group = {each.id: each.name for each in db.session.scalars(parties)}
    declared = [name for party_id, name in of_group.items() if party_id in by.interests]
    if declared:
        return f"You declared an interest in {declared[0]}. Ask somebody without one."
    hands = [each for each in (by.person_id, by.stands_in_for_id) if each is not None]
    rows = select(Grant.organisation_id).where(
        Grant.person_id.in_(hands),
        Grant.organisation_id.in_(of_group),
        or_(Grant.ends_on.is_(None), Grant.ends_on > since),
    )
    works_at = db.session.scalars(rows.order_by(Grant.id).limit(1)).first()
    return "" if works_at is None else f"You work or worked at {of_group[works_at]}. Ask somebody who does not."


def waiting_sums(group_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """How many invoices of each group wait for approval, and what they come to in pence."""
    rows = (
        select(GroupInvoice.group_id, func.count(), func.sum(GroupInvoice.amount))
        .where(GroupInvoice.group_id.in_(group_ids), ~GroupInvoice.decision.has())
        .group_by(GroupInvoice.group_id)
    )
    return {group_id: (count, as_pence(amount)) for group_id, count, amount in db.session.execute(rows)}


def open_group_ids(commissioner_ids: Collection[int], *, on: date) -> set[int]:
    """The groups of trusts that are open on a day."""
    rows = select(Party.id).where(
        Party.kind == PartyKind.PBC_GROUP, Party.commissioner_id.in_(commissioner_ids), is_open(on)
    )
    return set(db.session.scalars(rows))


def _own_group_id(by: Actor, *, on: date) -> int | None:
    if by.role in _OF_A_GROUP:
        return by.organisation_id
    if by.role is not Role.PRACTICE_MANAGER:
        return None
    membership = find_membership(by.organisation_id, on=on)
    return membership.group_id if membership else None


def _set_aside_sums(group_ids: Collection[int]) -> Select[int | None, Decimal]:
    return _kept(group_ids).with_only_columns(Item.group_id, func.sum(Item.kept)).group_by(Item.group_id)


def _entry_sums(group_ids: Collection[int]) -> Select[int, Decimal]:
    return (
        select(AccountEntry.group_id, func.sum(AccountEntry.amount))
        .join(AccountEntry.decision)
        .where(AccountEntry.group_id.in_(group_ids), AccountEntryDecision.verdict == Verdict.APPROVED)
        .group_by(AccountEntry.group_id)
    )


def _invoice_sums(group_ids: Collection[int]) -> Select[int, Decimal]:
    return (
        select(GroupInvoice.group_id, -func.sum(GroupInvoice.amount))
        .join(GroupInvoice.decision)
        .where(GroupInvoice.group_id.in_(group_ids), InvoiceDecision.verdict == Verdict.APPROVED)
        .group_by(GroupInvoice.group_id)
    )


def _kept(group_ids: Collection[int]) -> Select[int]:
    """The lines of runs that were paid and left a part on the account of one of these groups."""
    return (
        select(Item.id)
        .join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(Item.group_id.in_(group_ids), Item.kept != Decimal(0), PaymentOutcome.result == Result.PAID)
    )


def _set_aside_lines(group_id: int) -> list[AccountLine]:
    rows = (
        _kept([group_id])
        .join(Report, Report.id == PaymentOutcome.report_id)
        .join(Due, Due.id == Item.due_id)
        .with_only_columns(
            Report.id,
            Report.recorded_at,
            Report.paid_on,
            Item.run_id,
            Due.scheme_id,
            func.count(Item.practice_id.distinct()),
            func.sum(Item.kept),
        )
        .group_by(Report.id, Report.recorded_at, Report.paid_on, Item.run_id, Due.scheme_id)
    )
    found = list(db.session.execute(rows))
    schemes = {
        each.id: each for each in db.session.scalars(select(Scheme).where(Scheme.id.in_({row[4] for row in found})))
    }
    return [
        AccountLine(
            booked_at=at,
            on=in_london(at).date(),
            kind=LineKind.SET_ASIDE,
            reference=run_number(run_id),
            what=_set_aside_words(schemes[scheme_id].called, count, paid_on, as_pence(amount)),
            amount=as_pence(amount),
            source_id=report_id,
        )
        for report_id, at, paid_on, run_id, scheme_id, count, amount in found
    ]


def _set_aside_words(scheme: str, practices: int, paid_on: date | None, amount: int) -> str:
    said = "Set aside of payments" if amount >= 0 else "Taken back with payments"
    when = f", paid on {in_full(paid_on)}" if paid_on else ""
    of = "1 practice" if practices == 1 else f"{practices} practices"
    return f"{said} to {of} for {scheme}{when}"


def _entry_lines(group_id: int) -> list[AccountLine]:
    rows = (
        select(AccountEntry, AccountEntryDecision.decided_at)
        .join(AccountEntry.decision)
        .where(AccountEntry.group_id == group_id, AccountEntryDecision.verdict == Verdict.APPROVED)
    )
    return [
        AccountLine(
            booked_at=at,
            on=in_london(at).date(),
            kind=_KINDS[entry.kind],
            reference=entry.reference,
            what=f"{ENTRY_NAMES[entry.kind]} as at {in_full(entry.as_at)}: {entry.source}",
            amount=as_pence(entry.amount),
            source_id=entry.id,
        )
        for entry, at in db.session.execute(rows)
    ]


def _invoice_lines(group_id: int) -> list[AccountLine]:
    rows = (
        select(GroupInvoice, InvoiceDecision.decided_at)
        .join(GroupInvoice.decision)
        .where(GroupInvoice.group_id == group_id, InvoiceDecision.verdict == Verdict.APPROVED)
    )
    return [
        AccountLine(
            booked_at=at,
            on=in_london(at).date(),
            kind=LineKind.INVOICE,
            reference=invoice.reference,
            what=f"{invoice.supplier}, invoice {invoice.number}: {invoice.what_for}",
            amount=-as_pence(invoice.amount),
            source_id=invoice.id,
        )
        for invoice, at in db.session.execute(rows)
    ]
