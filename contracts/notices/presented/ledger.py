"""The ledger of withholding as tables: entries with their running balance, and balances by notice."""

from collections.abc import Callable, Sequence
from datetime import date

from contracts.agreements.rules.phasing import month_in_words
from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import Notice
from contracts.notices.queries.ledger import standing
from contracts.notices.rules.caps import Cap
from contracts.notices.rules.ledger import ENTRY_NAMES, Balance, Entry, EntryKind, balance_of
from core.clock import day_in_words
from core.money import as_pence
from core.tables import Cell, Table, amount, columns, table, words
from core.wording import in_full, listed, sterling

AddressOf = Callable[[LedgerEntry], str]


def entries_table(rows: Sequence[LedgerEntry], *, address_of: AddressOf | None = None) -> Table:
    """The entries in order: what each withheld or gave back, what is held after it, who proposed and who approved."""
    head = columns(
        "Notice and entry", "What", "Payment for", "For", "Withheld £", "Given back £", "Retained £", "Held after it £",
        "Reason", "Proposed by", "Decided by",
    )  # fmt: skip
    counted: list[Entry] = []
    cells = []
    for row in rows:
        if row.is_approved:
            counted.append(row.value)
        cells.append(_cells(row, balance_of(counted).held, address_of))
    total = balance_of(counted)
    foot = [
        words("Total of what is approved"), words(""), words(""), words(""), amount(total.withheld),
        amount(total.released + total.waived), amount(total.retained), amount(total.held), words(""), words(""),
        words(""),
    ]  # fmt: skip
    return table("entries", "Entries of the ledger", head, cells, [foot])


def _cells(row: LedgerEntry, held: int, address_of: AddressOf | None) -> list[Cell]:
    pence, approved = as_pence(row.amount), row.is_approved
    gives_back = row.kind in (EntryKind.RELEASED, EntryKind.WAIVED)
    of = f", of entry {row.of_number}" if row.of_number else ""
    return [
        words(f"Notice {row.notice.number}, entry {row.number}", href=address_of(row) if address_of else ""),
        words(f"{row.kind_name}{of}", note="" if approved else _waits(row)),
        words(month_in_words(row.month)),
        words(f"Milestone {row.milestone.number}" if row.milestone else "The notice"),
        amount(pence) if row.kind is EntryKind.WITHHELD else amount(None),
        amount(pence) if gives_back else amount(None),
        amount(pence) if row.kind is EntryKind.RETAINED else amount(None),
        amount(held),
        words(row.reason, look="app-sentence"),
        words(row.name, note=day_in_words(row.proposed_at)),
        words(row.decision.name, note=day_in_words(row.decision.decided_at)) if row.decision else words("–"),
    ]


def _waits(row: LedgerEntry) -> str:
    return "declined, does not count" if row.decision else "proposed, does not count yet"


def balances_table(notices: Sequence[Notice], rows: Sequence[LedgerEntry]) -> Table:
    """What is withheld, released, retained, waived and held under each notice, and of the contract."""
    body = []
    for notice in notices:
        own = [row for row in rows if row.notice_id == notice.id]
        if own:
            body.append([words(f"Notice {notice.number}", note=notice.title), *_balance(balance_of(standing(own)))])
    head = columns("Notice", *(f"{name} £" for name in ENTRY_NAMES.values()), "Held now £")
    foot = [words("The contract"), *_balance(balance_of(standing(rows)))]
    return table("balances", "What is withheld under each notice", head, body, [foot])


def _balance(found: Balance) -> list[Cell]:
    sums = (found.withheld, found.released, found.retained, found.waived, found.held)
    return [amount(pence) for pence in sums]


def caps_in_words(caps: Sequence[Cap]) -> list[str]:
    """The caps as sentences: how much at most, how much is taken, how much is left."""
    return [
        f"{cap.name}: {sterling(cap.most)} ({cap.source}). {sterling(cap.taken)} are withheld, "
        f"{sterling(cap.left)} are left."
        for cap in caps
    ]


def entries_printed(rows: Sequence[LedgerEntry]) -> Table:
    """The approved entries as they fit on paper: what, for what and who stand together."""
    head = columns(
        "Notice and entry", "Payment for", "Withheld £", "Given back £", "Retained £", "Held after it £", "Reason",
        "Proposed, and approved",
    )  # fmt: skip
    whole = entries_table(rows)
    body = []
    for row, cells in zip(rows, whole.rows, strict=True):
        what = words(f"{cells[0].text}: {cells[1].text.lower()}, for {cells[3].text.lower()}")
        approved = f"{row.decision.name}, {day_in_words(row.decision.decided_at)}" if row.decision else ""
        who = words(f"{row.name}, {day_in_words(row.proposed_at)}; {approved}")
        body.append([what, cells[2], *cells[4:8], cells[8], who])
    foot = [[whole.foot[0][0], words(""), *whole.foot[0][4:8], words(""), words("")]]
    return table("entries", whole.caption, head, body, foot)


def caps_read(month: str, on: date, variations: Sequence[int]) -> str:
    """Of which payment caps are, and how the contract is read for them."""
    numbers = f", its settings worded by {_variations(variations)}" if variations else ""
    return f"Of the payment for {month_in_words(month)}, as the contract reads on {in_full(on)}{numbers}:"


def months_table(rows: Sequence[tuple[str, int, Cap | None]]) -> Table:
    """What may be withheld of each month’s payment: the month, its payment, the cap (None: the contract names none)."""
    head = columns("Payment for", "Payment £", "Most that may be withheld £", "Withheld or proposed £", "Left £")
    body = [
        [
            words(month_in_words(month)),
            amount(paid),
            *(amount(pence) for pence in ((cap.most, cap.taken, cap.left) if cap else (None, None, None))),
        ]
        for month, paid, cap in rows
    ]
    return table("months", "What may be withheld of each month’s payment", head, body)


def _variations(numbers: Sequence[int]) -> str:
    return f"variation{'' if len(numbers) == 1 else 's'} {listed([str(each) for each in numbers])}"
