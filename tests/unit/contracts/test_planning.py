"""Planning a service: whatever is typed, months add up to each group and groups to the total, or it is refused."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.levels import levels_for
from contracts.agreements.rules.paying import explain_payment
from contracts.agreements.rules.payment_terms import Block, CostAndVolume, CostPerCase
from contracts.agreements.rules.phasing import Phasing
from contracts.agreements.rules.planning import Dealing, ServiceWanted, lines_of
from core.errors import Refusal

FIRST, LAST = date(2008, 3, 17), date(2009, 3, 31)
PODIATRY = ServiceWanted(
    service="POD",
    service_name="Podiatry",
    unit="contacts",
    total=100,
    phasing=Phasing.EQUAL,
    first="2008-04",
    last="2009-03",
    group_names={"DAC": "DacCom", "WAT": "WatCom"},
)
SHARES = st.dictionaries(
    st.sampled_from(["DAC", "WAT", "STA", "HER"]), st.fractions(min_value=0, max_value=100), min_size=1
).filter(lambda shares: any(shares.values()))


def _weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=after)).weekday() < 5 for after in range((last - first).days + 1))


def _lines(wanted: ServiceWanted) -> Any:
    return lines_of(wanted, starts_on=FIRST, ends_on=LAST, working_days=_weekdays)


@given(total=st.integers(min_value=0, max_value=10**6), shares=SHARES, phasing=st.sampled_from(list(Phasing)[:3]))
def test_whatever_the_shares_everything_adds_up(total: int, shares: dict[str, Fraction], phasing: Phasing) -> None:
    lines = _lines(replace(PODIATRY, total=total, dealing=Dealing.SHARES, parts=shares, phasing=phasing))
    assert sum(line.planned for line in lines) == total
    assert all(sum(line.months.values()) == line.planned for line in lines)
    assert {line.group for line in lines} == {group for group, share in shares.items() if share}


def test_units_typed_are_kept_and_phased_over_the_months_chosen() -> None:
    dac, wat = _lines(replace(PODIATRY, parts={"DAC": Fraction(60), "WAT": Fraction(40)}, last="2008-06"))
    assert (dac.called, dac.planned, dict(dac.months)) == (
        "Podiatry for DacCom",
        60,
        {"2008-04": 20, "2008-05": 20, "2008-06": 20},
    )
    assert sum(wat.months.values()) == 40


def test_without_parts_a_service_is_not_by_group() -> None:
    (line,) = _lines(PODIATRY)
    assert (line.group, line.called, line.planned) == ("", "Podiatry", 100)


def test_weights_may_be_given_for_each_month() -> None:
    (line,) = _lines(
        replace(
            PODIATRY, phasing=Phasing.GIVEN, given={"2008-04": Fraction(3), "2008-12": Fraction(1, 2), "2009-01": 0}
        )
    )
    assert {month: units for month, units in line.months.items() if units} == {"2008-04": 86, "2008-12": 14}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"parts": {"DAC": Fraction(60), "WAT": Fraction(41)}},
            "Podiatry: the groups add up to 101 contacts, but the service has 100 in all: 1 too many.",
        ),
        ({"parts": {"DAC": Fraction(0)}}, "Podiatry: the groups add up to 0 contacts, but the service has 100 in all"),
        ({"parts": {"DAC": Fraction("99.5")}}, "DacCom: planned activity is in whole contacts."),
        (
            {"parts": {"DAC": Fraction(-1), "WAT": Fraction(2)}, "dealing": Dealing.SHARES},
            "A share is 0 or more: correct that of DacCom.",
        ),
        ({"phasing": Phasing.GIVEN}, "No month has a weight above 0"),
        (
            {"phasing": Phasing.GIVEN, "given": {"2008-03": 1}},
            "March 2008 lies outside and can have no weight.",
        ),
        ({"first": "2008-02"}, "Choose months of the contract, which runs from 17 March 2008 to 31 March 2009."),
        ({"first": "2009-03", "last": "2008-04"}, "put the earlier month first."),
        ({"unit": " "}, "Say what is counted"),
        ({"service_name": ""}, "Choose a service, or enter its name"),
        ({"service": "A:B"}, "The name of a service needs letters or digits"),
        ({"total": 10**9}, "Planned activity is a whole number from 0 to 999,999,999."),
    ],
)
def test_refuses_what_does_not_add_up(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        _lines(replace(PODIATRY, **changes))
    assert told in str(refused.value)


def test_levels_stand_around_the_plan_and_at_the_edges_of_the_band() -> None:
    rate = Fraction("0.3")
    band = Fraction(3)
    terms = CostAndVolume(price=50_00, plan=10_000, band_below=band, band_above=band, rate_below=rate, rate_above=rate)
    levels = levels_for(terms, 1)
    assert [int(each.activity) for each in levels] == [8000, 9000, 9500, 9700, 10000, 10300, 10500, 11000, 12000]
    assert explain_payment(terms, levels[5].activity).payment == 515_000_00
    assert levels_for(Block(amount=1), 10) == []
    assert levels_for(CostPerCase(price=1), None) == []
    assert [each.label for each in levels_for(CostPerCase(price=1), 1)] == ["The plan"]
    tight = replace(terms, band_below=Fraction(0), band_above=Fraction(0))
    assert "Where the band begins; the plan; where the band ends" in [each.label for each in levels_for(tight, None)]


@given(plan=st.integers(min_value=1, max_value=10**6), below=st.fractions(0, 100), above=st.fractions(0, 100))
def test_every_level_is_named_once_and_the_plan_is_among_them(plan: int, below: Fraction, above: Fraction) -> None:
    levels = levels_for(CostAndVolume(price=1, plan=plan, band_below=below, band_above=above), None)
    activities = [each.activity for each in levels]
    assert activities == sorted(set(activities))
    assert any("the plan" in each.label.lower().split("; ") and each.activity == plan for each in levels)


@pytest.mark.parametrize("code", ["COMM-NUR", "Line 4.a", "X"])
def test_codes_of_budget_lines_are_taken_as_they_are(code: str) -> None:
    (line,) = _lines(replace(PODIATRY, service=code))
    assert line.service == code


@pytest.mark.parametrize("code", ["", " X", "X ", "A:B", "A/B", "A\nB", "X" * 41])
def test_a_code_can_stand_in_the_key_of_a_line(code: str) -> None:
    with pytest.raises(Refusal, match="The name of a service needs letters or digits"):
        _lines(replace(PODIATRY, service=code))
