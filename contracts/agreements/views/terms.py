"""Pages of the terms of payment of a schedule: writing and taking out those of a service, and what would be paid."""

from flask import Response as Sent
from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from contracts.agreements.actions import terms as acts
from contracts.agreements.forms.terms import ORDER, ActivityFilter, TermsFilter, TermsForm, terms_form
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import Schedule
from contracts.agreements.presented import payment as presented
from contracts.agreements.queries.contracts import list_schedules
from contracts.agreements.queries.figures import planned_in, services_at_hand, terms_line
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.levels import Level, levels_for
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.payment_terms import Block, PaymentBasis, basis_of
from contracts.agreements.rules.planning import months_of_year
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.terms_words import BASIS_NAMES, basis_in_words, terms_in_words, units_in_words
from contracts.agreements.views.blueprint import (
    contract_in_view,
    crumbs_to,
    draft_in_view,
    editing,
    schedule_in_view,
    views,
)
from core.charts.svg import as_svg
from core.one_use import press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.route("/<int:contract_id>/schedules/<int:schedule_id>/terms/write", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def write_terms(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Write how a service is paid for: which service and basis first (`?service=…&basis=…`), then its values."""
    contract = draft_in_view(contract_id)
    schedule = _prices_in_view(contract, schedule_id)
    names = services_at_hand(contract) | {row.service_code: row.service_name for row in schedule.terms}
    choose = TermsFilter(names)
    (code, name), basis = choose.chosen, choose.basis_chosen
    crumbs = _crumbs(contract, schedule)
    if not code or basis is None:
        said = "Choose a service, or name another one, and a basis of payment." if request.args else ""
        return page(
            "contracts/agreements/choose_terms.html", choose=choose, said=said, schedule=schedule, crumbs=crumbs
        )
    standing = next((terms_line(row) for row in schedule.terms if row.service_code == code), None)
    form = _form(contract, code, basis, standing)

    def act() -> str:
        line = form.line(code, name)
        acts.write_terms(contract_id=contract_id, schedule_id=schedule_id, line=line, by=current_actor())
        flash(f"How {name} is paid for is saved: {basis_in_words(line).lower()}.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    return page(
        "contracts/agreements/write_terms.html",
        form,
        contract=contract,
        schedule=schedule,
        service=name,
        basis=BASIS_NAMES[basis],
        standing=terms_in_words(standing) if standing else "",
        fields=[form[each] for each in ORDER[basis]],
        crumbs=crumbs,
    )


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/terms/<int:terms_id>/take-out")
@requires(Permission.DRAFT_CONTRACTS)
def take_out_terms(contract_id: int, schedule_id: int, terms_id: int) -> Response:
    """Say no more how a service is paid for."""
    schedule_in_view(draft_in_view(contract_id), schedule_id)

    def act() -> str:
        acts.take_out_terms(contract_id=contract_id, schedule_id=schedule_id, terms_id=terms_id, by=current_actor())
        flash("The terms of payment are taken out.")
        return _address(contract_id, schedule_id)

    return press(act, _address(contract_id, schedule_id))


@views.get("/<int:contract_id>/schedules/<int:schedule_id>/terms/<int:terms_id>/payment")
@requires(Permission.SEE_CONTRACTS)
def show_payment(contract_id: int, schedule_id: int, terms_id: int) -> tuple[str, int]:
    """Show what would be paid for a service at an activity (`?activity=10800`), step by step, and at other levels."""
    contract = contract_in_view(contract_id)
    schedule = _prices_in_view(contract, schedule_id)
    line = _line_in_view(schedule, terms_id)
    planned, _ = _planned(contract, line.service)
    asked, levels = ActivityFilter(), levels_for(line.terms, planned)
    if not asked.activity.data and not isinstance(line.terms, Block):
        asked.activity.data = presented.at_first(line, planned)
    chart = presented.payment_chart(line, levels)
    explained = presented.explained_for(line, asked.units)
    return page(
        "contracts/agreements/show_payment.html",
        contract=contract,
        schedule=schedule,
        line=line,
        terms_id=terms_id,
        basis=basis_in_words(line),
        said=terms_in_words(line),
        asked=None if isinstance(line.terms, Block) else asked,
        paid=explained.payment if explained else None,
        units=units_in_words(asked.units) if asked.units is not None else "",
        steps=presented.steps_table(line, explained) if explained else None,
        instalments=presented.instalments_table(line),
        levels=presented.levels_table(line, levels),
        chart=chart,
        crumbs=_crumbs(contract, schedule),
    )


@views.get("/<int:contract_id>/schedules/<int:schedule_id>/terms/<int:terms_id>/payment.svg")
@requires(Permission.SEE_CONTRACTS)
def draw_payment(contract_id: int, schedule_id: int, terms_id: int) -> Sent:
    """Draw what would be paid at levels of activity."""
    contract = contract_in_view(contract_id)
    line = _line_in_view(_prices_in_view(contract, schedule_id), terms_id)
    figure = presented.payment_chart(line, _levels(contract, line))
    if figure is None:
        abort(404)
    return Sent(as_svg(figure), mimetype="image/svg+xml")


def _form(contract: Contract, code: str, basis: PaymentBasis, standing: TermsLine | None) -> TermsForm:
    """The form of a basis; with what stands where that is of the same basis."""
    return terms_form(
        basis,
        list(spans(contract.starts_on, contract.ends_on)),
        within=months_of_year(contract.starts_on, contract.ends_on, year=contract.year),
        standing=standing if standing and basis_of(standing.terms) is basis else None,
        unit=_planned(contract, code)[1],
    )


def _levels(contract: Contract, line: TermsLine) -> list[Level]:
    return levels_for(line.terms, _planned(contract, line.service)[0])


def _planned(contract: Contract, service: str) -> tuple[int | None, str]:
    """What the plans of the contract hold of a service, and in which unit; None and blank where it is not planned."""
    return planned_in(list_schedules(contract.id)).get(service, (None, ""))


def _prices_in_view(contract: Contract, schedule_id: int) -> Schedule:
    schedule = schedule_in_view(contract, schedule_id)
    if schedule.kind is not ScheduleKind.PRICES:
        abort(404)
    return schedule


def _line_in_view(schedule: Schedule, terms_id: int) -> TermsLine:
    row = next((row for row in schedule.terms if row.id == terms_id), None)
    if row is None:
        abort(404)
    return terms_line(row)


def _crumbs(contract: Contract, schedule: Schedule) -> list[tuple[str, str]]:
    return [*crumbs_to(contract), (schedule.title, _address(contract.id, schedule.id))]


def _address(contract_id: int, schedule_id: int) -> str:
    return url_for("contracts.show_schedule", contract_id=contract_id, schedule_id=schedule_id)
