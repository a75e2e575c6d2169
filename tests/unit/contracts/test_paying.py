"""Payment under a contract: continuous, never falling, explained to the penny, refused where terms cannot be."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules import PaymentTerms, check_terms, explain_payment, instalments, payment
from contracts.agreements.rules.payment_terms import (
    Block,
    CostAndVolume,
    CostPerCase,
    PaymentBasis,
    Tariff,
    basis_of,
    terms_from,
    values_of,
)
from core.errors import Refusal
from core.money import as_pence

PENCE = st.integers(min_value=0, max_value=10**9)
UNITS = st.fractions(min_value=0, max_value=10**6, max_denominator=1000)
RATES = st.fractions(min_value=0, max_value=1, max_denominator=1000)
FACTORS = st.fractions(min_value=Fraction(1, 100), max_value=3, max_denominator=10_000)


@st.composite
def limits(draw: st.DrawFn) -> tuple[int | None, int | None]:
    low, more = draw(PENCE), draw(PENCE)
    return draw(st.sampled_from([None, low])), draw(st.sampled_from([None, low + more]))


@st.composite
def bands(draw: st.DrawFn, *, limited: bool = True) -> CostAndVolume:
    floor, cap = draw(limits()) if limited else (None, None)
    return CostAndVolume(
        price=draw(PENCE),
        plan=draw(st.fractions(min_value=Fraction(1, 100), max_value=10**6, max_denominator=100)),
        band_below=draw(st.fractions(min_value=0, max_value=100, max_denominator=100)),
        band_above=draw(st.fractions(min_value=0, max_value=200, max_denominator=100)),
        rate_below=draw(RATES),
        rate_above=draw(RATES),
        floor=floor,
        cap=cap,
    )


@st.composite
def any_terms(draw: st.DrawFn) -> PaymentTerms:
    basis = draw(st.sampled_from(PaymentBasis))
    floor, cap = draw(limits())
    if basis is PaymentBasis.BLOCK:
        return Block(amount=draw(PENCE))
    if basis is PaymentBasis.COST_PER_CASE:
        return CostPerCase(price=draw(PENCE), floor=floor, cap=cap)
    if basis is PaymentBasis.TARIFF:
        return Tariff(price=draw(PENCE), market_forces=draw(FACTORS), floor=floor, cap=cap)
    return draw(bands())


TERMS = CostAndVolume(
    price=5000,
    plan=10_000,
    band_below=Fraction(3),
    band_above=Fraction(3),
    rate_below=Fraction("0.3"),
    rate_above=Fraction("0.3"),
)


@given(terms=any_terms(), activity=UNITS, more=UNITS)
def test_more_activity_never_costs_less(terms: PaymentTerms, activity: Fraction, more: Fraction) -> None:
    assert payment(terms, activity) <= payment(terms, activity + more)


@given(terms=bands(), step=st.fractions(min_value=Fraction(1, 10**9), max_value=Fraction(1, 10**6)))
def test_the_payment_is_continuous_at_both_edges(terms: CostAndVolume, step: Fraction) -> None:
    """Within a step of the edge the payment moves by no more than the price of the step, and the rounding of two."""
    for edge in terms.edges:
        at_edge = as_pence(payment(terms, edge))
        for near in (edge + step, max(edge - step, Fraction(0))):
            assert abs(as_pence(payment(terms, near)) - at_edge) <= terms.price * step + 1


@given(terms=bands(limited=False), activity=UNITS)
def test_the_formula_of_the_contract_holds_everywhere(terms: CostAndVolume, activity: Fraction) -> None:
    low, high = terms.edges
    price = terms.price
    below = price * low - terms.rate_below * price * (low - activity)
    above = price * high + terms.rate_above * price * (activity - high)
    exact = below if activity < low else above if activity > high else price * activity
    assert abs(as_pence(payment(terms, activity)) - exact) <= Fraction(1, 2)


@given(terms=any_terms(), activity=UNITS)
def test_the_steps_add_up_to_the_payment(terms: PaymentTerms, activity: Fraction) -> None:
    explained = explain_payment(terms, activity)
    assert sum(step.amount for step in explained.steps) == explained.payment == as_pence(payment(terms, activity))
    for step in explained.steps:
        assert (step.quantity is None) == (step.rate is None)
        assert step.quantity is None or step.quantity * (step.rate or 0) == step.amount


@given(terms=bands(), activity=UNITS)
def test_floor_and_cap_hold(terms: CostAndVolume, activity: Fraction) -> None:
    paid = as_pence(payment(terms, activity))
    assert terms.floor is None or paid >= terms.floor
    assert terms.cap is None or paid <= terms.cap


@given(terms=any_terms())
def test_terms_come_back_from_their_text(terms: PaymentTerms) -> None:
    assert terms_from(json.loads(json.dumps(values_of(terms)))) == terms


@given(amount=PENCE, count=st.integers(min_value=1, max_value=36))
def test_instalments_add_up_and_differ_by_a_penny_at_most(amount: int, count: int) -> None:
    parts = instalments(amount, [f"{2008 + place // 12}-{place % 12 + 1:02d}" for place in range(count)])
    assert sum(parts.values()) == amount
    assert max(parts.values()) - min(parts.values()) <= 1
    assert list(parts.values()) == sorted(parts.values(), reverse=True)


def test_twelfths_leave_their_pennies_to_the_first_months() -> None:
    months = [f"2008-{month:02d}" for month in range(4, 13)] + ["2009-01", "2009-02", "2009-03"]
    parts = instalments(100_000_01, months)
    assert [parts[month] for month in ("2008-04", "2008-08", "2008-09", "2009-03")] == [833334, 833334, 833333, 833333]


def test_floor_and_cap_hold_before_the_rounding() -> None:
    assert payment(CostPerCase(price=1, floor=3), Fraction(12, 5)) == Decimal("0.03")
    assert payment(CostPerCase(price=1, cap=2), Fraction(5, 2)) == Decimal("0.02")
    assert payment(CostPerCase(price=1, floor=2, cap=2), 7) == Decimal("0.02")


def test_half_a_penny_is_rounded_away_from_nought_once() -> None:
    assert payment(CostPerCase(price=1), Fraction(5, 2)) == Decimal("0.03")
    assert payment(Tariff(price=1, market_forces=Fraction("1.4")), 1) == Decimal("0.01")


def test_what_stands_below_the_band_is_explained_in_words() -> None:
    steps = explain_payment(TERMS, 9_200).steps
    assert [(step.label, step.quantity, step.rate, step.amount) for step in steps] == [
        ("The band from 9,700 at the price", Fraction(9700), Fraction(5000), Fraction(48_500_000)),
        ("Below the band, taken off at 30% of the price", Fraction(-500), Fraction(1500), Fraction(-750_000)),
    ]


def test_a_rounded_payment_says_so() -> None:
    last = explain_payment(CostPerCase(price=1), Fraction(4, 3)).steps[-1]
    assert (last.label, last.amount) == ("Rounding to the penny", Fraction(-1, 3))


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (Block(amount=-1), "The block amount must be £0.00 or more, not -£0.01."),
        (CostPerCase(price=-500), "The price must be £0.00 or more, not -£5.00."),
        (
            CostPerCase(price=1, floor=101, cap=100),
            (
                "The floor of £1.01 is above the cap of £1.00: no payment could keep to both. "
                "Lower the floor or raise the cap."
            ),
        ),
        (CostPerCase(price=1, cap=-1), "The cap must be £0.00 or more, not -£0.01."),
        (
            CostAndVolume(price=1, plan=None, band_below=Fraction(3)),
            "A tolerance band is counted from the planned activity: enter the plan.",
        ),
        (CostAndVolume(price=1, plan=0), "Cost and volume needs a planned activity above 0, not 0."),
        (
            CostAndVolume(price=1, plan=1, band_below=Fraction(101)),
            "The tolerance below the plan is from 0% to 100% of it, not 101%.",
        ),
        (
            CostAndVolume(price=1, plan=1, band_above=Fraction(-1)),
            "The tolerance above the plan is 0% or more, not -1%.",
        ),
        (
            CostAndVolume(price=1, plan=1, rate_below=Fraction("1.5")),
            "The marginal rate below the band is from 0 to 1 (0.3 is 30% of the price), not 1.5.",
        ),
        (
            CostAndVolume(price=1, plan=1, rate_above=Fraction("-0.1")),
            "The marginal rate above the band is from 0 to 1 (0.3 is 30% of the price), not -0.1.",
        ),
        (
            Tariff(price=1, market_forces=Fraction(0)),
            "The market forces factor must be above 0 (1 changes nothing), not 0.",
        ),
    ],
)
def test_refuses_terms_that_cannot_be(terms: PaymentTerms, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_terms(terms)
    assert str(refused.value) == sentence
    with pytest.raises(Refusal):
        payment(terms, 1)


def test_refuses_activity_below_nought_and_a_float() -> None:
    halves: Any = 1.5
    with pytest.raises(Refusal, match=r"^Activity is 0 or more, not -1\.$"):
        payment(TERMS, -1)
    with pytest.raises(TypeError, match="whole or an exact number"):
        payment(TERMS, halves)


def test_refuses_a_block_without_a_month() -> None:
    with pytest.raises(Refusal, match="at least one month"):
        instalments(100, [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"basis": "barter"}, "a basis of payment: block, cost per case, cost and volume, tariff"),
        ({"basis": "block"}, "terms with exactly these parts: amount"),
        ({"basis": "block", "amount": "1.005"}, "an amount in pounds with at most two decimals"),
        ({"basis": "block", "amount": None}, "terms with a value for amount"),
        (
            {"basis": "tariff", "price": "1", "market_forces": "1e9", "floor": None, "cap": None},
            "an exact number such as 0.3 for market_forces",
        ),
    ],
)
def test_text_that_is_no_terms_is_told_what_was_expected(values: dict[str, str | None], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        terms_from(values)


def test_every_basis_has_its_terms() -> None:
    made: list[PaymentTerms] = [
        Block(amount=1),
        CostPerCase(price=1),
        TERMS,
        Tariff(price=1, market_forces=Fraction(1)),
    ]
    assert [basis_of(terms) for terms in made] == list(PaymentBasis)
