"""What a line would give by other methods: its total stays, its own method gives what was calculated."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.method.calculation import calculate
from budgets.method.methods import method_from
from budgets.method.what_if import Candidate, line_by_methods, method_for
from budgets.method.workbook import CurrencyWeight, FixedShare
from tests.builders_reading import the_calculation, the_example
from tests.unit.budgets.small_workbook import activity, cost_centre, mapped, policy, service, workbook

ROWS = [
    ("NUR", "X1", "2007-04", "contact", 30),
    ("NUR", "X3", "2007-05", "contact", 10),
    ("NUR", "X1", "2007-04", "referral", 1),
    ("NUR", "X3", "2007-05", "referral", 3),
]


def tried(**more: object) -> dict[str, tuple[dict[str, int], str, str | None]]:
    """By method and currency: what each group gets, the method used, and why another than asked for."""
    found = line_by_methods(workbook(**more), policy(), "NUR")
    return {
        " ".join((str(each.candidate.method), *each.candidate.currencies)): (
            dict(each.gross),
            each.used,
            each.fallback_reason,
        )
        for each in found
    }


def test_every_method_the_inputs_know_something_of_is_tried() -> None:
    found = tried(
        activity=activity(ROWS),
        cost_centres=(cost_centre(100_001),),
        cost_centre_map=mapped("C-NUR", A="20", B="80"),
        fixed_shares=(
            FixedShare(service="NUR", group="A", percent=Fraction(10)),
            FixedShare(service="NUR", group="B", percent=Fraction(90)),
        ),
    )
    assert {name: gross for name, (gross, _, _) in found.items()} == {
        "capitation": {"A": 75_001, "B": 25_000},
        "capitation/registered": {"A": 75_001, "B": 25_000},
        "activity": {"A": 70_455, "B": 29_546},
        "activity contact": {"A": 75_001, "B": 25_000},
        "activity referral": {"A": 25_000, "B": 75_001},
        "cost_centre": {"A": 20_000, "B": 80_001},
        "fixed": {"A": 10_000, "B": 90_001},
        "equal": {"A": 50_001, "B": 50_000},
    }


def test_cost_centres_and_fixed_shares_are_left_out_where_nothing_is_mapped_or_agreed() -> None:
    assert list(tried()) == ["capitation", "capitation/registered", "activity", "equal"]


def test_a_method_without_its_driver_falls_back_and_says_why() -> None:
    gross, used, reason = tried()["activity"]
    assert (gross, used, reason) == ({"A": 75_001, "B": 25_000}, "capitation", "0 months of activity, 2 needed")


def test_one_currency_is_not_tried_twice() -> None:
    found = line_by_methods(workbook(activity=activity(ROWS[:2])), policy(), "NUR")
    assert [(str(t.candidate.method), t.candidate.currencies, t.counted) for t in found if t.counted] == [
        ("activity", (), ("contact",))
    ]


def test_a_currency_the_line_does_not_count_is_tried_beside_the_one_it_counts() -> None:
    book = workbook(services=(service(currencies=("contact",)),), activity=activity(ROWS))
    found = line_by_methods(book, policy(), "NUR")
    assert [t.counted for t in found if t.counted] == [("contact",), ("contact",), ("referral",)]


def test_currency_weights_count_as_in_a_calculation() -> None:
    heavy = (CurrencyWeight(service="NUR", currency="referral", weight=Fraction(10)),)
    assert tried(activity=activity(ROWS), currency_weights=heavy)["activity"][0] == {"A": 50_001, "B": 50_000}


def test_a_line_that_no_method_splits_gives_nothing() -> None:
    assert line_by_methods(workbook(), policy(), "PACE") == ()


@pytest.mark.parametrize("line", [line.code for line in the_calculation().lines])
def test_the_methods_of_the_example_keep_its_totals_and_give_what_was_calculated(line: str) -> None:
    book, rules = the_example()
    calculated = next(each for each in the_calculation().lines if each.code == line)
    for each in line_by_methods(book, rules, line):
        assert sum(each.gross.values()) == calculated.total, each
    asked = "capitation" if calculated.method in ("pooled", "reserve") else calculated.method
    own = line_by_methods(book, rules, line, [Candidate(method=method_from(asked))])[0]
    if calculated.shared:
        assert (own.gross, own.used) == (calculated.gross, calculated.method_used)


@given(
    amount=st.integers(min_value=-(10**9), max_value=10**9),
    quantities=st.lists(st.integers(min_value=0, max_value=10**6), min_size=4, max_size=4),
    method=st.sampled_from(["capitation", "activity", "equal", "activity:60+capitation:40", "direct:B"]),
)
def test_trying_a_method_is_calculating_with_it(amount: int, quantities: list[int], method: str) -> None:
    """To the penny, whatever the amounts and quantities, for the line's own currencies."""
    rows = [(*row[:4], quantity) for row, quantity in zip(ROWS, quantities, strict=True)]
    book = workbook(cost_centres=(cost_centre(amount),), activity=activity(rows))
    found = line_by_methods(book, policy(), "NUR", [Candidate(method=method_from(method))])[0]
    line = calculate(replace(book, services=(service(method=method),)), policy()).lines[0]
    assert (found.gross, found.used, found.fallback_reason) == (line.gross, line.method_used, line.fallback_reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by contacts", "a method: capitation, capitation/column"),
        ("pooled", "a method that gives each group a share: a pooled line is kept whole"),
        ("capitation/need", "a population column of populations.csv: registered, weighted"),
        ("direct:NOBODY", "direct: and the code of a group that stands in groups.csv"),
        ("activity:60+capitation:30", "the percentages of a blend to add up to exactly 100"),
    ],
)
def test_a_claimed_method_that_cannot_be_used_says_what_was_expected(text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=f"^{expected}"):
        method_for(text, workbook())


def test_a_claimed_method_may_be_a_blend() -> None:
    assert str(method_for(" activity:60+capitation/registered:40 ", workbook())) == (
        "activity:60+capitation/registered:40"
    )
