"""Hand-worked sums, section by section of the budget method."""

from dataclasses import replace
from fractions import Fraction

import pytest

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.methods import MethodKind, Way, method_from
from budgets.method.policy import Basis, Bounds, Floor, Holder, Uncommitted
from budgets.method.result import Calculation, Line, Step
from budgets.method.workbook import (
    Adjustment,
    AdjustmentKind,
    CurrencyWeight,
    FixedShare,
    Group,
    Membership,
    MustDo,
    PriorYear,
)
from tests.unit.budgets.small_workbook import activity, cost_centre, mapped, policy, service, workbook


def _line(calculation: Calculation, code: str = "NUR") -> Line:
    return next(line for line in calculation.lines if line.code == code)


def test_capitation_shares_by_the_weighted_people_of_the_policy() -> None:
    line = _line(calculate(workbook(), policy()))
    # 1,000.01 by 300 and 100 people: 750.0075 and 250.0025; the odd penny goes to the larger remainder, .75
    assert line.gross == {"A": 75_001, "B": 25_000}
    assert line.penny == {"A": 1, "B": 0}
    assert line.driver == {"A": Fraction(300), "B": Fraction(100)}
    assert line.share == {"A": Fraction(7_500_100, 100_001), "B": Fraction(2_500_000, 100_001)}
    assert line.practices == {"X1": 37_501, "X2": 37_500, "X3": 25_000}


def test_steps_take_out_what_is_out_of_scope_and_what_others_bear_and_pay_uplift_on_the_recurrent_part() -> None:
    book = workbook(
        services=(service(hosted_share=Fraction(50), uplift=Fraction("2.5")),),
        cost_centres=(
            cost_centre(100_001, code="C1"),
            cost_centre(40_000, code="C2", recurrent=False),
            cost_centre(9_999, code="C3", in_scope=False, reason="prison health"),
        ),
        adjustments=(
            Adjustment(service="NUR", kind=AdjustmentKind.DEVELOPMENT, amount=1_000, recurrent=True),
            Adjustment(service="NUR", kind=AdjustmentKind.EFFICIENCY, amount=-300, recurrent=False),
        ),
    )
    line = _line(calculate(book, policy()))
    # hosted: 1,400.01 × 50% = 700.005, away from zero; uplift: (1,000.01 × 50% = 500.01, + 10.00) × 2.5% = 12.75025
    assert line.steps == {
        Step.BASELINE: 150_000,
        Step.EXCLUDED: -9_999,
        Step.HOSTED_BY_OTHERS: -70_001,
        Step.ADJUSTMENTS: 700,
        Step.UPLIFT: 1_275,
        Step.RETURNED_MONEY: 0,
    }
    assert line.total == 71_975


def test_returned_money_follows_the_positive_amounts_after_uplift() -> None:
    book = workbook(
        services=(service("UP"), service("DOWN"), service("OUT", in_scope=False)),
        cost_centres=(cost_centre(300, "UP"), cost_centre(-500, "DOWN"), cost_centre(900, "OUT")),
    )
    calculation = calculate(book, policy(returned_amount=1_000, returned_basis=Basis.BASELINE))
    assert [line.total for line in calculation.lines] == [1_300, -500, 0]


def test_returned_money_by_capitation_is_a_line_of_its_own() -> None:
    calculation = calculate(workbook(), policy(returned_amount=1_000, returned_basis=Basis.CAPITATION))
    assert _line(calculation, "RETURNED").gross == {"A": 750, "B": 250}
    assert [step.total for step in calculation.bridge if step.step is Step.RETURNED_MONEY] == [1_000]


def test_a_blend_divides_the_line_first_and_the_first_part_wins_equal_remainders() -> None:
    book = workbook(services=(service(method="equal:50+direct:B:50"),), cost_centres=(cost_centre(101),))
    line = _line(calculate(book, policy()))
    assert [part.amount for part in line.parts] == [51, 50]
    assert line.gross == {"A": 26, "B": 75}
    assert (line.method, line.method_used, line.driver) == ("equal:50+direct:B:50", "equal:50+direct:B:50", None)


def test_activity_counts_weighted_quantity_of_the_counted_months_and_names_what_is_not_placed() -> None:
    rows: list[tuple[str, str, str, str, int | Fraction]] = [
        ("NUR", "X1", "2006-12", "contact", 1_000),
        ("NUR", "X1", "2007-01", "contact", 10),
        ("NUR", "X1", "2007-02", "follow_up_contact", 20),
        ("NUR", "X3", "2007-12", "contact", 5),
        ("NUR", "X3", "2008-01", "contact", 1_000),
        ("NUR", "X9", "2007-03", "contact", 7),
    ]
    book = workbook(
        services=(service(method="activity"),),
        activity=activity(rows),
        currency_weights=(
            CurrencyWeight(currency="follow_up_contact", weight=Fraction("0.62")),
            CurrencyWeight(currency="follow_up_contact", service="NUR", weight=Fraction("0.25")),
        ),
    )
    calculation = calculate(book, policy())
    line = _line(calculation)
    assert line.driver == {"A": Fraction(15), "B": Fraction(5)}
    assert line.practices == {"X1": 75_001, "X2": 0, "X3": 25_000}
    assert [notice.message for notice in calculation.warnings] == [
        "NUR: 7 of activity could not be placed: the practices are not listed or in no group on the capitation date."
    ]


def test_too_few_months_of_activity_fall_back_and_say_why() -> None:
    rows: list[tuple[str, str, str, str, int | Fraction]] = [
        ("NUR", "X1", "2007-01", "contact", 10),
        ("NUR", "X1", "2007-02", "contact", 0),
        ("NUR", "X9", "2007-03", "contact", 4),
    ]
    book = workbook(
        services=(service(method="activity"),),
        activity=activity(rows),
        cost_centre_map=mapped("C-NUR", A="25", B="75"),
    )
    ways = (Way(MethodKind.ACTIVITY), Way(MethodKind.FIXED), Way(MethodKind.COST_CENTRE))
    line = _line(calculate(book, policy(fallback=ways)))
    assert (line.method, line.method_used) == ("activity", "cost_centre")
    assert line.fallback_reason == "1 month of activity, 2 needed"
    assert line.driver == {"A": Fraction("250.0025"), "B": Fraction("750.0075")}
    assert line.gross == {"A": 25_000, "B": 75_001}
    # by cost centre no practice has a figure of its own, so the practices share by capitation
    assert line.practices == {"X1": 12_500, "X2": 12_500, "X3": 75_001}


def test_a_fallback_inside_a_blend_replaces_only_that_part() -> None:
    book = workbook(services=(service(method="fixed:40+equal:60"),))
    line = _line(calculate(book, policy()))
    assert line.method_used == "capitation:40+equal:60"
    assert line.fallback_reason == "fixed: no fixed shares"


def test_a_group_in_credit_has_no_weight_by_cost_centre() -> None:
    book = workbook(
        services=(service(method="cost_centre"),),
        cost_centres=(cost_centre(1_000, code="C1"), cost_centre(-400, code="C2")),
        cost_centre_map=(*mapped("C1", A="100"), *mapped("C2", B="100")),
    )
    line = _line(calculate(book, policy()))
    assert line.gross == {"A": 600, "B": 0}
    assert line.driver == {"A": Fraction(10), "B": Fraction(0)}


def test_a_pooled_line_stays_whole_and_carries_no_reserve() -> None:
    book = workbook(services=(service(method="pooled"), service("B")), cost_centres=(cost_centre(900),))
    calculation = calculate(book, policy(reserve_percent=Fraction(10), reserve_held_by=Holder.COMMISSIONER))
    line = _line(calculation)
    assert (line.pooled, line.gross, line.reserve, line.practices) == (900, {"A": 0, "B": 0}, {"A": 0, "B": 0}, {})
    assert [step.pooled for step in calculation.bridge if step.step is Step.BASELINE] == [900]


@pytest.mark.parametrize(("holder", "net"), [(Holder.COMMISSIONER, 67_501), (Holder.PROVIDER, 75_001)])
def test_the_reserve_comes_off_the_net_only_where_the_commissioner_holds_it(holder: Holder, net: int) -> None:
    calculation = calculate(workbook(), policy(reserve_percent=Fraction(10), reserve_held_by=holder))
    line = _line(calculation)
    assert line.reserve == {"A": 7_500, "B": 2_500}
    assert line.net["A"] == net
    assert calculation.totals.net == sum(line.net.values())


def test_growth_pays_must_dos_first_and_the_rest_stays_or_is_split() -> None:
    book = workbook(must_dos=(MustDo(code="MD", name="Matrons", amount=600, method=method_from("equal")),))
    kept = calculate(book, policy(growth_amount=1_000, growth_uncommitted=Uncommitted.RESERVE))
    assert (_line(kept, "GROWTH").unsplit, kept.totals.growth_reserve) == (400, 400)
    assert (_line(kept, "GROWTH").method_used, _line(kept, "GROWTH").gross) == ("reserve", {"A": 0, "B": 0})
    split = calculate(book, policy(growth_amount=1_000, growth_uncommitted=Uncommitted.CAPITATION))
    assert (_line(split, "GROWTH").gross, split.totals.growth_reserve) == ({"A": 300, "B": 100}, 0)
    assert [step.by_group for step in split.bridge if step.step is Step.MUST_DOS] == [{"A": 300, "B": 300}]


def test_bounds_keep_a_group_that_would_lose_too_much_and_take_from_the_others() -> None:
    prior = (PriorYear(service="OLD", group="A", amount=60_000), PriorYear(service="OLD", group="B", amount=40_000))
    rule = Bounds(minimum_percent=Fraction(-5), maximum_percent=Fraction(40))
    calculation = calculate(workbook(prior_year=prior), policy(pace=rule))
    # B would have 250.00 and may not fall below 380.00; A takes the rest, 620.01, within its bounds of 570 and 840
    assert _line(calculation, "PACE").gross == {"A": -13_000, "B": 13_000}
    assert calculation.totals.by_group["B"].gross == 38_000
    assert calculation.totals.by_group["B"].change_percent == -5


def test_the_floor_is_paid_first_and_the_rest_goes_to_those_below_their_fair_share() -> None:
    prior = (PriorYear(service="OLD", group="A", amount=60_000), PriorYear(service="OLD", group="B", amount=30_000))
    calculation = calculate(workbook(prior_year=prior), policy(pace=Floor(floor_percent=Fraction(1))))
    assert _line(calculation, "PACE").gross == {"A": 69_701 - 75_001, "B": 30_300 - 25_000}


def test_bounds_that_cannot_be_kept_are_refused_with_all_three_sums() -> None:
    prior = (PriorYear(service="OLD", group="A", amount=60_000), PriorYear(service="OLD", group="B", amount=30_000))
    rule = Bounds(minimum_percent=Fraction(-5), maximum_percent=Fraction(5))
    with pytest.raises(CalculationRefused) as refused:
        calculate(workbook(prior_year=prior), policy(pace=rule))
    assert refused.value.problems[0].expected == (
        "bounds that can be kept: at least £855.00 (ΣL) and at most £945.00 (ΣU) for all groups together, "
        "but £1,000.01 (ΣT) is shared"
    )


def test_a_floor_that_cannot_be_paid_is_refused() -> None:
    prior = (PriorYear(service="OLD", group="A", amount=100_000),)
    with pytest.raises(CalculationRefused, match=r"the floors of all groups add up to £1,010\.00, and only £1,000\.01"):
        calculate(workbook(prior_year=prior), policy(pace=Floor(floor_percent=Fraction(1))))


def test_a_group_without_a_prior_year_has_no_upper_bound() -> None:
    prior = (PriorYear(service="OLD", group="A", amount=60_000),)
    rule = Bounds(minimum_percent=Fraction(-5), maximum_percent=Fraction(5))
    calculation = calculate(workbook(prior_year=prior), policy(pace=rule))
    assert _line(calculation, "PACE").gross == {"A": 63_000 - 75_001, "B": 75_001 - 63_000}


def test_money_of_a_group_without_people_stays_at_group_level_and_says_so() -> None:
    book = workbook(services=(service(method="direct:C"),))
    book = replace(book, groups=(*book.groups, Group(code="C", name="Gamma")))
    calculation = calculate(book, policy())
    assert _line(calculation).not_placed == {"A": 0, "B": 0, "C": 100_001}
    assert [(notice.code, notice.message) for notice in calculation.warnings] == [
        (
            "no_practice_split",
            "Gamma (C) keeps £1,000.01 of 1 line at group level: none of its practices has a population.",
        )
    ]
    assert calculation.totals.by_group["C"].per_head is None


def test_a_practice_counts_for_the_group_it_is_in_on_the_capitation_date() -> None:
    plain = workbook()
    day = policy().capitation_date
    moved = (
        Membership(practice="X2", name="X2", group="A", left=day),
        Membership(practice="X2", name="X2", group="B", joined=day),
    )
    book = replace(plain, practices=(plain.practices[0], *moved, plain.practices[2]))
    calculation = calculate(book, policy())
    assert calculation.practice_groups == {"X1": "A", "X2": "B", "X3": "B"}
    assert [group.weighted for group in calculation.groups] == [150, 250]


def test_fixed_shares_that_add_up_to_a_hundred_in_odd_decimals_are_accepted() -> None:
    """TRAPS 1: 72.68 + 10.93 + 2.73 + 13.66 is 100."""
    plain = workbook(services=(service(method="fixed"),))
    groups = tuple(Group(code=code, name=code) for code in "ABCD")
    percents = zip("ABCD", ("72.68", "10.93", "2.73", "13.66"), strict=True)
    shares = tuple(FixedShare(service="NUR", group=group, percent=Fraction(text)) for group, text in percents)
    line = _line(calculate(replace(plain, groups=groups, fixed_shares=shares), policy()))
    # of 1,000.01: 726.807268, 109.301093, 27.300273, 136.601366; one penny left, for the largest remainder
    assert line.gross == {"A": 72_681, "B": 10_930, "C": 2_730, "D": 13_660}
    wrong = (*shares[:3], replace(shares[3], percent=Fraction("13.67")))
    with pytest.raises(CalculationRefused, match=r"add up to exactly 100 \(fixed_shares.csv, percent: 100\.01\)"):
        calculate(replace(plain, groups=groups, fixed_shares=wrong), policy())


def test_published_percentages_come_from_unrounded_figures() -> None:
    """TRAPS 28: one rounding, from exact inputs; a share of 100,000 in 300,001 is not that of its rounded decimal."""
    calculation = calculate(workbook(), policy())
    totals = calculation.totals.by_group["A"]
    assert totals.per_head == Fraction(75_001, 300)
    assert totals.distance_percent == 0
    assert calculation.groups[0].capitation_share == 75


def test_every_check_names_its_figures_and_passes() -> None:
    calculation = calculate(workbook(), policy())
    assert [check.passed for check in calculation.checks] == [True] * 6
    assert calculation.checks[1].detail == "1,000.01 + 0.00 + 0.00 = 1,000.01"
