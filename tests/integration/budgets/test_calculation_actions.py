"""Calculating a scenario and opening a calculation to the groups; who sees what, before and after."""

from decimal import Decimal

import pytest

from budgets.rounds import queries, rules
from budgets.rounds.actions.calculations import calculate_scenario, open_calculation_to_groups
from budgets.rounds.actions.scenarios import change_methods
from budgets.rounds.models import Scenario, StoredCalculation
from core.audit_trail.queries import history_of
from core.db import transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from tests.builders_rounds import AT, Field, a_calculation, a_scenario, a_workbook, opened, some_inputs

pytestmark = pytest.mark.usefixtures("database")


def _calculate(scenario: Scenario, by: Actor) -> tuple[StoredCalculation, bool]:
    with transaction():
        return calculate_scenario(scenario_id=scenario.id, by=by, at=AT)


def _set_method(scenario: Scenario, by: Actor, method: str) -> None:
    with transaction():
        change_methods(scenario_id=scenario.id, written={"PHYSIO": method}, seen={}, by=by, at=AT)


def test_keeps_a_calculation_with_what_it_was_made_from() -> None:
    """£100,000 with 2.3% is £102,300, of which 60% and 40% by people."""
    people = Field()
    scenario = a_scenario(people.commissioner)
    stored, is_new = _calculate(scenario, people.finance)
    assert is_new
    assert (stored.number, stored.scenario_name, stored.inputs.number) == (1, "Working budget", 1)
    assert (stored.gross, stored.net) == (Decimal("102300.00"), Decimal("102300.00"))
    result = queries.calculation_of(stored)
    assert dict(result.lines[0].gross) == {"DAC": 6138000, "WAT": 4092000}
    assert stored.result_hash == rules.hash_of(stored.result)


def test_a_changed_method_gives_the_next_calculation_and_the_first_stays() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    first, _ = _calculate(scenario, people.finance)
    _set_method(scenario, people.finance, "equal")
    second, is_new = _calculate(scenario, people.finance)
    assert (second.number, is_new) == (2, True)
    assert dict(queries.calculation_of(second).lines[0].gross) == {"DAC": 5115000, "WAT": 5115000}
    assert dict(queries.calculation_of(first).lines[0].gross) == {"DAC": 6138000, "WAT": 4092000}
    assert [each.number for each in queries.list_calculations(scenario.round_id)] == [2, 1]


def test_the_same_inputs_policy_and_methods_give_the_earlier_calculation() -> None:
    people = Field()
    scenario = a_scenario(people.commissioner)
    first, _ = _calculate(scenario, people.finance)
    _set_method(scenario, people.finance, "equal")
    _calculate(scenario, people.finance)
    _set_method(scenario, people.finance, "capitation")
    again, is_new = _calculate(scenario, people.commissioner)
    assert (again.id, is_new) == (first.id, False)
    assert len(queries.list_calculations(scenario.round_id)) == 2


def test_refuses_what_cannot_be_worked_out_naming_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The inputs were checked when they were stored; should a stricter version refuse them, it says so in words."""
    people = Field()
    scenario = a_scenario(people.commissioner)
    monkeypatch.setattr(queries, "methods_of", lambda _: {"PHYSIO": a_workbook("direct:NOBODY").services[0].method})
    with pytest.raises(rules.InputsRefused) as refused:
        _calculate(scenario, people.finance)
    assert [problem.column for problem in refused.value.problems] == ["PHYSIO"]


def test_opens_a_calculation_to_the_groups_once_and_for_good() -> None:
    people = Field()
    stored = a_calculation(people.finance)
    shown = opened(stored, people.commissioner, "  Have a look. ")
    assert (shown.note, shown.shown_by.name, shown.shown_at) == ("Have a look.", "PCT commissioner", AT)
    assert queries.get_calculation(stored.id).shown is shown
    assert opened(stored, people.commissioner, "Another word.") is shown
    assert shown.note == "Have a look."


def test_opening_alone_is_no_act_but_a_part_of_one() -> None:
    """It records no event of its own: whoever opens a calculation says what for."""
    people = Field()
    stored = a_calculation(people.finance)
    with pytest.raises(RuntimeError, match="a write without an audit event"), transaction():
        open_calculation_to_groups(calculation_id=stored.id, note="For you.", by=people.commissioner, at=AT)
    assert queries.find_shown(stored.id) is None


def test_a_calculation_with_a_failed_check_is_not_opened() -> None:
    told = r"^Calculation 4 cannot be put to the groups, for a check failed: lines add up \(1p\)\.$"
    with pytest.raises(Refusal, match=told):
        rules.check_may_be_opened(number=4, failed_checks=["lines add up (1p)"])


def test_only_the_commissioner_opens_and_only_those_who_prepare_calculate() -> None:
    people = Field()
    stored = a_calculation(people.finance)
    for actor in (people.finance, people.lead, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            opened(stored, actor)
    for actor in (people.lead, people.auditor, people.stranger):
        with pytest.raises(NotAllowed):
            _calculate(queries.get_scenario(stored.scenario_id), actor)


def test_the_audit_says_what_was_calculated() -> None:
    people = Field()
    stored = a_calculation(people.finance)
    said = [line.did for line in history_of("round", stored.round_id)][:1]
    assert said == ["calculated Working budget on inputs 1 as calculation 1: £102,300.00 net"]


def test_groups_see_only_what_was_opened_by_their_own_commissioner() -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    scenario = queries.get_scenario(stored.scenario_id)
    _set_method(scenario, people.commissioner, "equal")
    second, _ = _calculate(scenario, people.commissioner)

    def seen_by(actor: Actor) -> list[int]:
        return [each.number for each in queries.calculations_seen_by(actor, scenario.round)]

    assert (seen_by(people.lead), queries.list_rounds(people.lead, on=AT.date())) == ([], [])
    opened(stored, people.commissioner)
    assert [seen_by(actor) for actor in (people.lead, people.lead_elsewhere, people.stranger)] == [[1], [], []]
    assert [seen_by(actor) for actor in (people.commissioner, people.finance, people.auditor)] == [[2, 1]] * 3
    assert queries.list_rounds(people.lead, on=AT.date()) == [scenario.round]
    assert not queries.may_see(people.lead, queries.get_calculation(second.id))


def test_the_states_of_many_rounds_take_as_many_queries_as_of_one() -> None:
    people = Field()
    stored = a_calculation(people.commissioner)
    some_inputs(a_scenario(people.stranger).round_id, people.stranger, a_workbook("equal"), b"other")
    counts = queries.count_states([stored.round_id, stored.round_id + 1, 99])
    assert list(counts.values()) == [(1, 1, 0), (2, 0, 0), (0, 0, 0)]
