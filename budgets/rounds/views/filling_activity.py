"""The page that fills activity from frozen returns: what it would do first, then one press."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from budgets.method.frozen_activity import lines_on_activity
from budgets.rounds import queries
from budgets.rounds.actions.filling_activity import LookedAt, check_chosen, check_plan, months_counted
from budgets.rounds.actions.filling_activity import fill_activity as fill
from budgets.rounds.activity_sources import list_activity_sources
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.forms import FillActivityForm
from budgets.rounds.frozen_returns import Chosen, Plan, plan_filling
from budgets.rounds.models import Inputs, Round
from budgets.rounds.presented import filling as presented
from budgets.rounds.presented.activity_sources import from_where
from budgets.rounds.rules import AlreadyStored
from budgets.rounds.views.reach import reached_round
from commissioning.activity.queries.frozen import frozen_by_month
from commissioning.activity.rules.frozen import Freezing
from commissioning.activity.rules.months import months_between, months_in_words
from core import clock
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.record_numbers import record_number
from core.web import current_actor, page, requires
from core.wording import listed

KEEP = "keep"


@requires(Permission.PREPARE_ROUNDS)
def fill_activity(round_id: int) -> Response | tuple[str, int]:
    """Show what filling activity from frozen returns would do; on the press, do it.

    The choice stands in the address: `inputs`, `first`, `last`, `service` (any number), `unfrozen` (`keep`).
    """
    found = reached_round(round_id)
    every = queries.list_inputs(round_id)
    if not every:
        return page("budgets/rounds/fill_activity.html", None, round=found, earlier=None, every=[])
    earlier = _earlier_of(every)
    chosen = _chosen(earlier)
    form = FillActivityForm()

    def act() -> str:
        stored = fill(
            round_id=round_id,
            inputs_id=earlier.id,
            chosen=chosen,
            looked_at=LookedAt(newest=_number(form.newest.data), plan=str(form.plan.data)),
            write=workbook_as_zip,
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
        )
        flash(f"Inputs {stored.number} hold the activity of frozen returns. Inputs {earlier.number} stay as they were.")
        return url_for("inputs.show_inputs", inputs_id=stored.id)

    if answer := submit(form, act):
        return answer
    if isinstance(form.refused_by, AlreadyStored):
        flash(str(form.refused_by))
        return redirect(url_for("inputs.show_inputs", inputs_id=form.refused_by.inputs_id))
    return _shown(found, every, earlier, chosen, form)


def add_to(views: Blueprint) -> None:
    """Give the page its address."""
    views.add_url_rule("/<int:round_id>/inputs/fill-activity", view_func=fill_activity, methods=["GET", "POST"])


def _shown(
    found: Round, every: Sequence[Inputs], earlier: Inputs, chosen: Chosen, form: FillActivityForm
) -> tuple[str, int]:
    plan, why_not = _planned(earlier, chosen)
    form.newest.data = str(every[0].number)
    form.plan.data = plan.hash if plan else ""
    first, last = months_counted(earlier)
    return page(
        "budgets/rounds/fill_activity.html",
        form,
        round=found,
        every=every,
        earlier=earlier,
        chosen=chosen,
        lines=lines_on_activity(queries.workbook_of(earlier)),
        months=[(month, months_in_words([month])) for month in months_between(first, last)],
        reasons=why_not,
        shown=_tables(plan) if plan else None,
    )


def _planned(earlier: Inputs, chosen: Chosen) -> tuple[Plan | None, str]:
    """What filling would do, and why it would be refused; no plan where the choice itself is refused."""
    try:
        check_chosen(chosen, months_counted(earlier))
    except Refusal as refusal:
        return None, str(refusal)
    plan = plan_filling(earlier, chosen, on=clock.today())
    try:
        check_plan(plan)
    except Refusal as refusal:
        return plan, str(refusal)
    return plan, ""


def _tables(plan: Plan) -> dict[str, object]:
    where = from_where(list_activity_sources(plan.earlier.id))
    own = f"from file of inputs {plan.earlier.number}"
    named = {line.code: where.get(line.code, own) for line in plan.lines}
    return {
        "filled": presented.filled_table(plan, named) if plan.filled else None,
        "left": presented.left_table(plan),
        "months": presented.months_table(plan) if plan.filled else None,
        "not_placed": presented.not_placed_in_words(plan),
        "names": listed([line.name for line in plan.filled]),
    }


def _earlier_of(every: Sequence[Inputs]) -> Inputs:
    wanted = request.args.get("inputs", "")
    chosen = next((each for each in every if str(each.id) == wanted), None) if wanted else every[0]
    if chosen is None:
        abort(404)
    return chosen


def _chosen(earlier: Inputs) -> Chosen:
    codes = list(lines_on_activity(queries.workbook_of(earlier)))
    asked = request.args.getlist("service")
    services = tuple(code for code in codes if code in asked or not (asked or "first" in request.args))
    first, last = request.args.get("first", ""), request.args.get("last", "")
    if not first or not last:
        first, last = _frozen_span(earlier, codes)
    keeps = request.args.get("unfrozen") == KEEP
    return Chosen(first_month=first, last_month=last, services=services, keeps_unfrozen=keeps)


def _frozen_span(earlier: Inputs, codes: Sequence[str]) -> tuple[str, str]:
    """The first and last of the counted months of which anything is frozen; all of them where nothing is."""
    policy = queries.policy_of(earlier)
    months = months_between(policy.activity_from, policy.activity_to)
    frozen = [
        each.month
        for each in frozen_by_month(earlier.round.commissioner_id, months=months, services=codes, on=clock.today())
        if each.state is Freezing.FROZEN
    ]
    return (min(frozen), max(frozen)) if frozen else (months[0], months[-1])


def _number(text: object) -> int:
    return record_number(text) or 0
