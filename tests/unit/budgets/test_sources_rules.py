"""Where figures come from: what may be said of a driver, and what the money of a calculation rests on."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.methods import method_from, way_from
from budgets.method.policy import Bounds, Policy, Uncommitted
from budgets.method.result import Calculation
from budgets.method.workbook import FixedShare, MustDo, Workbook
from budgets.sources.rules.descriptions import (
    Description,
    Descriptions,
    DriverKind,
    Grade,
    check_description,
    check_is_news,
    descriptions_from,
    still_missing,
    written,
)
from budgets.sources.rules.money import Footing, grade_of, rests_of, share, weakest
from core.errors import Refusal
from tests.unit.budgets.any_workbook import policies, workbooks
from tests.unit.budgets.small_workbook import activity, cost_centre, mapped, policy, service, workbook

DAY = date(2008, 2, 1)


def said(driver: DriverKind = DriverKind.ACTIVITY, grade: Grade = Grade.D, line_code: str = "") -> Description:
    return Description(
        driver=driver,
        line_code=line_code,
        source="Activity system",
        extracted_on=DAY,
        owner="Provider information team",
        grade=grade,
    )


ALL_SAID = Descriptions.of(
    [
        said(DriverKind.POPULATION, Grade.A),
        said(DriverKind.ACTIVITY, Grade.D),
        said(DriverKind.COST_CENTRE_MAP, Grade.C),
        said(DriverKind.FIXED_SHARES, Grade.B),
        said(DriverKind.ACTIVITY, Grade.B, "POD"),
    ]
)


def the_year(**changes: Any) -> Calculation:
    """Six services, a must-do and growth: every method there is, one of them fallen back."""
    services = {
        "NUR": "activity:60+capitation:40",
        "POD": "activity",
        "MAP": "cost_centre",
        "FIX": "fixed",
        "ONE": "direct:A",
        "KEPT": "pooled",
        "FELL": "activity",
    }
    rows = [("NUR", "X1", "2007-04", "contact", 30), ("NUR", "X3", "2007-05", "contact", 10)]
    rows += [("POD", "X2", "2007-04", "contact", 1), ("POD", "X3", "2007-05", "contact", 2)]
    book = workbook(
        services=tuple(service(code, method) for code, method in services.items()),
        cost_centres=tuple(cost_centre(100_001, of=code) for code in services),
        cost_centre_map=mapped("C-MAP", A="30", B="70"),
        fixed_shares=(
            FixedShare(service="FIX", group="A", percent=Fraction(25)),
            FixedShare(service="FIX", group="B", percent=Fraction(75)),
        ),
        activity=activity(rows),
        must_dos=(MustDo(code="MD", name="Must-do", amount=50_000, method=method_from("equal")),),
    )
    decided = policy(fallback=(way_from("capitation"),), growth_amount=80_000, growth_uncommitted=Uncommitted.RESERVE)
    return calculate(book, replace(decided, **changes))


def test_a_part_of_a_line_rests_on_the_driver_of_the_method_used() -> None:
    rests = rests_of(the_year(), ALL_SAID)
    blend = rests.lines["NUR"]
    assert blend.drivers == (DriverKind.ACTIVITY, DriverKind.POPULATION)
    assert {footing: pence for footing, pence in blend.pence.items() if pence} == {Footing.D: 60_001, Footing.A: 40_000}
    only = {code: next(f for f, pence in line.pence.items() if pence) for code, line in rests.lines.items()}
    assert only == {
        "NUR": Footing.D,
        "POD": Footing.B,
        "MAP": Footing.C,
        "FIX": Footing.B,
        "ONE": Footing.DECISION,
        "KEPT": Footing.NOT_SPLIT,
        "FELL": Footing.A,
        "MD": Footing.DECISION,
        "GROWTH": Footing.NOT_SPLIT,
    }
    assert rests.lines["FELL"].drivers == (DriverKind.POPULATION,)
    assert (rests.lines["KEPT"].not_split, rests.lines["GROWTH"].not_split) == (100_001, 30_000)


def test_pace_of_change_is_a_decision() -> None:
    calculation = the_year(pace=Bounds(minimum_percent=Fraction(-100), maximum_percent=Fraction(1000)))
    line = rests_of(calculation, ALL_SAID).lines["PACE"]
    assert line.drivers == ()
    assert line.grade_of() is None
    assert sum(line.pence.values()) == 0


def test_what_is_not_described_is_not_graded_and_never_guessed() -> None:
    rests = rests_of(the_year(), Descriptions.of([said(DriverKind.ACTIVITY, Grade.B, "POD")]))
    assert rests.lines["MAP"].pence[Footing.NOT_GRADED] == 100_001
    assert rests.lines["NUR"].pence[Footing.NOT_GRADED] == 100_001
    assert rests.lines["POD"].pence[Footing.B] == 100_001


def test_the_grade_of_money_is_the_weakest_on_which_any_of_it_rests() -> None:
    calculation = the_year()
    assert grade_of(calculation, ALL_SAID) is Grade.D
    assert grade_of(calculation, ALL_SAID, "NUR") is Grade.D
    assert grade_of(calculation, ALL_SAID, "NUR", "B") is Grade.D
    assert grade_of(calculation, ALL_SAID, "MAP", "A") is Grade.C
    assert grade_of(calculation, ALL_SAID, group="A") is Grade.D
    for code in ("ONE", "KEPT", "MD", "GROWTH", "NOTHING"):
        assert grade_of(calculation, ALL_SAID, code) is None
    assert grade_of(calculation, ALL_SAID, "NUR", "NOBODY") is None


def test_a_group_without_money_in_a_line_has_no_grade_there() -> None:
    only_a = workbook(services=(service("NUR", "activity"),), activity=activity([("NUR", "X1", "2007-04", "c", 1)]))
    calculation = calculate(only_a, policy(minimum_months=1))
    assert grade_of(calculation, ALL_SAID, "NUR", "A") is Grade.D
    assert grade_of(calculation, ALL_SAID, "NUR", "B") is None


def test_shares_are_exact() -> None:
    assert share(1, 3) == Fraction(100, 3)
    assert share(5, 0) is None
    assert weakest({}) is None


descriptions = st.lists(
    st.builds(said, st.sampled_from(DriverKind), st.sampled_from(Grade), st.sampled_from(["", "S0", "S1", "MD"]))
).map(Descriptions.of)


@given(workbooks(), policies(), descriptions)
def test_the_pence_over_footings_add_up_to_every_gross_and_total(
    book: Workbook, decided: Policy, said_of_it: Descriptions
) -> None:
    try:
        calculation = calculate(book, decided)
    except CalculationRefused:
        return
    rests = rests_of(calculation, said_of_it)
    for line in calculation.lines:
        of_line = rests.lines[line.code]
        for group, gross in line.gross.items():
            assert sum(of_line.by_group[group].values()) == gross
            assert of_line.by_group[group][Footing.NOT_SPLIT] == 0
        assert sum(of_line.pence.values()) == line.total
    for group, totals in calculation.totals.by_group.items():
        assert sum(rests.of_group(group).values()) == totals.gross
    assert sum(rests.pence.values()) == calculation.totals.total
    not_split = calculation.totals.pooled + calculation.totals.growth_reserve
    assert rests.pence[Footing.NOT_SPLIT] == not_split


@given(descriptions)
def test_descriptions_come_back_as_they_were_written(said_of_it: Descriptions) -> None:
    assert descriptions_from(written(said_of_it)) == said_of_it
    assert written(descriptions_from(written(said_of_it))) == written(said_of_it)


def test_the_last_description_of_a_driver_and_line_counts() -> None:
    found = Descriptions.of([said(grade=Grade.D), said(grade=Grade.A, line_code="POD"), said(grade=Grade.C)])
    assert found.grade_of(DriverKind.ACTIVITY) is Grade.C
    assert found.grade_of(DriverKind.ACTIVITY, "POD") is Grade.A
    assert found.grade_of(DriverKind.ACTIVITY, "NUR") is Grade.C
    assert found.grade_of(DriverKind.POPULATION) is None
    assert [row.line_code for row in found.rows] == ["", "POD"]
    assert descriptions_from("") == Descriptions()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"source": " "}, "Say where the figures come from."),
        ({"owner": ""}, "Say who owns the figures."),
        ({"source": "x" * 301}, "Source and owner have at most 300 characters each."),
        ({"note": "x" * 2001}, "A note has at most 2,000 characters."),
        (
            {"note": "about 943 476 5919"},
            "What you wrote holds a number that may be an NHS number. Nothing about a patient is kept here.",
        ),
        (
            {"extracted_on": date(2008, 2, 2)},
            "The extract date lies in the future. Give the day on which the figures were taken.",
        ),
        ({"line_code": "GONE"}, "These inputs have no line GONE."),
    ],
)
def test_refuses_a_description_that_does_not_say_what_it_must(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_description(replace(said(), **wrong), lines=["POD"], on=DAY)
    assert str(refused.value) == told


def test_takes_a_description_of_today_and_of_a_line_that_is_there() -> None:
    check_description(said(line_code="POD"), lines=["POD"], on=DAY)


def test_refuses_to_say_the_same_again() -> None:
    check_is_news(said(grade=Grade.C), Descriptions.of([said()]))
    with pytest.raises(Refusal, match=r"^Nothing was changed: this is what is said of it already\.$"):
        check_is_news(said(), Descriptions.of([said()]))


def test_what_is_still_missing_leaves_out_what_is_said_and_lines_that_are_gone() -> None:
    standing = Descriptions.of([said(DriverKind.POPULATION, Grade.B)])
    earlier = Descriptions.of([*ALL_SAID.rows, said(line_code="GONE")])
    missing = still_missing(earlier, standing, lines=["POD"])
    assert [(row.driver, row.line_code) for row in missing] == [
        (DriverKind.ACTIVITY, ""),
        (DriverKind.ACTIVITY, "POD"),
        (DriverKind.COST_CENTRE_MAP, ""),
        (DriverKind.FIXED_SHARES, ""),
    ]
