"""Pages of the activity plan of a schedule: planning a service, writing its months, taking lines out, downloads."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response as Sent
from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from contracts.agreements.actions import plan as acts
from contracts.agreements.forms.plan import ServicePlanForm, grid_form, service_plan_form
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import Schedule
from contracts.agreements.presented.figures import by_service, grid_table, groups_in
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.queries.figures import plan_line, services_at_hand
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.plan import PlanLine
from contracts.agreements.rules.planning import months_of_year
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.views.blueprint import (
    contract_in_view,
    crumbs_to,
    draft_in_view,
    editing,
    schedule_in_view,
    views,
)
from core.one_use import press, submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires


@views.route("/<int:contract_id>/schedules/<int:schedule_id>/plan/add", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def plan_service(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Plan a service: its total, each group’s part, and how it is phased."""
    contract = draft_in_view(contract_id)
    schedule = _plan_in_view(contract, schedule_id)
    form = _service_form(contract, services_at_hand(contract), ())

    def act() -> str:
        wanted = form.wanted()
        acts.plan_service(contract_id=contract_id, schedule_id=schedule_id, wanted=wanted, by=current_actor())
        flash(f"{wanted.service_name} is planned. Its months add up to {wanted.total:,} {wanted.unit}.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    return _service_page(form, contract, schedule, service="")


@views.route("/<int:contract_id>/schedules/<int:schedule_id>/plan/<int:line_id>/plan-anew", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def plan_service_anew(contract_id: int, schedule_id: int, line_id: int) -> Response | tuple[str, int]:
    """Plan the service of a line anew, all its groups and months."""
    contract = draft_in_view(contract_id)
    schedule = _plan_in_view(contract, schedule_id)
    standing = _service_of(schedule, line_id)
    code, name = standing[0].service, standing[0].service_name
    form = _service_form(contract, {code: name}, standing)

    def act() -> str:
        wanted = replace(form.wanted(), service=code, service_name=name)
        acts.plan_service(
            contract_id=contract_id, schedule_id=schedule_id, wanted=wanted, anew=True, by=current_actor()
        )
        flash(f"{name} is planned anew. Its months add up to {wanted.total:,} {wanted.unit}.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    return _service_page(form, contract, schedule, service=name)


@views.route("/<int:contract_id>/schedules/<int:schedule_id>/plan/write", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def write_plan(contract_id: int, schedule_id: int) -> Response | tuple[str, int]:
    """Write single months of the plan by hand, in one grid for each service."""
    contract = draft_in_view(contract_id)
    schedule = _plan_in_view(contract, schedule_id)
    lines = {row.id: plan_line(row) for row in schedule.plan}
    if not lines:
        abort(404)
    months = sorted({*_months(contract), *(month for line in lines.values() for month in line.months)})
    form = grid_form(lines, months)

    def act() -> str:
        acts.write_plan(
            contract_id=contract_id,
            schedule_id=schedule_id,
            written=form.written(),
            totals=form.totals(),
            by=current_actor(),
        )
        flash("The activity plan is saved. It adds up by month and by group.")
        return _address(contract_id, schedule_id)

    if answer := submit(form, act, editing=editing(contract)):
        return answer
    return page(
        "contracts/agreements/write_plan.html",
        form,
        contract=contract,
        schedule=schedule,
        services=_grids(lines),
        months=[(month, month_in_words(month)) for month in months],
        crumbs=_crumbs(contract, schedule),
    )


@views.post("/<int:contract_id>/schedules/<int:schedule_id>/plan/<int:line_id>/take-out")
@requires(Permission.DRAFT_CONTRACTS)
def take_out_planned_line(contract_id: int, schedule_id: int, line_id: int) -> Response:
    """Plan nothing of a service for a group any more."""
    schedule_in_view(draft_in_view(contract_id), schedule_id)

    def act() -> str:
        acts.take_out_planned_line(
            contract_id=contract_id, schedule_id=schedule_id, line_id=line_id, by=current_actor()
        )
        flash("The line is taken out of the plan.")
        return _address(contract_id, schedule_id)

    return press(act, _address(contract_id, schedule_id))


@views.get("/<int:contract_id>/schedules/<int:schedule_id>/plan.csv")
@requires(Permission.SEE_CONTRACTS)
def download_plan_csv(contract_id: int, schedule_id: int) -> Sent:
    """Give the activity plan as CSV: services and groups down, months across."""
    contract = contract_in_view(contract_id)
    return send(table_as_csv(_grid(contract, schedule_id)), "csv", "activity plan", contract.reference)


@views.get("/<int:contract_id>/schedules/<int:schedule_id>/plan.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_plan_xlsx(contract_id: int, schedule_id: int) -> Sent:
    """Give the activity plan as a workbook: services and groups down, months across."""
    contract = contract_in_view(contract_id)
    return send(tables_as_xlsx([_grid(contract, schedule_id)]), "xlsx", "activity plan", contract.reference)


def _grid(contract: Contract, schedule_id: int) -> Table:
    schedule = _plan_in_view(contract, schedule_id)
    return grid_table([plan_line(row) for row in schedule.plan])


def _plan_in_view(contract: Contract, schedule_id: int) -> Schedule:
    schedule = schedule_in_view(contract, schedule_id)
    if schedule.kind is not ScheduleKind.ACTIVITY_PLAN:
        abort(404)
    return schedule


def _service_of(schedule: Schedule, line_id: int) -> list[PlanLine]:
    code = next((row.service_code for row in schedule.plan if row.id == line_id), None)
    if code is None:
        abort(404)
    return [plan_line(row) for row in schedule.plan if row.service_code == code]


def _service_form(
    contract: Contract, names: Mapping[str, str], standing: list[PlanLine] | tuple[()]
) -> ServicePlanForm:
    groups = {group.code: group.name for group in groups_of(contract)}
    within = months_of_year(contract.starts_on, contract.ends_on, year=contract.year)
    return service_plan_form(names, groups, _months(contract), within=within, standing=standing)


def _service_page(form: ServicePlanForm, contract: Contract, schedule: Schedule, *, service: str) -> tuple[str, int]:
    return page(
        "contracts/agreements/plan_service.html",
        form,
        contract=contract,
        schedule=schedule,
        service=service,
        crumbs=_crumbs(contract, schedule),
    )


def _grids(lines: Mapping[int, PlanLine]) -> list[tuple[PlanLine, list[tuple[int, str]]]]:
    """Each service by its first line, with the lines of its groups: id and name of the group."""
    found = []
    for code, of in by_service(list(lines.values())):
        names = groups_in(of)
        ids = {line.group: line_id for line_id, line in lines.items() if line.service == code}
        found.append((of[0], [(ids[group], name) for group, name in names.items()]))
    return found


def _months(contract: Contract) -> list[str]:
    return list(spans(contract.starts_on, contract.ends_on))


def _crumbs(contract: Contract, schedule: Schedule) -> list[tuple[str, str]]:
    return [*crumbs_to(contract), (schedule.title, _address(contract.id, schedule.id))]


def _address(contract_id: int, schedule_id: int) -> str:
    return url_for("contracts.show_schedule", contract_id=contract_id, schedule_id=schedule_id)
