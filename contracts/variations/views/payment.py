"""What would be paid under a contract as at a date: for a service at an activity, by the terms of that day."""

from dataclasses import dataclass
from datetime import date

from flask import Response, abort, request, url_for

from contracts.agreements.models.contracts import Contract
from contracts.agreements.presented import payment as presented
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.levels import Level, levels_for
from contracts.agreements.rules.payment_terms import Block
from contracts.agreements.rules.states import Stage
from contracts.agreements.rules.terms_words import basis_in_words, terms_in_words, units_in_words
from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.variations.forms import PaymentFilter, day_asked
from contracts.variations.presented.as_at import numbers_in_words
from contracts.variations.queries.content import base_of
from contracts.variations.rules.figures import planned_on, terms_by
from contracts.variations.rules.pieces import PieceKind
from contracts.variations.views.blueprint import views
from core import clock
from core.charts.svg import as_svg
from core.permissions import Permission
from core.web import page, requires


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paid:
    """Terms of payment as at a date, who changed them, and the levels of activity worth knowing."""

    line: TermsLine
    numbers: tuple[int, ...]
    planned: int | None
    levels: list[Level]


@views.get("/<int:contract_id>/as-at/payment")
@requires(Permission.SEE_CONTRACTS)
def show_payment(contract_id: int) -> tuple[str, int]:
    """Show what would be paid for a service on a day (`?line=prices-1:terms/COMM-NUR&on=2008-10-01&activity=10800`)."""
    contract, asked = _signed(contract_id), PaymentFilter()
    on = day_asked(asked, request.args.get("on", ""), clock.today())
    asked.show(on)
    paid = _paid(contract, request.args.get("line", ""), on)
    here = {"contract_id": contract.id, "line": request.args.get("line", ""), "on": on.isoformat()}
    read_on = url_for("variations.show_as_at", contract_id=contract.id, on=on.isoformat())
    crumbs = [*crumbs_to(contract), ("As at a date", read_on)]
    if paid is None:
        return page("contracts/variations/no_payment.html", contract=contract, on=on, asked=asked, crumbs=crumbs)
    line, is_block = paid.line, isinstance(paid.line.terms, Block)
    if not asked.activity.data and not is_block:
        asked.activity.data = presented.at_first(line, paid.planned)
    explained = presented.explained_for(line, asked.units)
    return page(
        "contracts/variations/show_payment.html",
        contract=contract,
        on=on,
        crumbs=crumbs,
        here=here,
        filter=asked,
        asked=None if is_block else asked,
        line=line,
        changed=f"Changed by {numbers_in_words(paid.numbers)}." if paid.numbers else "As the contract was signed.",
        basis=basis_in_words(line),
        said=terms_in_words(line),
        paid=explained.payment if explained else None,
        units=units_in_words(asked.units) if asked.units is not None else "",
        steps=presented.steps_table(line, explained) if explained else None,
        instalments=presented.instalments_table(line),
        levels=presented.levels_table(line, paid.levels),
        chart=presented.payment_chart(line, paid.levels),
    )


@views.get("/<int:contract_id>/as-at/payment.svg")
@requires(Permission.SEE_CONTRACTS)
def draw_payment(contract_id: int) -> Response:
    """Draw what would be paid at levels of activity, by the terms of that day."""
    contract = _signed(contract_id)
    on = day_asked(PaymentFilter(), request.args.get("on", ""), clock.today())
    paid = _paid(contract, request.args.get("line", ""), on)
    figure = presented.payment_chart(paid.line, paid.levels) if paid else None
    if figure is None:
        abort(404)
    return Response(as_svg(figure), mimetype="image/svg+xml")


def _signed(contract_id: int) -> Contract:
    contract = contract_in_view(contract_id)
    if contract.stage is not Stage.SIGNED:
        abort(404)
    return contract


def _paid(contract: Contract, key: str, on: date) -> _Paid | None:
    """The terms of that key on a day; None where the contract has none on it, not found where it never had any."""
    base = base_of(contract)
    found = base.as_at(on).composition
    standing = next((each for each in found.parts if each.part.key == key), None)
    if standing is None or standing.part.kind is not PieceKind.TERMS:
        if standing is not None or not base.knows(key):
            abort(404)
        return None
    line = terms_by(standing.part)
    planned = planned_on((each.part for each in found.parts), line.service)
    return _Paid(line=line, numbers=standing.numbers, planned=planned, levels=levels_for(line.terms, planned))
