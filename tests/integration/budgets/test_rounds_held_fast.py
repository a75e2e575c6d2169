"""A round that a higher room holds fast (it was signed off): every act that changes it is refused in its words."""

from collections.abc import Callable

import pytest

from budgets.rounds.actions import rounds
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.filling import fill_inputs_from_stored
from budgets.rounds.actions.filling_activity import fill_activity
from budgets.rounds.actions.scenarios import change_methods, change_policy, copy_scenario, rename_scenario, use_inputs
from budgets.rounds.frozen_returns import Chosen
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import list_calculations, list_inputs, list_scenarios
from core.db import transaction
from core.errors import Refusal
from core.permissions import Actor
from tests.builders_rounds import AT, KEYS, Field, a_calculation, a_round, a_workbook, some_inputs

pytestmark = pytest.mark.usefixtures("database")
SIGNED_OFF = "The round for 2008/09 was signed off on 28 March 2008. Unlock it first."
ACTS: dict[str, Callable[[StoredCalculation, Actor], object]] = {
    "upload_inputs": lambda stored, by: some_inputs(stored.round_id, by, a_workbook(amount=1), b"newer"),
    "fill_inputs": lambda stored, by: fill_inputs_from_stored(
        round_id=stored.round_id, inputs_id=stored.inputs_id, write=lambda *_: b"", by=by, at=AT
    ),
    "fill_activity": lambda stored, by: fill_activity(
        round_id=stored.round_id,
        inputs_id=stored.inputs_id,
        chosen=Chosen(first_month="2007-04", last_month="2007-04", services=("PHYSIO",)),
        looked_at=None,
        write=lambda *_: b"",
        by=by,
        at=AT,
        on=AT.date(),
    ),
    "change_policy": lambda stored, by: change_policy(
        scenario_id=stored.scenario_id, keys=KEYS | {"uplift.percent": "9"}, seen=KEYS, by=by, at=AT
    ),
    "change_methods": lambda stored, by: change_methods(
        scenario_id=stored.scenario_id, written={"PHYSIO": "equal"}, seen={}, by=by, at=AT
    ),
    "use_inputs": lambda stored, by: use_inputs(
        scenario_id=stored.scenario_id, inputs_id=stored.inputs_id, with_policy=True, by=by, at=AT
    ),
    "copy_scenario": lambda stored, by: copy_scenario(calculation_id=stored.id, name="Another", by=by, at=AT),
    "rename_scenario": lambda stored, by: rename_scenario(scenario_id=stored.scenario_id, name="Other", by=by, at=AT),
    "calculate_scenario": lambda stored, by: calculate_scenario(scenario_id=stored.scenario_id, by=by, at=AT),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_that_changes_a_round_is_refused(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    held = stored.round_id
    reasons = [lambda round_id: [SIGNED_OFF] if round_id == held else []]
    monkeypatch.setattr(rounds, "reasons_against_changing_round", reasons)
    with pytest.raises(Refusal) as refused:
        _run(ACTS[act], stored, people.commissioner)
    assert str(refused.value) == f"Nothing was changed. {SIGNED_OFF}"
    assert [len(rows(held)) for rows in (list_inputs, list_scenarios, list_calculations)] == [1, 1, 1]
    assert rounds.reasons_against_changing(held) == [SIGNED_OFF]


def test_another_round_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    other = a_round(people.commissioner, "2009/10").id
    monkeypatch.setattr(rounds, "reasons_against_changing_round", [lambda each: [SIGNED_OFF] if each == other else []])
    with transaction():
        copy_scenario(calculation_id=stored.id, name="Another", by=people.commissioner, at=AT)
    assert rounds.reasons_against_changing(stored.round_id) == []
    assert len(list_scenarios(stored.round_id)) == 2


def _run(act: Callable[[StoredCalculation, Actor], object], stored: StoredCalculation, by: Actor) -> None:
    if act is ACTS["upload_inputs"]:
        act(stored, by)  # the builder opens the transaction
        return
    with transaction():
        act(stored, by)
