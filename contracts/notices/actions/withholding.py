"""The ledger of what is withheld: one person proposes an entry, another approves it; only then it counts."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.notices.actions.recording import held_open, record_on, side_of, tell, touch
from contracts.notices.models.ledger import EntryDecision, LedgerEntry
from contracts.notices.models.notices import Notice
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.ledger import (
    find_entry,
    list_entries,
    next_entry_number,
    standing,
    waiting,
)
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.caps import check_month_is_due, check_withholding
from contracts.notices.rules.kinds import Side, check_month
from contracts.notices.rules.ledger import (
    ENTRY_NAMES,
    Decision,
    Entry,
    EntryKind,
    check_entry,
    check_given_back,
    check_second_person,
)
from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import counts_as
from core.money import as_decimal
from core.permissions import Actor, Permission
from core.wording import in_full, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An entry somebody wants: to withhold of a month, perhaps for a milestone; else `of` the entry that withheld."""

    kind: EntryKind
    pence: int
    reason: str
    month: str = ""
    milestone_id: int | None = None
    of: int | None = None


def propose_entry(*, notice_id: int, wanted: Wanted, by: Actor, at: datetime, on: date, href: str) -> LedgerEntry:
    """Propose to withhold, release, retain or waive money under a notice. It counts once another person approves it."""
    notice = held_withholding(notice_id, by=by)
    check_entry(pence=wanted.pence, reason=wanted.reason)
    value = _value(notice, wanted, on=on)
    _check_fits(notice, value, on=on, with_waiting=True)
    entry = LedgerEntry(
        notice=notice,
        number=value.number,
        kind=value.kind,
        of_number=value.of,
        milestone_id=value.milestone_id,
        month=value.month,
        amount=as_decimal(value.pence),
        reason=wanted.reason.strip(),
        proposed_by_id=by.person_id,
        name=by.name,
        proposed_at=at,
    )
    db.session.add(entry)
    db.session.flush()
    touch(notice)
    record_on(notice, f"propose_{value.kind.value}", by=by, new=_said(entry))
    tell(
        notice,
        f"entry/{entry.id}",
        side=Side.COMMISSIONER,
        permission=Permission.WITHHOLD_PAYMENT,
        subject=f"entry {entry.number} waits for a second person",
        words=f"{entry.kind_name} {sterling(value.pence)}: {wanted.reason.strip()}",
        at=at,
        on=on,
        href=href,
    )
    return entry


def decide_entry(  # one decision is one sentence
    *, notice_id: int, number: int, decision: Decision, words: str, by: Actor, at: datetime, on: date, href: str
) -> EntryDecision:
    """Approve an entry that another person proposed, or decline one. With the approval the provider is told."""
    notice = held_withholding(notice_id, by=by)
    entry = find_entry(notice.id, number)
    if entry is None:
        raise Refusal(f"The ledger of this notice has no entry {number}.")
    if entry.decision is not None:
        raise Refusal(f"Entry {number} was {entry.decision.decision.value} by {entry.decision.name} already.")
    decided_by = counts_as(by, entry.proposed_by_id)
    check_second_person(decision=decision, proposed_by=entry.proposed_by_id, decided_by=decided_by, words=words)
    if decision is Decision.APPROVED:
        _check_still_due(notice, entry.value, on=on)
        _check_fits(notice, entry.value, on=on, with_waiting=False)
    entry.decision = EntryDecision(
        proposed_by_id=entry.proposed_by_id,
        decision=decision,
        words=words.strip(),
        decided_by_id=by.person_id,
        name=by.name,
        decided_at=at,
    )
    touch(notice)
    record_on(notice, f"{decision.value}_entry", by=by, new=_said(entry))
    if decision is Decision.APPROVED:
        tell(
            notice,
            f"approved/{entry.id}",
            side=Side.PROVIDER,
            subject=f"{sterling(entry.value.pence)} {ENTRY_NAMES[entry.kind].lower()}",
            words=entry.reason,
            at=at,
            on=on,
            href=href,
        )
    return entry.decision


def held_withholding(notice_id: int, *, by: Actor) -> Notice:
    """The open notice, its contract held, for one who withholds payment for its commissioner."""
    notice = held_open(notice_id, by=by, permission=Permission.WITHHOLD_PAYMENT)
    if side_of(notice.contract, by) is not Side.COMMISSIONER:
        raise NotAllowed(f"{notice.contract.commissioner.name} keeps the ledger of this contract.")
    return notice


def _value(notice: Notice, wanted: Wanted, *, on: date) -> Entry:
    number = next_entry_number(notice.id)
    if wanted.kind is not EntryKind.WITHHELD:
        source = find_entry(notice.id, wanted.of) if wanted.of is not None else None
        if source is None:
            raise Refusal("Choose the approved entry that withheld the money.")
        return Entry(
            number=number,
            kind=wanted.kind,
            pence=wanted.pence,
            month=source.month,
            milestone_id=source.milestone_id,
            of=source.number,
        )
    check_month(wanted.month)
    check_month_is_due(wanted.month, issued_on=notice.issued_on, on=on)
    if wanted.milestone_id is not None:
        _check_is_missed(notice, wanted.milestone_id, on=on)
    return Entry(
        number=number,
        kind=wanted.kind,
        pence=wanted.pence,
        month=wanted.month,
        milestone_id=wanted.milestone_id,
    )


def _check_still_due(notice: Notice, value: Entry, *, on: date) -> None:
    """Refuse to approve what is withheld for a milestone that another plan has taken the place of since."""
    if value.kind is EntryKind.WITHHELD and value.milestone_id is not None:
        _check_is_missed(notice, value.milestone_id, on=on)


def _check_is_missed(notice: Notice, milestone_id: int, *, on: date) -> None:
    """Refuse to withhold for a milestone that was not missed, or belongs to no plan that stands."""
    plan = facts_of(notice).plan
    found = next((each for each in plan.milestones if each.id == milestone_id), None) if plan else None
    if found is None:
        raise Refusal("Choose a milestone of the plan that stands: another may have taken its place.")
    if not found.is_missed(on):
        raise Refusal(f"Milestone {found.number} is due by {in_full(found.due_on)}: it is not missed.")


def _check_fits(notice: Notice, value: Entry, *, on: date, with_waiting: bool) -> None:
    """Refuse what goes over a cap or over what is held. `with_waiting`: what waits for a decision counts as taken."""
    entries = list_entries(notice.contract_id)
    own = [each for each in entries if each.notice_id == notice.id]
    if value.kind is not EntryKind.WITHHELD:
        check_given_back(value, standing=standing(own), waiting=waiting(own) if with_waiting else ())
        return
    taken = standing(entries)
    if with_waiting:
        taken += [each for each in waiting(entries) if each.kind is EntryKind.WITHHELD]
    terms = terms_of(notice.contract)
    settings = terms.settings_for(value.month, on)
    check_withholding(value, payments=terms.payments(on), settings=settings, taken=taken)


def _said(entry: LedgerEntry) -> dict[str, str | int | bool | None]:
    return {"number": entry.number, "amount": sterling(entry.value.pence), "kind": entry.kind_name.lower()}
