"""The round of the demo year: the example goes through the same acts people use."""

from datetime import date, datetime, time
from pathlib import Path

from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.rounds import open_round
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.imports.workbooks import read_workbook
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import list_scenarios
from budgets.rounds.rules import InputsRefused
from core.clock import LONDON
from core.permissions import Actor

_MORNING = time(10)


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
