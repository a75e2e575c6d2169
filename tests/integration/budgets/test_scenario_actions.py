"""Trying scenarios: policy, methods, inputs, copies, names."""

from datetime import timedelta

import pytest

from budgets.rounds import queries, rules
from budgets.rounds.actions import scenarios as actions
from budgets.rounds.models import Scenario
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.permissions import Actor
from tests.builders_rounds import (
    AT,
    KEYS,
    Field,
    a_calculation,
    a_scenario,
    a_workbook,
    some_inputs,
    with_two_services,
)

pytestmark = pytest.mark.usefixtures("database")
LATER = AT + timedelta(hours=2)


def _set_policy(scenario: Scenario, by: Actor, seen: dict[str, str] | None = None, **changes: str) -> Scenario:
    keys = {**KEYS, **{key.replace("__", "."): value for key, value in changes.items()}}
    with transaction():
        return actions.change_policy(
            scenario_id=scenario.id,
            keys=keys,
            seen=rules.values_in(scenario.policy) if seen is None else seen,
            by=by,
            at=LATER,
        )


def _set_methods(scenario: Scenario, by: Actor, seen: dict[str, str] | None = None, **written: str) -> Scenario:
    with transaction():
        return actions.change_methods(scenario_id=scenario.id, written=written, seen=seen or {}, by=by, at=LATER)


def test_changes_the_policy() -> None:
    people = Field()
    scenario = _set_policy(a_scenario(people.commissioner), people.finance, uplift__percent="2.5")
    assert rules.values_in(scenario.policy)["uplift.percent"] == "2.5"
    assert (scenario.changed_by.name, scenario.changed_at) == ("PCT finance", LATER)


def test_refuses_a_policy_that_does_not_go_with_the_inputs_naming_every_key() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    with pytest.raises(rules.InputsRefused) as refused:
        _set_policy(scenario, people.finance, capitation__population="community", activity__from="2007-99")
    assert [problem.column for problem in refused.value.problems] == ["activity.from"]
    with pytest.raises(rules.InputsRefused) as refused:
        _set_policy(scenario, people.finance, capitation__population="community")
    assert "capitation.population" in [problem.column for problem in refused.value.problems]
    assert str(refused.value).startswith("Nothing was saved: 1 thing is wrong. ")


def test_refuses_a_policy_that_is_the_one_saved_before() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    with pytest.raises(Refusal, match=r"^Nothing was changed: the policy is the one that was saved before\.$"):
        _set_policy(scenario, people.finance)


def test_the_second_of_two_people_is_told_who_changed_what_and_when() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    seen = rules.values_in(scenario.policy)
    _set_policy(scenario, people.finance, seen, uplift__percent="2.5")
    with pytest.raises(OutOfDate) as refused:
        _set_policy(scenario, people.commissioner, seen, uplift__percent="3")
    assert str(refused.value) == (
        "PCT finance changed this policy on 3 March 2008 at 12:12, while you were working on it: "
        "Net uplift was 2.3, is now 2.5. What you typed is still here. Save again to put yours in its place."
    )
    assert rules.values_in(queries.get_scenario(scenario.id).policy)["uplift.percent"] == "2.5"


def test_changes_a_method_and_keeps_only_what_differs_from_the_inputs() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    _set_methods(scenario, people.finance, PHYSIO="activity:60+equal:40")
    assert scenario.methods == '{"PHYSIO": "activity:60+equal:40"}'
    _set_methods(scenario, people.finance, PHYSIO="capitation")
    assert scenario.methods == "{}"


@pytest.mark.parametrize("method", ["capitaton", "direct:NOBODY", "capitation/community", "activity:60+equal:30", ""])
def test_refuses_a_method_under_the_code_of_its_line(method: str) -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    with pytest.raises(rules.InputsRefused) as refused:
        _set_methods(scenario, people.finance, PHYSIO=method)
    assert [problem.column for problem in refused.value.problems] == ["PHYSIO"]
    assert scenario.methods == "{}"


def test_two_people_may_change_the_methods_of_different_lines() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    _set_methods(scenario, people.finance, {"PHYSIO": "capitation"}, PHYSIO="equal")
    with pytest.raises(OutOfDate, match="PHYSIO was capitation, is now equal"):
        _set_methods(scenario, people.commissioner, {"PHYSIO": "capitation"}, PHYSIO="activity")


def test_uses_newer_inputs_with_or_without_their_policy() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    _set_policy(scenario, people.finance, uplift__percent="2.5")
    _set_methods(scenario, people.finance, PHYSIO="equal")
    newer = some_inputs(scenario.round_id, people.finance, with_two_services(a_workbook()), b"newer")
    with transaction():
        actions.use_inputs(scenario_id=scenario.id, inputs_id=newer.id, with_policy=False, by=people.finance, at=LATER)
    assert (scenario.inputs.number, scenario.methods) == (2, '{"PHYSIO": "equal"}')
    assert rules.values_in(scenario.policy)["uplift.percent"] == "2.5"
    with transaction():
        actions.use_inputs(scenario_id=scenario.id, inputs_id=newer.id, with_policy=True, by=people.finance, at=LATER)
    assert scenario.policy == newer.policy
    assert history_of("round", scenario.round_id)[0].did == "moved Working budget from inputs 2 to inputs 2"


def test_refuses_inputs_in_use_already_and_those_of_another_round() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    with pytest.raises(Refusal, match=r"^Working budget uses inputs 1 already\.$"), transaction():
        actions.use_inputs(
            scenario_id=scenario.id, inputs_id=scenario.inputs_id, with_policy=False, by=people.finance, at=LATER
        )
    other = a_scenario(people.stranger)
    with pytest.raises(Refusal, match=r"^These inputs belong to another round\.$"), transaction():
        actions.use_inputs(
            scenario_id=scenario.id, inputs_id=other.inputs_id, with_policy=False, by=people.finance, at=LATER
        )


def test_copies_a_calculation_as_a_scenario() -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    with transaction():
        copy = actions.copy_scenario(calculation_id=stored.id, name=" All equal ", by=people.finance, at=LATER)
    assert (copy.name, copy.policy, copy.methods, copy.copied_from) == (
        "All equal",
        stored.policy,
        stored.methods,
        stored,
    )
    assert history_of("round", stored.round_id)[0].did == "began the scenario All equal as a copy of calculation 1"


def test_refuses_a_name_that_is_blank_or_taken() -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    for name, told in (
        (" ", "Enter a name for the scenario."),
        ("working BUDGET", "There is already a scenario called “working BUDGET” in this round. Choose another name."),
        ("x" * 81, "The name of a scenario has at most 80 characters."),
    ):
        with pytest.raises(Refusal) as refused, transaction():
            actions.copy_scenario(calculation_id=stored.id, name=name, by=people.finance, at=LATER)
        assert str(refused.value) == told


def test_renames_a_scenario() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    with transaction():
        actions.rename_scenario(scenario_id=scenario.id, name="Main", by=people.finance, at=LATER)
    assert scenario.name == "Main"
    assert history_of("round", scenario.round_id)[0].did == "renamed the scenario Working budget to Main"
    with pytest.raises(Refusal, match=r"^The scenario is called “Main” already\.$"), transaction():
        actions.rename_scenario(scenario_id=scenario.id, name="Main", by=people.finance, at=LATER)


def test_only_those_who_prepare_change_scenarios() -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    scenario = queries.get_scenario(stored.scenario_id)
    for actor in (people.lead, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            _set_policy(scenario, actor, uplift__percent="3")
        with pytest.raises(NotAllowed):
            _set_methods(scenario, actor, PHYSIO="equal")
        with pytest.raises(NotAllowed), transaction():
            actions.use_inputs(scenario_id=scenario.id, inputs_id=1, with_policy=True, by=actor, at=AT)
        with pytest.raises(NotAllowed), transaction():
            actions.copy_scenario(calculation_id=stored.id, name="Mine", by=actor, at=AT)
        with pytest.raises(NotAllowed), transaction():
            actions.rename_scenario(scenario_id=scenario.id, name="Mine", by=actor, at=AT)


def test_the_audit_says_what_was_changed() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    _set_policy(scenario, people.finance, uplift__percent="2.5")
    told = "changed the policy of Working budget: Net uplift from 2.3 to 2.5"
    assert history_of("round", scenario.round_id)[0].did == told
    _set_methods(scenario, people.finance, PHYSIO="equal")
    said = "changed the method of Physiotherapy from capitation to in equal shares (scenario Working budget)"
    assert history_of("round", scenario.round_id)[0].did == said
