"""Accounts of groups as tables: the list, a statement, invoices, what waits."""

from collections.abc import Callable, Mapping, Sequence

from core.clock import moment_in_words
from core.money import as_pence
from core.parties.models import Party
from core.tables import Table, amount, columns, number, table, words
from core.wording import in_full, sterling
from les.payments.models.accounts import AccountEntry, GroupInvoice
from les.payments.rules.accounts import AccountStatement, LineKind

BELOW_NOTHING = (
    "The account is below nothing: payments were taken back whose set-aside part had been spent. "
    "No invoice can be approved until more is set aside, or the group pays it back."
)


def no_link(*_: object) -> str:
    """Lead nowhere."""
    return ""


def accounts_table(
    groups: Sequence[Party],
    balances: Mapping[int, int],
    waiting: Mapping[int, tuple[int, int]],
    link: Callable[[Party], str] = no_link,
) -> Table:
    """Groups with what is on their account and what waits to be taken from it."""
    rows = []
    for each in groups:
        count, sum_waiting = waiting.get(each.id, (0, 0))
        closed = f"Closed on {in_full(each.closed_on)}" if each.closed_on else ""
        rows.append(
            [
                words(each.name, href=link(each), note=closed),
                number(count),
                amount(sum_waiting),
                amount(balances[each.id]),
            ]
        )
    total_waiting = [waiting.get(each.id, (0, 0)) for each in groups]
    foot = [
        [
            words("All groups"),
            number(sum(count for count, _ in total_waiting)),
            amount(sum(pence for _, pence in total_waiting)),
            amount(sum(balances[each.id] for each in groups)),
        ]
    ]
    head = columns("Group", "#Invoices that wait", "Waiting £", "On the account £")
    return table("accounts", "Accounts of groups", head, rows, foot if len(groups) > 1 else ())


def statement_table(statement: AccountStatement, link: Callable[[LineKind, int, str], str] = no_link) -> Table:
    """What came onto an account and was taken from it, the balance after each line, and what is carried over."""
    rows = [
        [
            words(in_full(line.on)),
            words(line.reference, href=link(line.kind, line.source_id, line.reference)),
            words(line.what),
            amount(line.amount) if line.amount > 0 else words(""),
            amount(-line.amount) if line.amount < 0 else words(""),
            amount(balance),
        ]
        for line, balance in statement.lines
    ]
    if statement.year is not None:
        blank = [words(""), words("")]
        forward = f"Carried over from before {in_full(statement.year.first_day)}"
        rows.insert(0, [*blank, words(forward), words(""), words(""), amount(statement.brought_forward)])
    sums = [amount(each) for each in (statement.put_in, statement.taken, statement.balance)]
    foot = [[words("Total"), words(""), words(""), *sums]]
    head = columns("Booked on", "Reference", "What it is", "In £", "Out £", "Balance £")
    return table("statement", f"Statement, {statement.year or 'all years'}", head, rows, foot)


def invoices_table(invoices: Sequence[GroupInvoice], link: Callable[[GroupInvoice], str] = no_link) -> Table:
    """Invoices of a group with where they stand."""
    rows = [
        [
            words(each.reference, href=link(each)),
            words(each.supplier, note=f"Invoice {each.number} of {in_full(each.invoiced_on)}"),
            words(each.what_for),
            words(each.name, note=each.role),
            words(each.state_name),
            amount(as_pence(each.amount)),
        ]
        for each in invoices
    ]
    head = columns("Reference", "Supplier", "What it is for", "Put forward by", "State", "Amount £")
    return table("invoices", "Invoices", head, rows)


def entries_table(entries: Sequence[AccountEntry], link: Callable[[AccountEntry], str] = no_link) -> Table:
    """Entries by hand that wait for a second person."""
    rows = [
        [
            words(each.reference, href=link(each)),
            words(each.kind_name, note=f"As at {in_full(each.as_at)}"),
            words(each.source),
            words(each.proposed_by.name, note=moment_in_words(each.proposed_at)),
            amount(as_pence(each.amount)),
        ]
        for each in entries
    ]
    head = columns("Reference", "Kind", "Source", "Proposed by", "Amount £")
    return table("entries", "Entries that wait for a second person", head, rows)


def invoice_facts(invoice: GroupInvoice) -> list[tuple[str, str]]:
    """What stands on an invoice and what became of it."""
    facts = [
        ("Account of", invoice.group.name),
        ("Supplier", invoice.supplier),
        ("Invoice", f"{invoice.number} of {in_full(invoice.invoiced_on)}"),
        ("Amount", sterling(as_pence(invoice.amount))),
        ("What it is for", invoice.what_for),
        ("Put forward by", f"{invoice.name} ({invoice.role}), {moment_in_words(invoice.proposed_at)}"),
    ]
    if invoice.decision:
        decision = invoice.decision
        said = f": {decision.reason}" if decision.reason else ""
        by = f"{decision.name} ({decision.role}), {moment_in_words(decision.decided_at)}{said}"
        facts.append((f"{invoice.state_name} by", by))
    return facts


def entry_facts(entry: AccountEntry) -> list[tuple[str, str]]:
    """What was entered by hand and what became of it."""
    facts = [
        ("Account of", entry.group.name),
        ("Kind", entry.kind_name),
        ("As at", in_full(entry.as_at)),
        ("Amount", sterling(as_pence(entry.amount))),
        ("Where it comes from", entry.source),
        ("Proposed by", f"{entry.proposed_by.name}, {moment_in_words(entry.proposed_at)}"),
    ]
    if entry.decision:
        said = f": {entry.decision.reason}" if entry.decision.reason else ""
        by = f"{entry.decision.decided_by.name}, {moment_in_words(entry.decision.decided_at)}{said}"
        facts.append((f"{entry.decision.verdict.value.capitalize()} by", by))
    return facts
