"""The round of the demo year: the example goes through the same acts people use."""

from datetime import date, datetime, time
from pathlib import Path

from budgets.method.frozen_activity import lines_on_activity
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.filling_activity import fill_activity
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.rounds import open_round
from budgets.rounds.actions.scenarios import copy_scenario, use_inputs
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.frozen_returns import Chosen
from budgets.rounds.imports.workbooks import read_workbook
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import list_inputs, list_scenarios, policy_of, workbook_of
from budgets.rounds.rules import InputsRefused
from core.clock import LONDON
from core.permissions import Actor

_MORNING = time(10)
ON_RETURNS = "Activity from frozen returns"


def seed_demo_round(*, by: Actor, on: date, folder: Path) -> StoredCalculation:
    """Open the round of the example's year, store the example as its inputs and calculate the working budget.

    Runs inside the transaction of the one who seeds. The calculation is not put to the groups here.
    """
    read = read_workbook(folder)
    if read.workbook is None or read.policy is None:
        raise InputsRefused(read.problems)
    at = datetime.combine(on, _MORNING, LONDON)
    found = open_round(commissioner_id=by.organisation_id, year=read.policy.year, by=by, at=at)
    upload_inputs(
        round_id=found.id,
        workbook=read.workbook,
        policy=read.policy,
        notices=read.notices,
        file_name=f"{folder.name}.zip",
        file=workbook_as_zip(read.workbook, read.policy),
        by=by,
        at=at,
    )
    stored, _ = calculate_scenario(scenario_id=list_scenarios(found.id)[0].id, by=by, at=at)
    return stored


def seed_demo_activity_from_returns(calculation: StoredCalculation, *, by: Actor, at: datetime) -> StoredCalculation:
    """Fill the activity of the newest inputs from the year’s frozen returns and try a calculation beside the budget.

    Months that are not frozen are left out. What was put to the groups stays as it is.
    """
    newest = list_inputs(calculation.round_id)[0]
    policy = policy_of(newest)
    chosen = Chosen(
        first_month=policy.activity_from,
        last_month=policy.activity_to,
        services=tuple(lines_on_activity(workbook_of(newest))),
    )
    filled = fill_activity(
        round_id=calculation.round_id,
        inputs_id=newest.id,
        chosen=chosen,
        looked_at=None,
        write=workbook_as_zip,
        by=by,
        at=at,
        on=at.date(),
    )
    scenario = copy_scenario(calculation_id=calculation.id, name=ON_RETURNS, by=by, at=at)
    use_inputs(scenario_id=scenario.id, inputs_id=filled.id, with_policy=False, by=by, at=at)
    stored, _ = calculate_scenario(scenario_id=scenario.id, by=by, at=at)
    return stored
