"""Pages of the lines of money of a draft: what it commits, one budget line of it, and exceptions."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from contracts.agreements.actions import money as acts
from contracts.agreements.forms.money import ExceptionForm, LineFilter, line_form
from contracts.agreements.models.contracts import Contract
from contracts.agreements.presented.contract import commitments_table, places_of, pooled_last
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.queries.money import (
    Budgets,
    budgets_at_hand,
    commitments,
    committed_by,
    list_exceptions,
    list_lines,
    wanted_by,
)
from contracts.agreements.rules.money import POOLED_NAME, sees_budgets
from contracts.agreements.views.blueprint import (
    address_of,
    contract_in_view,
    crumbs_to,
    editing,
    may_allow,
    may_draft,
    views,
)
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/<int:contract_id>/lines")
@requires(Permission.SEE_CONTRACTS)
def list_lines_of_money(contract_id: int) -> tuple[str, int]:
    """Show what a contract commits of each group’s budget line, what the lines hold, and the exceptions."""
    contract = contract_in_view(contract_id)
    if not _sees_budgets(contract):
        abort(404)
    budgets = budgets_at_hand(contract.commissioner_id, contract.year)
    wanted = committed_by(contract)
    found = commitments(contract, budgets, wanted) if budgets else []
    lines = sorted(budgets.lines.values(), key=lambda line: line.name) if budgets else []
    return page(
        "contracts/agreements/list_lines_of_money.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        budgets=budgets,
        lines=commitments_table(found) if found else None,
        exceptions=list_exceptions(contract.id),
        choose=LineFilter([(line.code, line.name) for line in lines]) if lines else None,
        may_change=may_draft(contract) and contract.is_draft,
        may_allow=may_allow(contract),
    )


@views.route("/<int:contract_id>/lines/write", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def write_line(contract_id: int) -> Response | tuple[str, int]:
    """Write what a draft commits of one budget line (`?line=COMM-NUR`), by group."""
    contract = contract_in_view(contract_id)
    if not may_draft(contract):
        abort(404)
    budgets = _budgets(contract)
    line = budgets.lines.get(request.args.get("line", ""))
    if line is None:
        abort(404)
    kept = {group: pence for (code, group), pence in wanted_by(list_lines(contract.id)).items() if code == line.code}
    groups = pooled_last({group.code: group.name for group in groups_of(contract)}, POOLED_NAME)
    form = line_form(line, groups, kept)

    def act() -> str:
        acts.write_line(contract_id=contract_id, line=line.code, amounts=form.amounts(), by=current_actor())
        flash(f"What the contract commits of {line.name} is saved.")
        return url_for("contracts.list_lines_of_money", contract_id=contract_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    places = {(line.code, group): kept.get(group, 0) for group in groups if group in line.holds}
    return page(
        "contracts/agreements/write_line.html",
        form,
        contract=contract,
        line=line,
        rows=[(each, form.field_of(each.group)) for each in commitments(contract, budgets, places)],
        crumbs=crumbs_to(contract),
    )


@views.route("/<int:contract_id>/exceptions", methods=["GET", "POST"])
@requires(Permission.RECORD_EXCEPTIONS)
def record_exception(contract_id: int) -> Response | tuple[str, int]:
    """Allow a draft, or a variation of what is signed, to go over a group’s line, as a second person."""
    contract = contract_in_view(contract_id)
    if not may_allow(contract):
        abort(404)
    budgets = _budgets(contract)
    groups = pooled_last({group.code: group.name for group in groups_of(contract)}, POOLED_NAME)
    form = ExceptionForm(places_of(budgets.lines, groups))

    def act() -> str:
        line, group = form.line_and_group
        acts.record_exception(
            contract_id=contract_id,
            line=line,
            group=group,
            amount=form.pence,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The exception is recorded. Somebody else can now write the amount.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/record_exception.html", form, contract=contract, crumbs=crumbs_to(contract))


def _budgets(contract: Contract) -> Budgets:
    budgets = budgets_at_hand(contract.commissioner_id, contract.year)
    if budgets is None:
        abort(404)
    return budgets


def _sees_budgets(contract: Contract) -> bool:
    return sees_budgets(current_actor(), commissioner_id=contract.commissioner_id)
