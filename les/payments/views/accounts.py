"""Accounts of groups: the list, the statement of one with its files, its invoices."""

from flask import request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.attachments.queries import get_attachment, list_attachments
from core.attachments.views import send_attachment
from core.navigation import Figure
from core.parties.models import Party
from core.parties.queries import get_party
from core.periods import FinancialYear
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv
from core.web import current_actor, page, page_of, requires
from core.wording import in_full, sterling
from les.payments.documents.account import account_pdf, balance_in_words
from les.payments.models.accounts import INVOICE
from les.payments.presented.accounts import (
    BELOW_NOTHING,
    accounts_table,
    entries_table,
    entry_facts,
    invoice_facts,
    invoices_table,
    statement_table,
)
from les.payments.queries.accounts import balance_of, balances_of, lines_of_account, list_seen_groups, waiting_sums
from les.payments.queries.group_invoices import AskedInvoices, list_waiting_entries, select_invoices
from les.payments.queries.runs import sees_all
from les.payments.rules.accounts import AccountStatement, LineKind, balance_of_lines, statement_of, years_of
from les.payments.views.account_blueprint import (
    address_of,
    address_of_entry,
    address_of_invoice,
    crumbs_to,
    crumbs_to_list,
    may_put,
    reached_entry,
    reached_group,
    reached_invoice,
    views,
)
from les.payments.views.account_forms import ALL_YEARS, InvoicesFilter, StatementFilter


@views.get("")
@requires(Permission.SEE_SCHEMES)
def list_accounts() -> tuple[str, int]:
    """List the accounts that the reader sees, with what is on them."""
    groups = list_seen_groups(current_actor(), on=clock.today())
    ids = [each.id for each in groups]
    shown = accounts_table(groups, balances_of(ids), waiting_sums(ids), lambda group: address_of(group.id))
    return page("les/payments/accounts/list_accounts.html", shown=shown if groups else None)


@views.get("/<int:group_id>")
@requires(Permission.SEE_SCHEMES)
def show_account(group_id: int) -> tuple[str, int]:
    """Show the statement of an account by year, what waits to be taken from it, and what can be done."""
    group, actor = reached_group(group_id), current_actor()
    lines = lines_of_account(group_id)
    years = [str(each) for each in years_of(lines, on=clock.today())]
    statement = statement_of(lines, _year_asked())
    balance, (count, waiting) = balance_of_lines(lines), waiting_sums([group_id]).get(group_id, (0, 0))
    asked = StatementFilter(years=years)
    asked.year.data = str(statement.year or ALL_YEARS)
    entries = list_waiting_entries([group_id]) if sees_all(actor) else []
    return page(
        "les/payments/accounts/show_account.html",
        group=group,
        figures=_figures(group, balance, count, waiting),
        below=BELOW_NOTHING if balance < 0 else "",
        asked=asked,
        has_lines=bool(lines),
        sentence=balance_in_words(statement, group=group.name),
        shown=statement_table(statement, _address_of_line),
        entries=entries_table(entries, address_of_entry) if entries else None,
        may_put=may_put(group_id, actor),
        may_enter=actor.may(Permission.PAY_CLAIMS),
        crumbs=crumbs_to_list(),
    )


@views.get("/<int:group_id>/statement.csv")
@requires(Permission.SEE_SCHEMES)
def download_account_csv(group_id: int) -> Response:
    """Give the statement of a year, or of all, as CSV."""
    group, statement = reached_group(group_id), _statement(group_id)
    return send(table_as_csv(statement_table(statement)), "csv", "account", group.code, _period(statement))


@views.get("/<int:group_id>/statement.pdf")
@requires(Permission.SEE_SCHEMES)
def download_account_pdf(group_id: int) -> Response:
    """Give the statement of a year, or of all, as PDF."""
    group, statement = reached_group(group_id), _statement(group_id)
    trust = get_party(group.commissioner_id or 0).name
    made = account_pdf(statement, group=group.name, commissioner=trust, as_at=in_full(clock.today()))
    return send(made, "pdf", "account", group.code, _period(statement))


@views.get("/<int:group_id>/invoices")
@requires(Permission.SEE_SCHEMES)
def list_invoices(group_id: int) -> tuple[str, int]:
    """List the invoices of a group, newest first."""
    group, asked = reached_group(group_id), InvoicesFilter()
    wanted = AskedInvoices(state=str(asked.state.data or ""), text=str(asked.text.data or ""))
    found = page_of(select_invoices(group_id, wanted))
    return page(
        "les/payments/accounts/list_invoices.html",
        group=group,
        asked=asked,
        is_filtered=wanted != AskedInvoices(),
        found=found,
        shown=invoices_table(found.rows, address_of_invoice),
        may_put=may_put(group_id, current_actor()),
        crumbs=crumbs_to(group),
    )


@views.get("/invoices/<int:invoice_id>")
@requires(Permission.SEE_SCHEMES)
def show_invoice(invoice_id: int) -> tuple[str, int]:
    """Show an invoice, its documents and what became of it."""
    invoice, actor = reached_invoice(invoice_id), current_actor()
    waits, is_own = invoice.decision is None, invoice.proposed_by_id == actor.person_id
    puts = may_put(invoice.group_id, actor)
    return page(
        "les/payments/accounts/show_invoice.html",
        invoice=invoice,
        facts=[*invoice_facts(invoice), ("On the account now", sterling(balance_of(invoice.group_id)))],
        documents=list_attachments(INVOICE, invoice_id),
        can={
            "attach": waits and puts,
            "withdraw": waits and puts and is_own,
            "decide": waits and actor.may(Permission.PAY_CLAIMS) and not is_own,
        },
        crumbs=crumbs_to(invoice.group),
    )


@views.get("/invoices/<int:invoice_id>/documents/<int:attachment_id>")
@requires(Permission.SEE_SCHEMES)
def download_document(invoice_id: int, attachment_id: int) -> Response:
    """Give a document of an invoice to those who see the account, and note who took it away."""
    reached_invoice(invoice_id)
    return send_attachment(get_attachment(INVOICE, invoice_id, attachment_id), by=current_actor(), at=clock.now())


@views.get("/entries/<int:entry_id>")
@requires(Permission.SEE_SCHEMES)
def show_entry(entry_id: int) -> tuple[str, int]:
    """Show an entry by hand and what became of it."""
    entry, actor = reached_entry(entry_id), current_actor()
    can_decide = entry.decision is None and actor.may(Permission.PAY_CLAIMS)
    return page(
        "les/payments/accounts/show_entry.html",
        entry=entry,
        facts=entry_facts(entry),
        can_decide=can_decide,
        is_own=entry.proposed_by_id == actor.person_id,
        crumbs=crumbs_to(entry.group),
    )


def _statement(group_id: int) -> AccountStatement:
    return statement_of(lines_of_account(group_id), _year_asked())


def _period(statement: AccountStatement) -> str:
    return str(statement.year or "all years")


def _year_asked() -> FinancialYear | None:
    """The year of the address; the present one where it names none; None: all years."""
    named = request.args.get("year", "")
    if named == ALL_YEARS:
        return None
    try:
        return FinancialYear.named(named)
    except ValueError:
        return FinancialYear.of(clock.today())


def _figures(group: Party, balance: int, count: int, waiting: int) -> list[Figure]:
    invoices = url_for(".list_invoices", group_id=group.id)
    return [
        Figure(label="On the account", value=sterling(balance), href=""),
        Figure(
            label=f"{count} {'invoice waits' if count == 1 else 'invoices wait'} for approval",
            value=sterling(waiting),
            href=f"{invoices}?state=waiting" if count else "",
        ),
        Figure(label="Left once they are approved", value=sterling(balance - waiting), href=""),
    ]


def _address_of_line(kind: LineKind, source_id: int, reference: str) -> str:
    del reference
    if kind is LineKind.INVOICE:
        return url_for(".show_invoice", invoice_id=source_id)
    if kind in (LineKind.OPENING, LineKind.CORRECTION):
        return url_for(".show_entry", entry_id=source_id)
    return ""
