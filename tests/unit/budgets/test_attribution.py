"""Why an amount differs between two calculations: the parts add up to the difference to the penny, whatever happens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from budgets.method.attribution import NOT_DIVIDED, Attributed, Cause, Made, attributed
from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.comparison import compare
from budgets.method.methods import method_from
from budgets.method.policy import Policy, Uncommitted
from budgets.method.result import Calculation
from budgets.method.workbook import Workbook, with_methods
from tests.unit.budgets.any_workbook import policies, workbooks
from tests.unit.budgets.small_workbook import DAY, cost_centre, policy, service, workbook

INPUT, POLICY, METHOD = Cause.INPUT, Cause.POLICY, Cause.METHOD


def made(of: Workbook, under: Policy) -> Made:
    return Made(workbook=of, policy=under, calculation=calculate(of, under))


def by_place(rows: list[Attributed]) -> dict[tuple[str, str], Mapping[Cause, int]]:
    return {(row.line, row.group): row.parts for row in rows}


def counted_on(day: date) -> Workbook:
    """The small workbook whose populations were counted on that day."""
    plain = workbook()
    return replace(plain, populations=tuple(replace(each, on=day) for each in plain.populations))


def test_the_same_twice_has_no_difference() -> None:
    first = made(workbook(), policy())
    assert attributed(first, first) == []


def test_another_amount_is_the_inputs_doing() -> None:
    """£1,000.01 becomes £2,000.01, by weighted population 300 to 100: 75% and 25% of £1,000 more."""
    before, after = made(workbook(), policy()), made(workbook(cost_centres=(cost_centre(200_001),)), policy())
    rows = attributed(before, after)
    assert by_place(rows) == {("NUR", "A"): {INPUT: 75_000}, ("NUR", "B"): {INPUT: 25_000}}
    assert [(row.before, row.after, row.difference) for row in rows] == [
        (75_001, 150_001, 75_000),
        (25_000, 50_000, 25_000),
    ]


def test_another_uplift_is_the_policys_doing() -> None:
    before, after = made(workbook(), policy()), made(workbook(), policy(uplift_percent=Fraction(10)))
    assert by_place(attributed(before, after)) == {("NUR", "A"): {POLICY: 7_500}, ("NUR", "B"): {POLICY: 2_500}}


def test_another_method_is_the_methods_doing_and_is_named() -> None:
    after = with_methods(workbook(), {"NUR": method_from("equal")})
    rows = attributed(made(workbook(), policy()), made(after, policy()))
    assert by_place(rows) == {("NUR", "A"): {METHOD: -25_000}, ("NUR", "B"): {METHOD: 25_000}}
    assert {(row.method_before, row.method_after) for row in rows} == {("capitation", "equal")}


def test_all_three_at_once_are_told_apart_in_their_order() -> None:
    """£1,000.01 → £2,000.01 (inputs), + 10% (policy), then in halves instead of 75 to 25 (method)."""
    after = with_methods(workbook(cost_centres=(cost_centre(200_001),)), {"NUR": method_from("equal")})
    rows = attributed(made(workbook(), policy()), made(after, policy(uplift_percent=Fraction(10))))
    assert by_place(rows) == {
        ("NUR", "A"): {INPUT: 75_000, POLICY: 15_000, METHOD: -55_000},
        ("NUR", "B"): {INPUT: 25_000, POLICY: 5_000, METHOD: 55_000},
    }


def test_a_method_that_came_with_a_new_workbook_is_still_a_method() -> None:
    """The column `method` of the services sheet is a method, not an input, wherever it was changed."""
    renamed = workbook(services=(service(method="equal"),))
    assert by_place(attributed(made(workbook(), policy()), made(renamed, policy())))[("NUR", "A")] == {METHOD: -25_000}


def test_a_new_line_and_one_that_is_gone_are_the_inputs_doing() -> None:
    after = workbook(services=(service("POD", "equal"),), cost_centres=(cost_centre(60_000, of="POD"),))
    rows = attributed(made(workbook(), policy()), made(after, policy()))
    assert by_place(rows) == {
        ("POD", "A"): {INPUT: 30_000},
        ("POD", "B"): {INPUT: 30_000},
        ("NUR", "A"): {INPUT: -75_001},
        ("NUR", "B"): {INPUT: -25_000},
    }
    assert [(row.method_before, row.method_after) for row in rows] == [(None, "equal")] * 2 + [("capitation", None)] * 2


def test_what_is_pooled_or_held_has_a_row_of_its_own() -> None:
    after = with_methods(workbook(), {"NUR": method_from("pooled")})
    rows = attributed(made(workbook(), policy()), made(after, policy(growth_amount=500)))
    assert by_place(rows)[("NUR", NOT_DIVIDED)] == {METHOD: 100_001}
    held = policy(growth_amount=500, growth_uncommitted=Uncommitted.RESERVE)
    rows = attributed(made(workbook(), policy()), made(workbook(), held))
    assert by_place(rows) == {("GROWTH", NOT_DIVIDED): {POLICY: 500}}


def test_inputs_and_policy_that_only_go_together_are_attributed_together() -> None:
    """The old policy counts people on a day that the new workbook does not have."""
    later = replace(counted_on(date(2008, 4, 1)), cost_centres=(cost_centre(200_001),))
    after = with_methods(later, {"NUR": method_from("equal")})
    rows = attributed(made(workbook(), policy()), made(after, policy(capitation_date=date(2008, 4, 1))))
    assert by_place(rows)[("NUR", "A")] == {Cause.INPUT_AND_POLICY: 75_000, METHOD: -50_000}


def test_where_nothing_between_can_be_worked_out_all_is_attributed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    before = made(workbook(), policy())
    after = made(
        with_methods(workbook(cost_centres=(cost_centre(200_001),)), {"NUR": method_from("equal")}),
        policy(uplift_percent=Fraction(10)),
    )
    same_policy = made(after.workbook, before.policy)
    same_inputs = made(with_methods(workbook(), {"NUR": method_from("equal")}), after.policy)

    def refuse(*_: object) -> Calculation:
        raise CalculationRefused(())

    monkeypatch.setattr("budgets.method.attribution.calculate", refuse)
    assert by_place(attributed(before, after))[("NUR", "A")] == {Cause.ALL: 35_000}
    assert by_place(attributed(before, same_policy))[("NUR", "A")] == {Cause.INPUT_AND_METHOD: 25_000}
    assert by_place(attributed(before, same_inputs))[("NUR", "A")] == {Cause.POLICY_AND_METHOD: -20_000}


@pytest.mark.parametrize("old", ["direct:B", "direct:A:40"])
def test_an_old_method_that_names_a_group_that_is_gone_is_not_tried(old: str) -> None:
    """Group B is gone from the new workbook: a line that went straight to it moves with the inputs."""
    asked = "direct:A:40+direct:B:60" if "40" in old else old
    before = made(workbook(services=(service(method=asked),)), policy())
    plain = workbook()
    alone = replace(
        plain,
        groups=plain.groups[:1],
        practices=plain.practices[:2],
        populations=plain.populations[:2],
    )
    rows = attributed(before, made(alone, policy()))
    assert {cause for row in rows for cause in row.parts} == {INPUT}
    assert sum(row.difference for row in rows) == 0


def test_an_old_method_by_a_column_that_is_gone_is_not_tried() -> None:
    before = made(workbook(services=(service(method="capitation/weighted"),)), policy(population="registered"))
    plain = workbook()
    bare = replace(
        plain,
        population_columns=(),
        populations=tuple(replace(each, weighted={}) for each in plain.populations),
    )
    rows = attributed(before, made(bare, policy(population="registered")))
    assert rows == []  # 300 of 400 both times: weighted before, registered now


@settings(max_examples=60, deadline=None)
@given(workbooks(), workbooks(), policies(), policies(), st.sampled_from(["", "inputs", "policy"]))
def test_parts_add_up_to_the_difference_to_the_penny(
    old: Workbook, new: Workbook, first: Policy, second: Policy, same: str
) -> None:
    """Whatever two workbooks and policies: rows are the differences of the comparison, and parts make each up."""
    if same == "inputs":
        new = with_methods(old, {s.code: method_from("equal") for s in old.services[:1]})
    try:
        before, after = made(old, first), made(new, first if same == "policy" else second)
    except CalculationRefused:
        reject()
    rows = attributed(before, after)
    for row in rows:
        assert sum(row.parts.values()) == row.difference != 0
        assert 0 not in row.parts.values()
        assert not (same == "policy" and POLICY in row.parts)
        assert not (same == "inputs" and INPUT in row.parts)
    changes = {
        (line.code, code): change.difference
        for line in compare(before.calculation, after.calculation).lines
        for code, change in line.by_group.items()
        if change.difference
    }
    assert {(row.line, row.group): row.difference for row in rows if row.group} == changes
    moved = after.calculation.totals.total - before.calculation.totals.total
    assert sum(row.difference for row in rows) == moved


def test_the_day_of_the_small_workbook_is_the_policys() -> None:
    """What the test of steps that only go together stands on."""
    assert DAY == policy().capitation_date != date(2008, 4, 1)
