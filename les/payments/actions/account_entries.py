"""Entries by hand in the account of a group: its opening balance and corrections, each by two people of finance."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.db import db
from core.errors import Refusal
from core.four_eyes import decides_own
from core.money import as_decimal, as_pence
from core.parties.models import Party
from core.periods import FinancialYear
from core.permissions import Actor, Permission, check_may
from core.wording import in_full, sterling
from les.payments.actions.recording import note
from les.payments.models.accounts import ENTRY, AccountEntry, AccountEntryDecision
from les.payments.queries.accounts import balance_of, find_group, interest_in_group
from les.payments.queries.group_invoices import find_entry, has_opening
from les.payments.queries.runs import hold_commissioner
from les.payments.rules.accounts import EntryKind, check_covers, check_entry, check_no_interest
from les.schemes.actions.recording import words_to_keep
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """What is entered. `amount`: pounds, below nothing where it is taken from the account; `as_at`: its day."""

    kind: EntryKind
    amount: Decimal | None
    as_at: date | None
    source: str


def propose_account_entry(*, group_id: int, entry: EntryText, by: Actor, on: date, at: datetime) -> AccountEntry:
    """Propose an opening balance or a correction, with its source; it counts once a second person approved it."""
    group = find_group(group_id)
    if group is None:
        raise Refusal("There is no such group. Choose one from the list.")
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=group.commissioner_id)
    hold_commissioner(group.commissioner_id or 0)
    pence = None if entry.amount is None else as_pence(entry.amount)
    pence = check_entry(entry.kind, amount=pence, as_at=entry.as_at, on=on, has_opening=has_opening(group_id))
    made = AccountEntry(
        group_id=group.id,
        kind=entry.kind,
        amount=as_decimal(pence),
        as_at=entry.as_at,
        source=words_to_keep(entry.source, what="Where it comes from"),
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    _note(made, group, "propose_account_entry", by, source=made.source)
    return made


def decide_account_entry(
    *, entry_id: int, verdict: Verdict, reason: str, by: Actor, on: date, at: datetime
) -> AccountEntry:
    """Approve or decline an entry as a second person without an interest in the group, or withdraw one’s own."""
    entry = _found(entry_id)
    group = entry.group
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=group.commissioner_id)
    hold_commissioner(group.commissioner_id or 0)
    entry = _found(entry_id)
    withdraws = verdict is Verdict.WITHDRAWN
    check_may_decide(
        decided=entry.decision.verdict if entry.decision else None,
        verdict=verdict,
        is_own=decides_own(by, entry.proposed_by_id, withdraws=withdraws),
    )
    if not withdraws:
        since = FinancialYear.of(entry.as_at).first_day
        check_no_interest(interest_in_group(group, by, on=on, since=since))
    if verdict is Verdict.APPROVED and entry.amount < 0:
        check_covers(balance_of(group.id), -as_pence(entry.amount), group=group.name)
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    decision = AccountEntryDecision(
        entry=entry,
        verdict=verdict,
        reason=kept,
        proposed_by_id=entry.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    _note(entry, group, "decide_account_entry", by, verdict=VERDICT_NAMES[verdict].lower(), reason=kept)
    return entry


def _found(entry_id: int) -> AccountEntry:
    entry = find_entry(entry_id)
    if entry is None:
        raise Refusal("There is no such entry.")
    return entry


def _note(entry: AccountEntry, group: Party, act: str, by: Actor, **told: str) -> None:
    new = {
        "group": group.name,
        "kind": entry.kind_name.lower(),
        "amount": sterling(as_pence(entry.amount)),
        "day": in_full(entry.as_at),
        **told,
    }
    note(group.commissioner_id or 0, act, by, subject=ENTRY, subject_id=entry.id, new=new)
