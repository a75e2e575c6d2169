"""Largest remainder: the parts of an amount add up to it, to the penny."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.apportion import Dealer, apportion, deal, deal_in_order, odd_pennies

weights = st.dictionaries(
    st.text("ABCDEF", min_size=1, max_size=2), st.fractions(min_value=-1, max_value=1000), max_size=7
)


def _slowly(total: int, of: dict[str, Fraction]) -> dict[str, int]:
    """The rule word by word, in exact fractions."""
    positive = {code: weight for code, weight in of.items() if weight > 0}
    exact = {code: abs(total) * weight / sum(positive.values()) for code, weight in positive.items()}
    shares = {code: int(share) for code, share in exact.items()}
    queue = sorted(positive, key=lambda code: (-(exact[code] - shares[code]), -positive[code], code))
    for code in queue[: abs(total) - sum(shares.values())]:
        shares[code] += 1
    return {code: (-1 if total < 0 else 1) * shares.get(code, 0) for code in of}


@given(st.integers(-(10**12), 10**12), weights)
def test_an_amount_is_dealt_out_as_the_rule_says(total: int, of: dict[str, Fraction]) -> None:
    if total and not any(weight > 0 for weight in of.values()):
        with pytest.raises(ValueError, match="nobody has a weight"):
            apportion(total, of)
        return
    parts = apportion(total, of)
    assert sum(parts.values()) == total
    assert all(parts[code] == 0 for code, weight in of.items() if weight <= 0)
    if total:
        assert parts == _slowly(total, of)
    assert sum(odd_pennies(total, of).values()) == total - sum(
        parts[code] - penny for code, penny in odd_pennies(total, of).items()
    )


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_a_dealer_deals_every_amount_as_one_deal_does(total: int, of: list[int]) -> None:
    codes = [f"G{place}" for place in range(len(of))]
    if total and not any(of):
        return
    dealer = Dealer(of, codes)
    assert dealer.deal(total) == dealer.deal(total) == deal(total, of, codes) == [-part for part in dealer.deal(-total)]
    assert sum(deal_in_order(total, of)) == total


@pytest.mark.parametrize("total", [10_000_000, 100_055])
def test_a_year_over_twelve_months_adds_up_and_no_month_takes_all_odd_pennies(total: int) -> None:
    """TRAPS 2 and 4."""
    months = {f"2008-{month:02d}": 1 for month in range(1, 13)}
    parts = apportion(total, months)
    assert sum(parts.values()) == total
    assert max(parts.values()) - min(parts.values()) <= 1
    listed = [month for month, penny in odd_pennies(total, months).items() if penny]
    assert listed == list(months)[: total % 12]


def test_ninety_eight_and_two_percent_of_an_odd_amount_add_up() -> None:
    """TRAPS 3."""
    assert apportion(18_225, {"A": 98, "B": 2}) == {"A": 17_861, "B": 364}
    assert apportion(18_225, {"A": Fraction(98, 100), "B": Fraction(2, 100)}) == {"A": 17_861, "B": 364}


def test_equal_remainders_go_to_the_larger_weight_then_to_the_smaller_code() -> None:
    assert apportion(2, {"B": 1, "A": 3}) == {"B": 0, "A": 2}
    assert apportion(1, {"B": 1, "A": 1}) == {"B": 0, "A": 1}
    assert apportion(1, {"10": 1, "9": 1}) == {"10": 1, "9": 0}
