"""Every figure opens to what a reader needs to redo the sum by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from budgets.method.calculation import calculate
from budgets.method.explained import ReturnedBasis, UpliftBasis, line_explained
from budgets.method.policy import Basis, Bounds, Holder
from budgets.method.workbook import Adjustment, AdjustmentKind, CurrencyWeight, PriorYear
from tests.unit.budgets.small_workbook import activity, cost_centre, mapped, policy, service, workbook


def test_the_ledger_says_what_counts_and_why_not_and_what_the_uplift_was_paid_on() -> None:
    book = workbook(
        services=(service(hosted_share=Fraction(50)),),
        cost_centres=(
            cost_centre(100_001, code="C1"),
            cost_centre(9_999, code="C2", in_scope=False, reason="prison health"),
        ),
        adjustments=(Adjustment(service="NUR", kind=AdjustmentKind.DEVELOPMENT, amount=1_000),),
    )
    rules = policy(uplift_percent=Fraction("2.5"))
    explained = line_explained(book, rules, calculate(book, rules), "NUR")
    assert [(row.code, row.counts, row.reason) for row in explained.ledger] == [
        ("C1", True, ""),
        ("C2", False, "prison health"),
    ]
    assert explained.uplift == UpliftBasis(
        recurrent_lines=100_001,
        hosted_share=Fraction(50),
        borne=50_001,
        recurrent_adjustments=1_000,
        basis=51_001,
        percent=Fraction("2.5"),
        is_own=False,
        amount=1_275,
    )


def test_the_lines_of_a_service_out_of_scope_say_so() -> None:
    book = workbook(services=(service(), service("OUT", in_scope=False)))
    book = replace(book, cost_centres=(*book.cost_centres, cost_centre(5, "OUT")))
    explained = line_explained(book, policy(), calculate(book, policy()), "OUT")
    assert [(row.counts, row.reason) for row in explained.ledger] == [(False, "the whole service is out of scope")]


def test_the_odd_penny_is_shown_with_its_queue() -> None:
    explained = line_explained(workbook(), policy(), calculate(workbook(), policy()), "NUR")
    groups = explained.parts[0].groups
    assert (groups.amount, int(groups.figures), groups.odd_pennies) == (100_001, 400, 1)
    first, second = groups.portions
    assert (first.code, first.exact, first.floor) == ("A", Fraction("75000.75"), 75_000)
    assert (first.remainder, first.rank, first.odd_penny, first.amount) == (Fraction(3, 4), 1, 1, 75_001)
    assert (second.rank, second.odd_penny) == (2, 0)
    practices = explained.parts[0].practices[0]
    assert practices is not None
    # two practices of equal weight share 750.01: the odd penny goes to the smaller code
    assert [(p.code, p.exact, p.amount) for p in practices.portions] == [
        ("X1", Fraction("37500.5"), 37_501),
        ("X2", Fraction("37500.5"), 37_500),
    ]


def test_practices_of_a_line_by_cost_centre_are_shown_by_capitation() -> None:
    book = workbook(services=(service(method="cost_centre"),), cost_centre_map=mapped("C-NUR", A="25", B="75"))
    part = line_explained(book, policy(), calculate(book, policy()), "NUR").parts[0]
    assert part.practices_by == ("capitation", "capitation")
    assert [p.figure for division in part.practices if division for p in division.portions] == [150, 150, 100]


def test_activity_is_shown_by_practice_and_by_month() -> None:
    rows: list[tuple[str, str, str, str, int | Fraction]] = [
        ("NUR", "X1", "2007-01", "follow_up_contact", 10),
        ("NUR", "X1", "2007-02", "follow_up_contact", 20),
        ("NUR", "X9", "2007-02", "follow_up_contact", 7),
        ("NUR", "X3", "2007-03", "contact", 0),
        ("NUR", "X3", "2006-12", "contact", 99),
    ]
    book = workbook(
        services=(service(method="activity"),),
        activity=activity(rows),
        currency_weights=(CurrencyWeight(currency="follow_up_contact", weight=Fraction("0.5")),),
    )
    explained = line_explained(book, policy(), calculate(book, policy()), "NUR")
    assert [(r.practice, r.group, int(r.quantity), int(r.weighted)) for r in explained.activity_by_practice] == [
        ("X1", "A", 30, 15),
        ("X3", "B", 0, 0),
        ("X9", None, 7, 0),
    ]
    assert [
        (r.month, int(r.quantity), int(r.weighted), int(r.not_placed), r.counts) for r in explained.activity_by_month
    ] == [
        ("2007-01", 10, 5, 0, True),
        ("2007-02", 20, 10, 7, True),
        ("2007-03", 0, 0, 0, False),
    ]


def test_returned_money_and_reserve_show_their_weights() -> None:
    book = workbook(services=(service(), service("B")))
    book = replace(book, cost_centres=(cost_centre(300), cost_centre(100, "B")))
    rules = policy(
        returned_amount=1_001,
        returned_basis=Basis.BASELINE,
        reserve_percent=Fraction(10),
        reserve_held_by=Holder.PROVIDER,
    )
    explained = line_explained(book, rules, calculate(book, rules), "NUR")
    assert explained.returned == ReturnedBasis(
        lump_sum=1_001, weight=300, all_weights=400, exact=Fraction("750.75"), amount=751
    )
    assert explained.reserve is not None
    assert [(p.figure, p.amount) for p in explained.reserve.portions] == [
        (Fraction("7.88"), 79),
        (Fraction("2.63"), 26),
    ]


def test_pace_of_change_shows_the_bounds_of_each_group() -> None:
    prior = (PriorYear(service="OLD", group="A", amount=60_000), PriorYear(service="OLD", group="B", amount=40_000))
    rules = policy(pace=Bounds(minimum_percent=Fraction(-5), maximum_percent=Fraction(40)))
    book = workbook(prior_year=prior)
    pace = line_explained(book, rules, calculate(book, rules), "PACE").pace
    assert [(g.group, g.computed, g.lower, g.upper, g.new, g.difference) for g in pace] == [
        ("A", 75_001, 57_000, 84_000, 62_001, -13_000),
        ("B", 25_000, 38_000, 56_000, 38_000, 13_000),
    ]


def test_a_line_that_is_not_there_is_not_explained() -> None:
    with pytest.raises(KeyError):
        line_explained(workbook(), policy(), calculate(workbook(), policy()), "NONE")
