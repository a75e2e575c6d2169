"""Filling the activity of inputs from frozen returns, in one step: earlier inputs stay, and nothing of them is lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from budgets.method.frozen_activity import UNPLACED, below_zero, quantity_of
from budgets.method.policy import Policy
from budgets.method.problems import problems_in
from budgets.method.workbook import Workbook
from budgets.rounds import queries, rules
from budgets.rounds.actions.inputs import Origin, upload_inputs
from budgets.rounds.actions.rounds import check_may_prepare
from budgets.rounds.frozen_returns import Chosen, LineFilled, Plan, plan_filling
from budgets.rounds.models import Inputs
from commissioning.activity.rules.months import check_month, months_between, months_in_words
from core.clock import moment_in_words
from core.errors import OutOfDate, Refusal
from core.money import plain
from core.permissions import Actor
from core.problems import Notice
from core.wording import listed

NOT_FROZEN, NOT_GIVEN = "not_frozen", "currency_not_given"
_LOOK_AGAIN = "Look at the difference again: it is shown as it is now."
after_filling_activity: list[Callable[[Inputs, Plan, Actor, datetime], None]] = []
"""Higher rooms append a function here: what they say of activity that was just filled from frozen returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What a person had in front of them: the number of the newest inputs, and the hash of the difference shown."""

    newest: int
    plan: str


def fill_activity(
    *,
    round_id: int,
    inputs_id: int,
    chosen: Chosen,
    looked_at: LookedAt | None,
    write: Callable[[Workbook, Policy], bytes],
    by: Actor,
    at: datetime,
    on: date,
) -> Inputs:
    """Store earlier inputs anew with the activity of lines and months replaced by frozen figures and corrections.

    `looked_at`: what was shown before; where inputs or frozen figures changed since, nothing is done. `write` gives the
    file that is kept. Checked like an upload.
    """
    found = queries.get_round(round_id)
    check_may_prepare(found, by=by)
    earlier = queries.get_inputs(inputs_id)
    if earlier.round_id != round_id:
        raise Refusal("These inputs belong to another round.")
    _check_is_newest(round_id, looked_at)
    check_chosen(chosen, months_counted(earlier))
    plan = plan_filling(earlier, chosen, on=on)
    if looked_at is not None and looked_at.plan != plan.hash:
        raise OutOfDate(f"The frozen figures changed while you were looking at them. {_LOOK_AGAIN}")
    check_plan(plan)
    stored = _stored(plan, write, by=by, at=at)
    for tell in after_filling_activity:
        tell(stored, plan, by, at)
    return stored


def months_counted(earlier: Inputs) -> tuple[str, str]:
    """The first and last month that count in these inputs or in any scenario of their round."""
    policies = [queries.policy_of(earlier), *map(queries.policy_of, queries.list_scenarios(earlier.round_id))]
    return min(policy.activity_from for policy in policies), max(policy.activity_to for policy in policies)


def check_chosen(chosen: Chosen, counted: tuple[str, str]) -> None:
    """Refuse a choice of no line, of months in the wrong order, or of months that no policy of the round counts."""
    for month in (chosen.first_month, chosen.last_month):
        check_month(month)
    if chosen.first_month > chosen.last_month:
        raise Refusal("The first month is after the last. Choose them the other way round.")
    if not chosen.services:
        raise Refusal("Choose at least one line whose activity is to be filled.")
    first, last = counted
    if chosen.first_month < first or chosen.last_month > last:
        raise Refusal(
            f"{months_in_words([chosen.first_month if chosen.first_month < first else chosen.last_month])} is not "
            f"counted in this round: its policies count {months_in_words([first])} to {months_in_words([last])}. "
            "Choose months among these, or change a scenario’s policy first."
        )


def check_plan(plan: Plan) -> None:
    """Refuse to fill where nothing is frozen, or where corrections take off more than was counted."""
    if not plan.filled:
        chosen = plan.chosen
        span = months_in_words(months_between(chosen.first_month, chosen.last_month))
        raise Refusal(
            f"Nothing is frozen of these lines for the months chosen ({span}), so there is nothing to fill them from. "
            "Freeze the months first, or choose others."
        )
    wrong = below_zero(plan.units)
    if wrong:
        service, practice, month, currency = wrong[0]
        name = next(line.name for line in plan.lines if line.code == service)
        whose = "patients nobody could place" if practice == UNPLACED else f"practice {practice}"
        raise Refusal(
            f"{name}, {months_in_words([month])}, {currency.replace('_', ' ')} of {whose}: with its corrections the "
            f"frozen figure comes to {plain(quantity_of(plan.units[wrong[0]]))}, and activity cannot be below 0. "
            "Ask the provider to put the correction right, or leave the line out."
        )


def _check_is_newest(round_id: int, looked_at: LookedAt | None) -> None:
    if looked_at is None:
        return
    newest = queries.list_inputs(round_id)[0]
    if newest.number != looked_at.newest:
        raise OutOfDate(
            f"{newest.uploaded_by.name} stored inputs {newest.number} on {moment_in_words(newest.uploaded_at)}, while "
            f"you were looking at this page. Choose which inputs to go on from. {_LOOK_AGAIN}"
        )


def _stored(plan: Plan, write: Callable[[Workbook, Policy], bytes], *, by: Actor, at: datetime) -> Inputs:
    earlier = plan.earlier
    workbook = replace(queries.workbook_of(earlier), activity=plan.activity)
    policy = queries.policy_of(earlier)
    problems = problems_in(workbook, policy)
    if problems:
        raise rules.InputsRefused(problems)
    names = listed([line.name for line in plan.filled])
    return upload_inputs(
        round_id=earlier.round_id,
        workbook=workbook,
        policy=policy,
        notices=_notices(plan),
        file_name=f"inputs-{earlier.number}-with-frozen-activity.zip",
        file=write(workbook, policy),
        by=by,
        at=at,
        origin=Origin(
            act="fill_activity",
            told={"earlier": earlier.number, "services": names, "months": _months_filled(plan)},
            activity=plan.all_sources(),
        ),
    )


def _months_filled(plan: Plan) -> str:
    return months_in_words({month.month for line in plan.filled for month in line.months if month.filled})


def _notices(plan: Plan) -> list[Notice]:
    """What is known of the earlier inputs, but for what filling them said of the lines filled now, and what it says."""
    codes = [f"({line.code})" for line in plan.filled]
    kept = [
        notice
        for notice in queries.notices_of(plan.earlier)
        if notice.code not in {NOT_FROZEN, NOT_GIVEN} or not any(code in notice.message for code in codes)
    ]
    what = f"stay as in inputs {plan.earlier.number}" if plan.chosen.keeps_unfrozen else "are left out"
    return [*kept, *(notice for line in plan.filled for notice in _told_of(line, what))]


def _told_of(line: LineFilled, what: str) -> list[Notice]:
    told = []
    missing = [month.month for month in line.months if not month.filled]
    if missing:
        message = (
            f"{line.name} ({line.code}): no frozen figures for {months_in_words(missing)}, "
            f"whose rows of activity {what}"
        )
        told.append(Notice(code=NOT_FROZEN, message=message))
    for currency in line.currencies:
        months = [month.month for month in line.months if month.filled and currency in month.not_given]
        if months:
            message = (
                f"{line.name} ({line.code}): the frozen returns for {months_in_words(months)} hold no "
                f"{currency.replace('_', ' ')}, whose rows of activity {what}"
            )
            told.append(Notice(code=NOT_GIVEN, message=message))
    return told
