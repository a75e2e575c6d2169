"""Pages on which the money of a draft is written: which budget line, then how much more or less for each group."""

from flask import abort, flash, request
from werkzeug.wrappers import Response

from contracts.agreements.forms.money import line_form
from contracts.agreements.models.contracts import Contract
from contracts.agreements.presented.contract import pooled_last
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.queries.money import budgets_at_hand, commitments, committed_by
from contracts.agreements.rules.money import POOLED_NAME, sees_budgets
from contracts.variations.actions import money as acts
from contracts.variations.queries.variations import list_money
from contracts.variations.views.blueprint import (
    address_of,
    crumbs_to_variation,
    editing,
    own_draft_in_view,
    views,
    where,
)
from core.money import as_pence
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/<int:contract_id>/variations/<int:number>/money")
@requires(Permission.PROPOSE_VARIATIONS)
def choose_line(contract_id: int, number: int) -> tuple[str, int]:
    """Show the budget lines of the contract’s year, those of the contract first, to choose which one changes."""
    variation = own_draft_in_view(contract_id, number)
    contract = variation.contract
    budgets = budgets_at_hand(contract.commissioner_id, contract.year)
    own = acts.own_lines(contract)
    changed = {each.line_code for each in list_money(variation.id)}
    shown = [line for line in budgets.lines.values() if line.code in own or _sees(contract)] if budgets else []
    lines = sorted(shown, key=lambda line: (line.code not in own, line.name))
    return page(
        "contracts/variations/choose_line.html",
        variation=variation,
        has_budgets=budgets is not None,
        lines=[(line, line.code in own, line.code in changed) for line in lines],
        here=where(variation),
        crumbs=crumbs_to_variation(variation),
    )


@views.route("/<int:contract_id>/variations/<int:number>/money/write", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def write_money(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Write what changes of one budget line (`?line=COMM-NUR`) in a full year, by group."""
    variation = own_draft_in_view(contract_id, number)
    contract = variation.contract
    budgets = budgets_at_hand(contract.commissioner_id, contract.year)
    line = budgets.lines.get(request.args.get("line", "")) if budgets else None
    if budgets is None or line is None or not (_sees(contract) or line.code in acts.own_lines(contract)):
        abort(404)
    kept = {
        each.group_code: as_pence(each.full_year) for each in list_money(variation.id) if each.line_code == line.code
    }
    groups = pooled_last({group.code: group.name for group in groups_of(contract)}, POOLED_NAME)
    form = line_form(line, groups, kept)

    def act() -> str:
        acts.write_money(variation_id=variation.id, line=line.code, amounts=form.amounts(), by=current_actor())
        flash(f"What the variation changes of {line.name} is saved.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    now = committed_by(contract)
    places = {(line.code, group): now.get((line.code, group), 0) for group in groups if group in line.holds}
    return page(
        "contracts/variations/write_money.html",
        form,
        variation=variation,
        line=line,
        sees_budgets=_sees(contract),
        rows=[(each, form.field_of(each.group)) for each in commitments(contract, budgets, places)],
        crumbs=crumbs_to_variation(variation),
    )


def _sees(contract: Contract) -> bool:
    """Whether the reader may know what budget lines hold beside other contracts."""
    return sees_budgets(current_actor(), commissioner_id=contract.commissioner_id)
