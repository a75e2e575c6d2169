"""How a budget holds, positions that add up, ages in bands and days to pay."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from les.payments.presented.ageing import days_finding, waits_finding
from les.payments.rules.ageing import BANDS, Took, Wait, band_of, by_band, days_to_pay, median
from les.payments.rules.spending import Position, Standing, added, left_of_all, standing_in_words

_PENCE = st.integers(-100_000, 5_000_000)
_MAYBE = st.none() | _PENCE
_POSITIONS = st.builds(
    Position,
    budget=st.none() | st.integers(1, 5_000_000),
    least=st.none() | st.integers(0, 1_000),
    committed=_PENCE,
    claimed=_PENCE,
    undecided=_PENCE,
    approved=_PENCE,
    spent=_PENCE,
    set_aside=_PENCE,
    forecast=_MAYBE,
)


@pytest.mark.parametrize(
    ("position", "standing", "words"),
    [
        (Position(budget=100, approved=101, committed=500), Standing.OVERSPENT, "Overspent by £0.01"),
        (Position(budget=100, committed=150, forecast=400), Standing.OVER_COMMITTED, "Over-committed by £0.50"),
        (Position(budget=100, forecast=400), Standing.WILL_EXCEED, "Forecast to exceed it by £3.00"),
        (Position(budget=100, least=90, forecast=40), Standing.BELOW_LEAST, "Forecast below its least by £0.50"),
        (Position(budget=100, least=90, forecast=90, approved=100), Standing.WITHIN, "Within budget"),
        (Position(approved=100), Standing.NO_BUDGET, "No budget"),
    ],
)
def test_how_a_budget_holds(position: Position, standing: Standing, words: str) -> None:
    assert position.standing is standing
    assert standing_in_words(position) == words


@given(st.lists(_POSITIONS))
def test_positions_add_up_and_a_missing_figure_stays_missing(positions: list[Position]) -> None:
    total = added(positions)
    for name in ("committed", "claimed", "undecided", "approved", "spent", "set_aside", "waiting"):
        assert getattr(total, name) == sum(getattr(each, name) for each in positions)
    with_budget = [each for each in positions if each.budget is not None]
    if not with_budget:
        assert (total.budget, left_of_all(positions)) == (None, None)
        return
    assert left_of_all(positions) == sum(each.left or 0 for each in with_budget)
    assert all(each.left == (each.budget or 0) - each.approved for each in with_budget)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 10_000))))
def test_every_wait_lies_in_one_band(told: list[tuple[int, int]]) -> None:
    waits = [Wait(scheme_id=1, practice_id=1, days=days, pence=pence, is_approved=False) for days, pence in told]
    found = by_band(waits)
    assert sum(count for count, _ in found) == len(waits)
    assert sum(pence for _, pence in found) == sum(pence for _, pence in told)
    for days, _ in told:
        first, last = BANDS[band_of(days)]
        assert first <= days <= (last if last is not None else days)


@given(st.lists(st.integers(0, 500), min_size=1))
def test_half_lie_on_either_side_of_the_median(days: list[int]) -> None:
    middle = median(days)
    assert 2 * sum(each < middle for each in days) <= len(days)
    assert 2 * sum(each > middle for each in days) <= len(days)


def _took(quarter: int, days: int, *, in_time: bool | None = None) -> Took:
    return Took(
        year="2008/09",
        quarter=quarter,
        scheme_id=1,
        practice_id=1,
        from_submission=days,
        from_approval=days - 5,
        in_time=in_time,
    )


def test_days_to_pay_are_told_by_quarter() -> None:
    found = days_to_pay([_took(2, 30), _took(1, 20, in_time=True), _took(1, 25, in_time=False), _took(1, 51)])
    assert [(each.quarter, each.claims, each.average, each.median, each.in_time) for each in found] == [
        (1, 3, Fraction(32), Fraction(25), Fraction(50)),
        (2, 1, Fraction(30), Fraction(30), None),
    ]
    assert days_finding(found) == (
        "Claims of 2008/09 Q2 were paid 30.0 working days after submission on average, "
        "2.0 working days sooner than those of 2008/09 Q1."
    )
    nearly = [replace(found[0], average=found[1].average + Fraction(1, 25)), found[1]]
    assert days_finding(nearly).endswith("on average, as long as those of 2008/09 Q1.")
    assert days_finding(found[:1]) == "Claims of 2008/09 Q1 were paid 32.0 working days after submission on average."
    assert days_finding([]) == "No claim is wholly paid yet."


def test_what_the_ages_say() -> None:
    young = Wait(scheme_id=1, practice_id=1, days=3, pence=100, is_approved=True)
    old = Wait(scheme_id=1, practice_id=2, days=61, pence=250, is_approved=False)
    assert waits_finding([]) == "Every claim is paid."
    assert waits_finding([young]) == ("1 claim is not wholly paid: £1.00, none of it older than 60 working days.")
    assert waits_finding([young, old]) == (
        "2 claims are not wholly paid: £3.50, £2.50 of it older than 60 working days."
    )
