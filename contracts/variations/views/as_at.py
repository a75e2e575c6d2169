"""A contract as at a date: a page with a date picker, as PDF, and its activity plan as CSV and XLSX."""

from datetime import date

from flask import Response, abort, request, url_for

from contracts.agreements.models.contracts import Contract
from contracts.agreements.presented.contract import parts_shown
from contracts.agreements.presented.figures import grid_table
from contracts.agreements.rules.states import Stage
from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.variations.documents.as_at_pdf import as_at_pdf
from contracts.variations.forms import AsAtFilter, day_asked
from contracts.variations.presented.as_at import changed_in_words, days_of_change, lines_changed, paid_for, plan_lines
from contracts.variations.queries.content import base_of
from contracts.variations.queries.papers import as_at_paper
from contracts.variations.queries.variations import list_of_contract
from contracts.variations.views.blueprint import address_of, views
from core import clock
from core.markdown import as_html
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import page, requires, restricted


@views.get("/<int:contract_id>/as-at")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_as_at(contract_id: int) -> tuple[str, int]:
    """Show the contract as it stands on a day (`?on=2008-10-01`): what was signed, and the variations in effect."""
    contract, form = contract_in_view(contract_id), AsAtFilter()
    if contract.stage is not Stage.SIGNED:
        return page("contracts/variations/not_signed.html", contract=contract, crumbs=crumbs_to(contract))
    on = day_asked(form, request.args.get("on", ""), clock.today())
    form.show(on)
    base = base_of(contract)
    found = base.as_at(on)
    varied = {each.number: each for each in list_of_contract(contract.id)}
    return page(
        "contracts/variations/show_as_at.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        filter=form,
        on=on,
        is_read=form.on.data is not None or not any(form.on.typed),
        found=found,
        content=found.content,
        parts=parts_shown(found.content.parts),
        changed=changed_in_words(found),
        ended=[(varied[number], address_of(varied[number])) for number in base.ended_with_money(on)],
        changed_lines=lines_changed(found),
        paid_for=paid_for(found),
        is_planned=bool(plan_lines(found)),
        in_effect=[(varied[number], address_of(varied[number])) for number in found.composition.numbers],
        days=[
            (day, words, url_for("variations.show_as_at", contract_id=contract.id, on=day.isoformat()))
            for day, words in days_of_change(base, clock.today())
        ],
        is_outside=not base.term.first <= on <= base.last,
        as_html=as_html,
    )


@views.get("/<int:contract_id>/as-at.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_as_at(contract_id: int) -> Response:
    """Give the contract as it stands on a day as PDF."""
    contract = _signed(contract_id)
    on = day_asked(AsAtFilter(), request.args.get("on", ""), clock.today())
    file = as_at_pdf(as_at_paper(contract, on=on))
    return send(file, "pdf", contract.reference, f"as at {on.isoformat()}")


@views.get("/<int:contract_id>/as-at/plan.csv")
@requires(Permission.SEE_CONTRACTS)
def download_plan_csv(contract_id: int) -> Response:
    """Give the activity plan as it stands on a day as CSV: services and groups down, months across."""
    contract, on, plan = _plan(contract_id)
    return send(table_as_csv(plan), "csv", "activity plan", contract.reference, f"as at {on.isoformat()}")


@views.get("/<int:contract_id>/as-at/plan.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_plan_xlsx(contract_id: int) -> Response:
    """Give the activity plan as it stands on a day as a workbook."""
    contract, on, plan = _plan(contract_id)
    return send(tables_as_xlsx([plan]), "xlsx", "activity plan", contract.reference, f"as at {on.isoformat()}")


def _plan(contract_id: int) -> tuple[Contract, date, Table]:
    contract = _signed(contract_id)
    on = day_asked(AsAtFilter(), request.args.get("on", ""), clock.today())
    lines = plan_lines(base_of(contract).as_at(on))
    if not lines:
        abort(404)
    return contract, on, grid_table(lines)


def _signed(contract_id: int) -> Contract:
    contract = contract_in_view(contract_id)
    if contract.stage is not Stage.SIGNED:
        abort(404)
    return contract
