"""Pages of scenarios: what one is made of, changing its policy, methods, inputs and name, calculating, copying."""

from flask import Blueprint, flash, url_for
from werkzeug.wrappers import Response

from budgets.rounds import queries, rules
from budgets.rounds.actions import scenarios as actions
from budgets.rounds.actions.calculations import calculate_scenario as calculate_a_scenario
from budgets.rounds.forms import NameForm, PolicyForm, UseInputsForm
from budgets.rounds.views import methods, tables
from budgets.rounds.views.held import held_fast, may_prepare
from budgets.rounds.views.reach import address_of_calculation, reached_calculation, reached_scenario
from budgets.rounds.views.submitting import submit_with_problems
from core import clock
from core.one_use import press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires

views = Blueprint("scenarios", __name__, url_prefix="/budgets/rounds")
methods.add_to(views)


@views.get("/scenarios/<int:scenario_id>")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def show_scenario(scenario_id: int) -> tuple[str, int]:
    """Show the inputs, policy and methods of a scenario and the calculations made from it."""
    scenario = reached_scenario(scenario_id)
    calculations = queries.list_calculations(scenario.round_id)
    actor = current_actor()
    may_change = may_prepare(actor, scenario.round_id)
    return page(
        "budgets/rounds/show_scenario.html",
        scenario=scenario,
        policy_rows=tables.policy_rows(rules.values_in(scenario.policy)),
        method_rows=tables.method_rows(methods.lines_of(scenario), scenario_id=scenario_id, may_change=may_change),
        calculation_rows=tables.calculation_rows(
            [each for each in calculations if each.scenario_id == scenario_id],
            may_propose=actor.may(Permission.ISSUE_PROPOSALS) and not held_fast(scenario.round_id),
        ),
        current=queries.find_calculation_like(scenario),
        newest=queries.list_inputs(scenario.round_id)[0],
    )


@views.route("/scenarios/<int:scenario_id>/policy", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def change_policy(scenario_id: int) -> Response | tuple[str, int]:
    """Set the policy; mistakes stand beside their field."""
    scenario = reached_scenario(scenario_id)
    standing = rules.values_in(scenario.policy)
    form = PolicyForm(standing, queries.workbook_of(scenario.inputs).population_columns)

    def act() -> str:
        actions.change_policy(
            scenario_id=scenario_id,
            keys=form.keys(scenario.round.year),
            seen=rules.values_in(str(form.seen.data)),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The policy was saved. Calculate to see what it changes.")
        return url_for("scenarios.show_scenario", scenario_id=scenario_id)

    def take_as_seen() -> None:
        form.seen.data = reached_scenario(scenario_id).policy

    if answer := submit_with_problems(form, act, show=form.show, when_out_of_date=take_as_seen):
        return answer
    return page("budgets/rounds/change_policy.html", form, scenario=scenario)


@views.route("/scenarios/<int:scenario_id>/inputs", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def use_inputs(scenario_id: int) -> Response | tuple[str, int]:
    """Point a scenario at other inputs."""
    scenario = reached_scenario(scenario_id)
    listed = queries.list_inputs(scenario.round_id)
    form = UseInputsForm([(each.id, f"Inputs {each.number}: {each.file_name}") for each in listed], listed[0].id)

    def act() -> str:
        changed = actions.use_inputs(
            scenario_id=scenario_id,
            inputs_id=int(form.inputs.data),
            with_policy=bool(form.with_policy.data),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"{changed.name} now uses inputs {changed.inputs.number}. Calculate to see what it changes.")
        return url_for("scenarios.show_scenario", scenario_id=scenario_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/rounds/use_inputs.html", form, scenario=scenario)


@views.route("/scenarios/<int:scenario_id>/name", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def rename_scenario(scenario_id: int) -> Response | tuple[str, int]:
    """Give a scenario another name."""
    scenario = reached_scenario(scenario_id)
    form = NameForm(data={"name": scenario.name})

    def act() -> str:
        actions.rename_scenario(
            scenario_id=scenario_id, name=str(form.name.data or ""), by=current_actor(), at=clock.now()
        )
        return url_for("scenarios.show_scenario", scenario_id=scenario_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/rounds/rename_scenario.html", form, scenario=scenario)


@views.post("/scenarios/<int:scenario_id>/calculate")
@requires(Permission.PREPARE_ROUNDS)
def calculate_scenario(scenario_id: int) -> Response:
    """Work a scenario out and go to the result."""
    reached_scenario(scenario_id)

    def act() -> str:
        stored, is_new = calculate_a_scenario(scenario_id=scenario_id, by=current_actor(), at=clock.now())
        methods.tell(stored, is_new=is_new)
        return address_of_calculation(stored.id)

    return press(act, url_for("scenarios.show_scenario", scenario_id=scenario_id))


@views.route("/calculations/<int:calculation_id>/copy", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def copy_scenario(calculation_id: int) -> Response | tuple[str, int]:
    """Begin a scenario as a copy of a calculation."""
    stored = reached_calculation(calculation_id)
    form = NameForm()

    def act() -> str:
        scenario = actions.copy_scenario(
            calculation_id=calculation_id, name=str(form.name.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"{scenario.name} begins as a copy of calculation {stored.number}. Change a method or the policy.")
        return url_for("scenarios.show_scenario", scenario_id=scenario.id)

    if answer := submit(form, act):
        return answer
    return page("budgets/rounds/copy_scenario.html", form, stored=stored)
