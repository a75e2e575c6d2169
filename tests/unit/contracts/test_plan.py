"""Phasing and the indicative activity plan: months add up to the year, groups to the total, or it is said where not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.months import add_months, days_by_month, months_in, portions, spans
from contracts.agreements.rules.phasing import Phasing, phase, weights_for
from contracts.agreements.rules.plan import PlanLine, check_plan, planned, problems_in_plan, totals_of
from core.errors import Refusal

MONTHS = tuple(spans(date(2008, 4, 1), date(2009, 3, 31)))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 12, 31))
TERMS = st.tuples(DAYS, st.integers(min_value=0, max_value=2000)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)
WEIGHTS = st.dictionaries(
    st.sampled_from(MONTHS), st.fractions(min_value=0, max_value=1000, max_denominator=97), min_size=1
).filter(lambda weights: any(weights.values()))


def _weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=after)).weekday() < 5 for after in range((last - first).days + 1))


@given(figure=st.integers(min_value=0, max_value=10**9), weights=WEIGHTS)
def test_the_months_add_up_for_any_weights(figure: int, weights: Mapping[str, Fraction]) -> None:
    months = phase(figure, weights)
    assert sum(months.values()) == figure
    assert list(months) == list(weights)
    whole = sum(weights.values())
    assert all(abs(months[month] - figure * weight / whole) < 1 for month, weight in weights.items())


@given(term=TERMS, figure=st.integers(min_value=0, max_value=10**6))
def test_every_way_of_phasing_adds_up_over_any_term(term: tuple[date, date], figure: int) -> None:
    first, last = term
    for phasing in (Phasing.CALENDAR_DAYS, Phasing.EQUAL):
        weights = weights_for(phasing, first, last)
        assert list(weights) == list(spans(first, last))
        assert sum(phase(figure, weights).values()) == figure


@given(term=TERMS)
def test_the_months_of_a_term_hold_each_of_its_days_once(term: tuple[date, date]) -> None:
    first, last = term
    assert sum(days_by_month(first, last).values()) == (last - first).days + 1
    assert sum(portions(first, last).values()) == months_in(first, last)
    assert all(0 < part <= 1 for part in portions(first, last).values())


@given(day=DAYS, months=st.integers(min_value=-60, max_value=60))
def test_months_later_and_back_is_the_same_day_or_an_earlier_one(day: date, months: int) -> None:
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert add_months(there, -months) <= day
    assert there.day == day.day or (there + timedelta(days=1)).day == 1


def test_by_working_days_a_year_of_10000_follows_the_days_worked() -> None:
    weights = weights_for(Phasing.WORKING_DAYS, date(2008, 4, 1), date(2008, 6, 30), working_days=_weekdays)
    assert weights == {"2008-04": 22, "2008-05": 22, "2008-06": 21}
    assert phase(6500, weights) == {"2008-04": 2200, "2008-05": 2200, "2008-06": 2100}


def test_a_contract_that_begins_in_the_middle_of_a_month_has_half_of_it() -> None:
    assert phase(1050, weights_for(Phasing.EQUAL, date(2008, 9, 16), date(2009, 7, 31))) == {
        "2008-09": 50,
        **dict.fromkeys(list(spans(date(2008, 10, 1), date(2009, 7, 31))), 100),
    }


def test_given_weights_outside_the_contract_are_refused_by_name() -> None:
    given_weights = {"2008-04": 1, "2008-05": 1, "2009-04": 2}
    with pytest.raises(Refusal) as refused:
        weights_for(Phasing.GIVEN, date(2008, 4, 1), date(2009, 3, 31), given=given_weights)
    assert str(refused.value) == (
        "The contract runs from 1 April 2008 to 31 March 2009: April 2009 lies outside and can have no weight."
    )


def test_months_without_a_given_weight_have_none() -> None:
    weights = weights_for(Phasing.GIVEN, date(2008, 4, 1), date(2008, 6, 30), given={"2008-05": 3})
    assert phase(7, weights) == {"2008-04": 0, "2008-05": 7, "2008-06": 0}


@pytest.mark.parametrize("phasing", [Phasing.WORKING_DAYS, Phasing.GIVEN])
def test_phasing_asks_for_what_it_needs(phasing: Phasing) -> None:
    with pytest.raises(ValueError, match="needs"):
        weights_for(phasing, date(2008, 4, 1), date(2008, 6, 30))


@pytest.mark.parametrize(
    ("figure", "weights", "sentence"),
    [
        (-1, {"2008-04": 1}, "Planned activity is 0 or more, not -1."),
        (5, {"2008-04": -1, "2008-05": 2}, "A month’s weight is 0 or more: correct April 2008."),
        (5, {"2008-04": 0}, "No month has a weight above 0, so that the activity could be planned in none."),
    ],
)
def test_phasing_refuses_what_cannot_be(figure: int, weights: Mapping[str, int], sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        phase(figure, weights)
    assert str(refused.value) == sentence


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        spans(date(2009, 4, 1), date(2009, 3, 31))
    assert str(refused.value) == (
        "It would end on 31 March 2009, before it begins on 1 April 2009. Correct one of the days."
    )


LINE = PlanLine(
    service="Community nursing", group="DacCom", unit="contacts", planned=12_000, months=dict.fromkeys(MONTHS, 1000)
)


@given(
    total=st.integers(min_value=0, max_value=10**7),
    groups=st.dictionaries(st.sampled_from("ABCDE"), st.integers(min_value=1, max_value=10**5), min_size=1),
    weights=WEIGHTS,
)
def test_a_plan_made_from_a_total_adds_up_both_ways(
    total: int, groups: Mapping[str, int], weights: Mapping[str, Fraction]
) -> None:
    lines = planned("Podiatry", "contacts", total, groups=groups, months=weights)
    check_plan(lines, months=MONTHS, totals={"Podiatry": total})
    sums = totals_of(lines)
    assert sums.by_service == {"Podiatry": total}
    assert sum(sums.by_service_and_month.values()) == sum(sums.by_service_and_group.values()) == total
    assert sums.by_unit == {"contacts": total}


def test_a_plan_whose_months_do_not_add_up_is_refused_by_name_and_difference() -> None:
    short = replace(LINE, months={**LINE.months, "2009-03": 990})
    with pytest.raises(Refusal) as refused:
        check_plan([short], months=MONTHS)
    assert str(refused.value) == (
        "Community nursing for DacCom: the months add up to 11,990 contacts, but 12,000 are planned in all: 10 too few."
    )


def test_all_problems_of_a_plan_are_named_at_once() -> None:
    other = replace(LINE, group="WatCom", unit="visits", months={**LINE.months, "2009-03": -5, "2009-04": 1006})
    assert problems_in_plan(
        [LINE, LINE, other], months=MONTHS, totals={"Community nursing": 36_001, "Podiatry": 5}
    ) == [
        "Community nursing for WatCom: March 2009 has -5 visits; planned activity is 0 or more.",
        "Community nursing for WatCom: April 2009 has 1,006 visits, but lies outside the contract.",
        "Community nursing for WatCom: the months add up to 12,001 visits, but 12,000 are planned in all: 1 too many.",
        "Community nursing for DacCom is planned twice: keep one line.",
        "Community nursing is planned in contacts and, for WatCom, in visits: a service has one unit.",
        "Community nursing: the groups add up to 36,000 visits, but the service has 36,001 in all: 1 too few.",
        "Podiatry: the groups add up to 0 units, but the service has 5 in all: 5 too few.",
    ]


def test_activity_below_nought_in_all_is_named() -> None:
    lines = [replace(LINE, planned=-1, months={})]
    assert problems_in_plan(lines, months=MONTHS)[0] == (
        "Community nursing for DacCom: -1 contacts are planned in all; planned activity is 0 or more."
    )


def test_a_plan_that_adds_up_has_no_problem() -> None:
    assert problems_in_plan([LINE], months=MONTHS, totals={"Community nursing": 12_000}) == []


def test_units_of_different_kinds_are_not_added_together() -> None:
    beds = PlanLine(service="Intermediate care", group="DacCom", unit="bed days", planned=5, months={"2008-04": 5})
    sums = totals_of([LINE, beds])
    assert sums.by_unit == {"contacts": 12_000, "bed days": 5}
    assert sums.by_unit_and_month["contacts", "2008-04"] == 1000
    assert sums.by_unit_and_group == {("contacts", "DacCom"): 12_000, ("bed days", "DacCom"): 5}


def test_a_total_for_no_group_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        planned("Podiatry", "contacts", 10, groups={"DacCom": 0}, months={"2008-04": 1})
    assert str(refused.value) == (
        "Podiatry: 10 contacts are planned, but for no group. Give at least one group a share."
    )
