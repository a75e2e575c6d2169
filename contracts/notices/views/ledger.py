"""The ledger of a contract with its files, and the pages on which entries are proposed and decided on."""

from collections.abc import Iterable, Mapping

from flask import Response, abort, url_for
from werkzeug.wrappers import Response as Answer

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.months import month_of
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.views.blueprint import crumbs_to
from contracts.notices.actions import withholding as acts
from contracts.notices.actions.withholding import Wanted
from contracts.notices.documents.statement import statement_pdf
from contracts.notices.forms import YES, DecideForm, GiveBackForm, WithholdForm
from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import Notice
from contracts.notices.presented.ledger import balances_table, caps_in_words, caps_read, entries_table, months_table
from contracts.notices.queries.facts import facts_of
from contracts.notices.queries.ledger import entries_shown, find_entry, list_entries, standing, waiting
from contracts.notices.queries.notices import list_of_contract
from contracts.notices.queries.terms import Terms, terms_of
from contracts.notices.rules.caps import MONTH, Cap, caps_for
from contracts.notices.rules.ledger import Decision, Entry, EntryKind, held_of
from contracts.notices.views.blueprint import (
    address_of,
    form_page,
    noticed_in_view,
    own_in_view,
    views,
    where,
)
from core import clock
from core.permissions import Permission
from core.record_numbers import record_number
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import binding, current_actor, page, requires
from core.wording import in_full, sterling

_ENTRY = "/<int:contract_id>/notices/<int:number>/entries/<int:entry_number>"


@views.get("/<int:contract_id>/withholding")
@requires(Permission.SEE_PERFORMANCE)
def show_ledger(contract_id: int) -> tuple[str, int]:
    """Show what is withheld under the notices of a contract: balances, entries, and the caps of this month."""
    contract = noticed_in_view(contract_id)
    rows = entries_shown(contract, by=current_actor())
    return page(
        "contracts/notices/show_ledger.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        is_any=bool(rows),
        balances=balances_table(list_of_contract(contract.id), rows),
        entries=entries_table(rows, address_of=lambda row: address_of(row.notice)),
        caps=caps_in_words(caps_now(contract)),
        read=read_now(contract),
    )


@views.get("/<int:contract_id>/withholding.csv")
@requires(Permission.SEE_PERFORMANCE)
def download_ledger_csv(contract_id: int) -> Response:
    """Give the entries as CSV, as they are shown."""
    contract = noticed_in_view(contract_id)
    shown = entries_table(entries_shown(contract, by=current_actor()))
    return send(table_as_csv(shown), "csv", contract.reference, "withholding")


@views.get("/<int:contract_id>/withholding.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_ledger_xlsx(contract_id: int) -> Response:
    """Give balances and entries as XLSX, as they are shown."""
    contract = noticed_in_view(contract_id)
    rows = entries_shown(contract, by=current_actor())
    tables = [balances_table(list_of_contract(contract.id), rows), entries_table(rows)]
    return send(tables_as_xlsx(tables), "xlsx", contract.reference, "withholding")


@views.get("/<int:contract_id>/withholding.pdf")
@requires(Permission.SEE_PERFORMANCE)
def download_ledger_pdf(contract_id: int) -> Response:
    """Give the statement of what is withheld: approved entries only."""
    contract = noticed_in_view(contract_id)
    rows = list_entries(contract.id, approved_only=True)
    content = statement_pdf(
        contract,
        list_of_contract(contract.id),
        rows,
        caps=caps_now(contract),
        read=read_now(contract),
        on=in_full(clock.today()),
    )
    return send(content, "pdf", contract.reference, "withholding")


@views.route("/<int:contract_id>/notices/<int:number>/withhold", methods=["GET", "POST"])
@requires(Permission.WITHHOLD_PAYMENT)
def withhold_payment(contract_id: int, number: int) -> Answer | tuple[str, int]:
    """Propose to withhold of a month's payment."""
    notice, on = own_in_view(contract_id, number), clock.today()
    contract = notice.contract
    plan = facts_of(notice).plan
    missed = [each for each in plan.milestones if each.is_missed(on)] if plan else []
    terms = terms_of(contract)
    paid, first, last = terms.payments(on), month_of(notice.issued_on), month_of(on)
    payments = {month: pence for month, pence in paid.items() if first <= month <= last}
    form = WithholdForm(
        months=[(m, f"{month_in_words(m)}: {sterling(payments[m])}") for m in sorted(payments, reverse=True)],
        milestones=[(each.id, f"Milestone {each.number}, {each.what}") for each in missed],
    )

    def act() -> str:
        milestone = str(form.milestone.data or "")
        return _propose(
            notice,
            Wanted(
                kind=EntryKind.WITHHELD,
                pence=form.pence,
                reason=str(form.reason.data or ""),
                month=str(form.month.data or ""),
                milestone_id=record_number(milestone),
            ),
        )

    said = "The entry is proposed. It counts once another person approves it."
    months = months_table(_months(contract, terms, paid, payments))
    return form_page("withhold_payment", form, notice, act, said, as_seen=True, months=months)


@views.route(f"{_ENTRY}/give-back", methods=["GET", "POST"])
@requires(Permission.WITHHOLD_PAYMENT)
def give_back(contract_id: int, number: int, entry_number: int) -> Answer | tuple[str, int]:
    """Propose to release, retain or waive what an entry withheld."""
    notice, form = own_in_view(contract_id, number), GiveBackForm()
    entry = _entry(notice, entry_number)
    if entry.kind is not EntryKind.WITHHELD or not entry.is_approved:
        abort(404)
    held = held_of(entry.number, standing(list_entries(contract_id, notice_id=notice.id)))

    def act() -> str:
        return _propose(
            notice,
            Wanted(
                kind=EntryKind(form.kind.data), pence=form.pence, reason=str(form.reason.data or ""), of=entry.number
            ),
        )

    said = "The entry is proposed. It counts once another person approves it."
    return form_page("give_back", form, notice, act, said, as_seen=True, entry=entry, held=sterling(held))


@views.route(f"{_ENTRY}/decide", methods=["GET", "POST"])
@requires(Permission.WITHHOLD_PAYMENT)
@binding
def decide_entry(contract_id: int, number: int, entry_number: int) -> Answer | tuple[str, int]:
    """Approve an entry that another person proposed, or decline it."""
    notice, form = own_in_view(contract_id, number), DecideForm()
    entry = _entry(notice, entry_number)

    def act() -> str:
        acts.decide_entry(
            notice_id=notice.id,
            number=entry_number,
            decision=Decision.APPROVED if form.agrees.data == YES else Decision.DECLINED,
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(notice),
        )
        return address_of(notice)

    return form_page(
        "decide_entry",
        form,
        notice,
        act,
        "Your decision is recorded.",
        entry=entry,
        amount=sterling(entry.value.pence),
        month=month_in_words(entry.month),
        why_not=_why_not(entry),
    )


def caps_now(contract: Contract) -> list[Cap]:
    """The caps for the payment of this month; none where the contract has no setting or pays nothing this month."""
    on, terms = clock.today(), terms_of(contract)
    month, payments = month_of(on), terms.payments(on)
    settings = terms.settings_for(month, on)
    if MONTH not in settings or month not in payments:
        return []
    nothing = Entry(number=0, kind=EntryKind.WITHHELD, pence=0, month=month)
    taken = standing(list_entries(contract.id, approved_only=True))
    return caps_for(nothing, payments=payments, settings=settings, taken=taken)


def read_now(contract: Contract) -> str:
    """Of what the caps for this month are, and how the contract is read for them."""
    on = clock.today()
    return caps_read(month_of(on), on, terms_of(contract).changed_by(on))


def _months(
    contract: Contract, terms: Terms, paid: Mapping[str, int], months: Iterable[str]
) -> list[tuple[str, int, Cap | None]]:
    """These months that pay something, the newest first, each with its cap as the contract read in it."""
    entries, on = list_entries(contract.id), clock.today()
    taken = [*standing(entries), *(each for each in waiting(entries) if each.kind is EntryKind.WITHHELD)]
    found: list[tuple[str, int, Cap | None]] = []
    for month in sorted(months, reverse=True):
        settings = terms.settings_for(month, on)
        nothing = Entry(number=0, kind=EntryKind.WITHHELD, pence=0, month=month)
        caps = caps_for(nothing, payments=paid, settings=settings, taken=taken) if MONTH in settings else [None]
        found.append((month, paid[month], caps[0]))
    return found


def _why_not(entry: LedgerEntry) -> list[str]:
    if entry.decision is not None:
        return [f"Entry {entry.number} was {entry.decision.decision.value} by {entry.decision.name} already."]
    return []


def _entry(notice: Notice, number: int) -> LedgerEntry:
    found = find_entry(notice.id, number)
    if found is None:
        abort(404)
    return found


def _propose(notice: Notice, wanted: Wanted) -> str:
    acts.propose_entry(
        notice_id=notice.id,
        wanted=wanted,
        by=current_actor(),
        at=clock.now(),
        on=clock.today(),
        href=url_for("contract_notices.show_notice", **where(notice)),
    )
    return f"{address_of(notice)}#ledger"
