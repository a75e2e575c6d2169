"""Changing methods: many lines in one form, or one line with the result at once."""

from collections.abc import Callable, Sequence

from flask import Blueprint, abort, flash, request, url_for
from werkzeug.wrappers import Response

from budgets.method.workbook import Workbook
from budgets.rounds import queries, rules
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.scenarios import change_methods as change_the_methods
from budgets.rounds.forms import LineToSplit, MethodsForm, methods_form
from budgets.rounds.models import Scenario, StoredCalculation
from budgets.rounds.views.reach import address_of_calculation, reached_scenario
from budgets.rounds.views.submitting import submit_with_problems
from core import clock
from core.permissions import Permission
from core.web import current_actor, page, requires


def lines_of(scenario: Scenario) -> list[LineToSplit]:
    """The service lines and must-dos of a scenario with their methods, in the order of the workbook."""
    workbook = queries.workbook_of(scenario.inputs)
    changed = rules.values_in(scenario.methods)
    services = [(line.code, line.name, line.category or "Services", str(line.method)) for line in workbook.services]
    must_dos = [(line.code, line.name, "Must-dos", str(line.method)) for line in workbook.must_dos]
    return [
        LineToSplit(code=code, name=name, category=category, standing=changed.get(code, stored), stored=stored)
        for code, name, category, stored in (*services, *must_dos)
    ]


def tell(stored: StoredCalculation, *, is_new: bool) -> None:
    """Say which calculation came of it."""
    if is_new:
        flash(f"This is calculation {stored.number}.")
    else:
        flash(
            f"Calculation {stored.number} was made from the same inputs, policy and methods. "
            "It is shown here; none was stored again.",
            "info",
        )


@requires(Permission.PREPARE_ROUNDS)
def change_methods(scenario_id: int) -> Response | tuple[str, int]:
    """Set the methods of all lines, or of those a filter leaves."""
    scenario = reached_scenario(scenario_id)
    wanted = request.args.get("text", "").strip()
    every = lines_of(scenario)
    lines = [line for line in every if wanted.casefold() in f"{line.code} {line.name} {line.category}".casefold()]
    form = _form(scenario, lines)

    def act() -> str:
        _change(scenario_id, form, lines)
        flash("The methods were saved. Calculate to see what they change.")
        return url_for("scenarios.show_scenario", scenario_id=scenario_id)

    if answer := _submit(form, act, scenario_id, lines):
        return answer
    return page(
        "budgets/rounds/change_methods.html",
        form,
        scenario=scenario,
        rows=form.rows(lines),
        count=len(every),
        text=wanted,
    )


@requires(Permission.PREPARE_ROUNDS)
def change_method(scenario_id: int, line_code: str) -> Response | tuple[str, int]:
    """Set the method of one line and go to the new calculation at once."""
    scenario = reached_scenario(scenario_id)
    lines = [line for line in lines_of(scenario) if line.code == line_code]
    if not lines:
        abort(404)
    form = _form(scenario, lines)

    def act() -> str:
        _change(scenario_id, form, lines)
        stored, is_new = calculate_scenario(scenario_id=scenario_id, by=current_actor(), at=clock.now())
        tell(stored, is_new=is_new)
        return address_of_calculation(stored.id)

    if answer := _submit(form, act, scenario_id, lines):
        return answer
    return page("budgets/rounds/change_method.html", form, scenario=scenario, row=form.rows(lines)[0])


def add_to(views: Blueprint) -> None:
    """Give the pages of methods their addresses."""
    rule = "/scenarios/<int:scenario_id>/methods"
    views.add_url_rule(rule, view_func=change_methods, methods=["GET", "POST"])
    views.add_url_rule(f"{rule}/<string:line_code>", view_func=change_method, methods=["GET", "POST"])


def _form(scenario: Scenario, lines: Sequence[LineToSplit]) -> MethodsForm:
    workbook: Workbook = queries.workbook_of(scenario.inputs)
    groups = {group.code: group.name for group in workbook.groups}
    columns = [column for column in workbook.population_columns if column != queries.policy_of(scenario).population]
    return methods_form(lines, groups=groups, columns=columns)


def _change(scenario_id: int, form: MethodsForm, lines: Sequence[LineToSplit]) -> None:
    change_the_methods(
        scenario_id=scenario_id,
        written=form.written(lines),
        seen=form.seen_methods(lines),
        by=current_actor(),
        at=clock.now(),
    )


def _submit(
    form: MethodsForm, act: Callable[[], str], scenario_id: int, lines: Sequence[LineToSplit]
) -> Response | None:
    def take_as_seen() -> None:
        codes = {line.code for line in lines}
        standing = {line.code: line.standing for line in lines_of(reached_scenario(scenario_id))}
        form.seen.data = rules.kept_text({code: text for code, text in standing.items() if code in codes})

    return submit_with_problems(
        form, act, show=lambda problems: form.show(problems, lines), when_out_of_date=take_as_seen
    )
