"""Pages that open the sums between years: the bridge, each of its steps by line, and last year's split."""

from flask import Blueprint, abort, request

from budgets.method.result import Step
from budgets.method.words import meaning_of, step_in_words
from budgets.rounds.charts.bridge import group_bridge, whole_bridge
from budgets.rounds.presented import bridge
from budgets.rounds.presented.last_year import last_year_table
from budgets.rounds.queries import workbook_of
from budgets.rounds.views.seen import PREFIX, seen
from core.permissions import Permission
from core.web import page, requires
from core.wording import sterling, upper_first

views = Blueprint("bridges", __name__, url_prefix=PREFIX)


@views.get("/bridge")
@requires(Permission.SEE_ROUNDS)
def show_bridge(calculation_id: int) -> tuple[str, int]:
    """Show the way from baseline to net, of everything or of one group (`?group=DAC`)."""
    found = seen(calculation_id)
    code = request.args.get("group", "")
    if code and code not in found.group_names:
        abort(404)
    return page(
        "budgets/rounds/calculations/show_bridge.html",
        seen=found,
        group_code=code,
        bridge=bridge.bridge_table(found.calculation, found.links()),
        chart_of_bridge=group_bridge(found.calculation, code) if code else whole_bridge(found.calculation),
        held=sterling(found.calculation.totals.growth_reserve),
    )


@views.get("/bridge/<string:step>")
@requires(Permission.SEE_ROUNDS)
def show_step(calculation_id: int, step: str) -> tuple[str, int]:
    """Show what each line adds to a step of the bridge."""
    found = seen(calculation_id)
    asked = next((each for each in found.calculation.bridge if each.step.value.replace("_", "-") == step), None)
    if asked is None:
        abort(404)
    name = step_in_words(Step(asked.step))
    return page(
        "budgets/rounds/calculations/show_step.html",
        seen=found,
        name=name,
        meaning=upper_first(meaning_of(asked.step)),
        added=bridge.step_table(
            asked, found.added_to(asked.step), found.group_names, found.links(), f"{name} by line and group"
        ),
    )


@views.get("/last-year")
@requires(Permission.SEE_ROUNDS)
def show_last_year(calculation_id: int) -> tuple[str, int]:
    """Show last year's split as the inputs have it."""
    found = seen(calculation_id)
    workbook = workbook_of(found.stored.inputs)
    lines = {service.code: service.name for service in workbook.services}
    return page(
        "budgets/rounds/calculations/show_last_year.html",
        seen=found,
        had=last_year_table(workbook.prior_year, lines, found.group_names, found.links(), lines),
    )
