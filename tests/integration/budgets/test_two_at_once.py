"""Two people press at the same moment, each on their own page: numbers are given once, nobody meets a fault."""

from flask import Flask
from sqlalchemy import func, select

from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.rounds import open_round
from budgets.rounds.actions.scenarios import copy_scenario, rename_scenario
from budgets.rounds.models import Inputs, StoredCalculation
from core.db import db, transaction
from tests.at_once import at_once
from tests.builders_rounds import AT, Field, a_calculation, a_policy, a_round, a_scenario, a_workbook


def test_a_round_of_a_year_is_opened_once(database: Flask) -> None:
    field = Field()

    def act() -> object:
        return open_round(commissioner_id=field.pct, year="2008/09", by=field.commissioner, at=AT)

    assert at_once(database, act, act, act) == ["There is already a round for 2008/09."] * 2 + ["done"]


def test_two_scenarios_do_not_get_the_same_name(database: Flask) -> None:
    field = Field()
    stored = a_calculation(field.commissioner).id
    with transaction():
        copied = copy_scenario(calculation_id=stored, name="Second", by=field.commissioner, at=AT).id
    with transaction():
        third = copy_scenario(calculation_id=stored, name="Third", by=field.commissioner, at=AT).id
    acts = [
        lambda each=each: rename_scenario(scenario_id=each, name="Same", by=field.commissioner, at=AT)
        for each in (copied, third)
    ]
    told = "There is already a scenario called “Same” in this round. Choose another name."
    assert at_once(database, *acts) == [told, "done"]


def test_inputs_and_calculations_are_numbered_once(database: Flask) -> None:
    field = Field()
    round_id = a_round(field.commissioner).id

    def upload(amount: int) -> object:
        return upload_inputs(
            round_id=round_id,
            workbook=a_workbook(amount=amount),
            policy=a_policy(),
            notices=(),
            file_name="budget.xlsx",
            file=str(amount).encode(),
            by=field.commissioner,
            at=AT,
        )

    acts = [lambda amount=amount: upload(amount) for amount in (100, 200, 300)]
    assert at_once(database, *acts) == ["done"] * 3
    assert list(db.session.scalars(select(Inputs.number).order_by(Inputs.number))) == [1, 2, 3]


def test_a_scenario_calculated_twice_at_once_gives_one_calculation(database: Flask) -> None:
    field = Field()
    scenario_id = a_scenario(field.commissioner).id

    def act() -> object:
        return calculate_scenario(scenario_id=scenario_id, by=field.commissioner, at=AT)

    assert at_once(database, act, act, act) == ["done"] * 3
    assert db.session.scalar(select(func.count()).select_from(StoredCalculation)) == 1
