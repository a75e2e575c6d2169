from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.method.methods import MethodKind, Way
from budgets.method.policy import Basis, Bounds, Floor, Holder, Policy, Uncommitted
from budgets.method.policy_keys import dotted_keys, keys_of, policy_from

GOOD: dict[str, object] = {
    "year": "2008/09",
    "capitation.date": "2008-01-01",
    "capitation.population": "weighted",
    "activity.from": "2007-01",
    "activity.to": "2007-12",
    "activity.minimum_months": 6,
    "activity.fallback": ["cost_centre", "capitation/community"],
}

percents = st.decimals(min_value=-50, max_value=100, places=3).map(Fraction)
amounts = st.integers(min_value=0, max_value=10**12)
ways = st.sampled_from([Way(MethodKind.EQUAL), Way(MethodKind.FIXED), Way(MethodKind.CAPITATION, "community")])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    gross, efficiency = draw(percents), draw(percents)
    has_uplift, shown_as_two = draw(st.booleans()), draw(st.booleans())
    returned, growth = draw(st.none() | st.sampled_from(Basis)), draw(st.none() | st.sampled_from(Uncommitted))
    holder = draw(st.none() | st.sampled_from(Holder))
    low, high = sorted((draw(percents), draw(percents)))
    pace = draw(st.sampled_from([None, Floor(floor_percent=low), Bounds(minimum_percent=low, maximum_percent=high)]))
    return Policy(
        year="2008/09",
        capitation_date=draw(st.dates(min_value=date(1990, 1, 1))),
        population=draw(st.sampled_from(["registered", "weighted", "general_acute"])),
        activity_from="2007-01",
        activity_to="2007-12",
        minimum_months=draw(st.integers(0, 12)),
        fallback=tuple(draw(st.lists(ways, max_size=3))),
        uplift_percent=gross - efficiency if has_uplift else None,
        uplift_gross_percent=gross if has_uplift and shown_as_two else None,
        uplift_efficiency_percent=efficiency if has_uplift and shown_as_two else None,
        returned_amount=draw(amounts) if returned else 0,
        returned_basis=returned,
        growth_amount=draw(amounts) if growth else 0,
        growth_uncommitted=growth,
        reserve_percent=abs(gross) if holder else None,
        reserve_held_by=holder,
        pace=pace,
    )


@given(policies())
def test_a_policy_written_as_keys_reads_back_the_same(policy: Policy) -> None:
    assert policy_from(keys_of(policy)) == (policy, [])


def test_text_and_whole_numbers_and_lists_read_the_same() -> None:
    as_text = GOOD | {"activity.minimum_months": "6", "activity.fallback": "cost_centre;capitation/community"}
    assert policy_from(GOOD) == policy_from(as_text)
    policy, _ = policy_from(GOOD | {"growth.amount": 1500, "growth.uncommitted": "Reserve"})
    assert policy is not None
    assert (policy.growth_amount, policy.growth_uncommitted) == (150_000, Uncommitted.RESERVE)
    assert policy.fallback == (Way(MethodKind.COST_CENTRE), Way(MethodKind.CAPITATION, "community"))


def test_all_problems_are_told_at_once() -> None:
    _, problems = policy_from({"year": "2008", "uplift.percent": 2.3, "colour": "blue"}, file="scenario")
    assert [(p.file, p.column, p.value) for p in problems] == [
        ("scenario", "year", "2008"),
        ("scenario", "capitation.date", ""),
        ("scenario", "capitation.population", ""),
        ("scenario", "activity.from", ""),
        ("scenario", "activity.to", ""),
        ("scenario", "activity.minimum_months", ""),
        ("scenario", "activity.fallback", ""),
        ("scenario", "uplift.percent", "2.3"),
        ("scenario", "colour", "blue"),
    ]


WRONG: list[tuple[dict[str, object], str, str]] = [
    ({"uplift.percent": 2.3}, "uplift.percent", "a percentage as a plain number such as 2.3, in quotation marks"),
    ({"uplift.percent": True}, "uplift.percent", "a percentage as a plain number such as 2.3"),
    ({"uplift.percent": "1e5"}, "uplift.percent", "a percentage as a plain number such as 2.3"),
    ({"uplift.percent": "NaN"}, "uplift.percent", "a percentage as a plain number such as 2.3"),
    ({"uplift.percent": ""}, "uplift.percent", "a percentage as a plain number such as 2.3"),
    ({"growth.amount": "1.005", "growth.uncommitted": "reserve"}, "growth.amount", "an amount in pounds with at most"),
    ({"growth.amount": "-1", "growth.uncommitted": "reserve"}, "growth.amount", "an amount of at least nothing"),
    ({"growth.amount": "1", "growth.uncommitted": "spent"}, "growth.uncommitted", "reserve or capitation"),
    ({"returned_money.amount": "1"}, "returned_money.basis", "this key, for its table is there"),
    ({"returned_money.amount": "-1", "returned_money.basis": "baseline"}, "returned_money.amount", "an amount of at"),
    ({"risk_reserve.percent": "101", "risk_reserve.held_by": "provider"}, "risk_reserve.percent", "a percentage from"),
    ({"activity.to": "2006-12"}, "activity.to", "a month not before activity.from, 2007-01"),
    ({"activity.from": "2007-13"}, "activity.from", "a month such as 2007-04"),
    ({"activity.minimum_months": "-1"}, "activity.minimum_months", "a whole number of months, 0 or more"),
    ({"activity.minimum_months": 6.0}, "activity.minimum_months", "a whole number of months, 0 or more, in quotation"),
    ({"activity.fallback": ["pooled"]}, "activity.fallback", "a list of cost_centre, activity, fixed, equal"),
    ({"activity.fallback": "direct:A"}, "activity.fallback", "a list of cost_centre, activity, fixed, equal"),
    ({"activity.fallback": 3}, "activity.fallback", "a list of cost_centre, activity, fixed, equal"),
    ({"capitation.date": "01/01/2008"}, "capitation.date", "a date such as 2008-01-01"),
    ({"pace_of_change.minimum_percent": "1"}, "pace_of_change.maximum_percent", "this key, for its table is there"),
    ({"pace_of_change.rule": "slow"}, "pace_of_change.rule", "bounds or floor"),
    ({"uplift.percent": "2", "uplift.gross_percent": "5"}, "uplift.efficiency_percent", "gross_percent and efficiency"),
]


@pytest.mark.parametrize(("values", "key", "expected"), WRONG)
def test_refuses_a_value_that_is_not_what_the_key_wants(values: dict[str, object], key: str, expected: str) -> None:
    policy, problems = policy_from(GOOD | values)
    assert policy is None
    assert [problem.column for problem in problems] == [key]
    assert problems[0].expected.startswith(expected)


def test_refuses_gross_and_efficiency_that_do_not_make_the_percentage() -> None:
    two = {"uplift.percent": "2.3", "uplift.gross_percent": "5.3", "uplift.efficiency_percent": "3"}
    assert policy_from(GOOD | two)[1] == []
    _, problems = policy_from(GOOD | two | {"uplift.efficiency_percent": "3.1"})
    assert problems[0].expected == "gross_percent less efficiency_percent, which is 2.2"


def test_refuses_a_minimum_above_the_maximum() -> None:
    keys = {"pace_of_change.minimum_percent": "2", "pace_of_change.maximum_percent": "1.5"}
    assert policy_from(GOOD | keys)[1][0].expected == "at most the maximum_percent, 1.5"


def test_refuses_the_keys_of_the_other_rule_and_names_the_known_ones() -> None:
    keys = {"pace_of_change.rule": "floor", "pace_of_change.floor_percent": "1", "pace_of_change.minimum_percent": "1"}
    assert policy_from(GOOD | keys)[1][0].expected == "no such key with the rule floor"
    assert "risk_reserve.held_by" in policy_from(GOOD | {"risk.holder": "x"})[1][0].expected


def test_an_empty_table_is_there_all_the_same() -> None:
    assert dotted_keys({"growth": {}}) == {"growth": {}}
    assert [p.column for p in policy_from(GOOD | {"growth": {}})[1]] == ["growth.amount", "growth.uncommitted"]
