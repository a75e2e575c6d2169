"""The incentive and setting aside: exact, adding up, refusing floats."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.money import as_pence
from les.payments.rules import incentive_instalments, incentive_payment, split_with_set_aside
from les.payments.rules.incentive import Instalment

POUNDS = st.integers(-(10**9), 10**9).map(lambda pence: Decimal(pence).scaleb(-2))
RATES = st.integers(0, 30000).map(lambda tenths: Decimal(tenths).scaleb(-3))


@given(amount=POUNDS, percent=st.integers(0, 1000).map(lambda tenths: Decimal(tenths).scaleb(-1)))
def test_what_is_kept_and_what_is_paid_add_up(amount: Decimal, percent: Decimal) -> None:
    kept, paid = split_with_set_aside(amount, percent)
    assert kept + paid == amount
    assert abs(as_pence(kept) * 1000 - as_pence(amount) * int(percent * 10)) <= 500


@given(size=st.integers(0, 30000), rates=st.lists(RATES, min_size=1, max_size=4), freed=POUNDS)
def test_instalments_that_are_all_met_add_up_to_the_payment(size: int, rates: list[Decimal], freed: Decimal) -> None:
    instalments = [Instalment(name=str(rate), rate=rate, is_met=True) for rate in rates]
    due = incentive_instalments(list_size=size, instalments=instalments, freed_up=freed)
    whole = incentive_payment(list_size=size, rate=sum(rates, Decimal()), freed_up=freed, targets_met=True)
    assert sum(due, Decimal()) == whole
    assert all(each >= 0 for each in due)


@given(size=st.integers(0, 30000), rate=RATES, freed=POUNDS)
def test_nothing_is_paid_where_targets_are_not_met(size: int, rate: Decimal, freed: Decimal) -> None:
    assert incentive_payment(list_size=size, rate=rate, freed_up=freed, targets_met=False) == 0


def test_each_instalment_has_its_own_condition() -> None:
    missed = [
        Instalment(name="targets", rate=Decimal("0.64"), is_met=False),
        Instalment(name="support", rate=Decimal("0.31"), is_met=True),
    ]
    due = incentive_instalments(list_size=8000, instalments=missed, freed_up=Decimal(3000))
    assert due == [Decimal("0.00"), Decimal("2480.00")]


@pytest.mark.parametrize("place", ["amount", "percent"])
def test_refuses_floats(place: str) -> None:
    given_values: dict[str, Any] = {"amount": Decimal(1), "percent": 25, place: 0.5}
    with pytest.raises(TypeError, match="not float"):
        split_with_set_aside(**given_values)
    inexact: Any = 0.95
    with pytest.raises(TypeError, match="not float"):
        incentive_payment(list_size=1, rate=inexact, freed_up=Decimal(0), targets_met=True)


def test_refuses_what_cannot_be() -> None:
    with pytest.raises(Refusal, match=r"^What is set aside is a percentage from 0 to 100\.$"):
        split_with_set_aside(Decimal(1), 101)
    with pytest.raises(Refusal, match=r"^A list and a rate are not below nothing\.$"):
        incentive_payment(list_size=-1, rate=Decimal(1), freed_up=Decimal(0), targets_met=True)
