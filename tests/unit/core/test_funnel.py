"""Funnel limits: against the Poisson distribution summed up in fractions; their shape, dispersion, noughts."""

from fractions import Fraction
from math import factorial
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.funnel import LEVELS, Dispersion, Standing, events_at, funnel, limits_at

E: Final = sum((Fraction(1, factorial(n)) for n in range(60)), Fraction(0))
"""Euler's number to more digits than are asked for."""

UNITS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20_000)), max_size=25)


def by_definition(expected: int, level: Fraction) -> Fraction:
    """The interpolated number of events, from the definition, summed from nought up in exact fractions."""
    reached, number, single = Fraction(0), 0, 1 / E**expected
    while True:
        reached += single
        if reached >= level:
            return max(number - (reached - level) / single, Fraction(0))
        number += 1
        single = single * expected / number


@pytest.mark.parametrize("expected", [1, 2, 3, 10, 47])
def test_the_limits_are_those_of_the_definition_to_fifteen_digits(expected: int) -> None:
    for found, level in zip(events_at(Fraction(expected)), LEVELS, strict=True):
        assert abs(found - by_definition(expected, level)) < Fraction(1, 10**15)


def test_many_events_go_over_into_the_normal_distribution_without_a_step() -> None:
    for before, after in zip(events_at(Fraction(100_000)), events_at(Fraction(100_001)), strict=True):
        assert abs(after - before) < 3


@settings(max_examples=50, deadline=None)
@given(st.fractions(min_value=Fraction(1, 100), max_value=3000, max_denominator=1000))
def test_limits_lie_in_order_around_what_is_expected(expected: Fraction) -> None:
    low, lower, upper, high = events_at(expected)
    assert 0 <= low <= lower <= upper <= high
    assert lower <= expected
    assert high - low < 2 * expected + 12


@settings(max_examples=30, deadline=None)
@given(st.integers(500, 20_000), st.integers(2, 5))
def test_a_larger_population_has_narrower_limits(population: int, times: int) -> None:
    small, large = (limits_at(size, Fraction(20)) for size in (population, population * times))
    assert large.high - large.low < small.high - small.low
    assert large.upper - large.lower < small.upper - small.lower


@settings(max_examples=50, deadline=None)
@given(UNITS)
def test_each_unit_stands_where_its_rate_lies_and_the_rate_of_all_is_that_of_the_sums(
    units: list[tuple[int, int]],
) -> None:
    compared = funnel([count for count, _ in units], [size for _, size in units])
    counted = [(count, size) for count, size in units if size]
    size = sum(size for _, size in counted)
    assert compared.rate == (Fraction(sum(count for count, _ in counted) * 1000, size) if size else None)
    for (count, population), unit in zip(units, compared.units, strict=True):
        if not population:
            assert (unit.rate, unit.limits, unit.standing) == (None, None, Standing.NO_RATE)
            continue
        assert unit.rate == Fraction(count * 1000, population)
        assert unit.limits is not None
        assert (unit.standing is Standing.FAR_ABOVE) == (unit.rate > unit.limits.high)
        assert (unit.standing in (Standing.BELOW, Standing.FAR_BELOW)) == (unit.rate < unit.limits.lower)


def test_another_base_scales_rates_and_limits_and_moves_nobody() -> None:
    counts, sizes = [12, 40, 33], [1000, 2000, 2500]
    per_1000, per_100 = funnel(counts, sizes), funnel(counts, sizes, per=100)
    assert [unit.standing for unit in per_1000.units] == [unit.standing for unit in per_100.units]
    assert per_1000.rate == 10 * (per_100.rate or 0)
    for thousand, hundred in zip(per_1000.units, per_100.units, strict=True):
        assert thousand.limits is not None
        assert hundred.limits is not None
        assert abs(thousand.limits.high - 10 * hundred.limits.high) < Fraction(1, 10**20)


def test_says_how_far_units_scatter() -> None:
    sizes = [1000] * 20
    assert funnel([50] * 20, sizes).dispersion is Dispersion.UNDER
    assert funnel([44, 56, 50, 42, 58, 43, 57, 50, 41, 59] * 2, sizes).dispersion is Dispersion.AS_CHANCE
    assert funnel([10, 90] * 10, sizes).dispersion is Dispersion.OVER
    assert funnel([10, 90], [1000, 1000]).dispersion is Dispersion.NOT_JUDGED


def test_two_far_off_do_not_make_all_look_scattered() -> None:
    as_chance = [44, 56, 50, 42, 58, 43, 57, 50, 41, 59] * 2
    compared = funnel([*as_chance[:-2], 0, 200], [1000] * 20)
    assert compared.index is not None
    assert compared.winsorised_index is not None
    assert compared.index > 10
    assert compared.winsorised_index < 2
    assert compared.dispersion is Dispersion.AS_CHANCE


def test_nothing_to_compare_has_no_rate_and_no_events_no_width() -> None:
    assert funnel([], []).rate is None
    assert funnel([3], [0]).rate is None
    none = funnel([0, 0], [100, 200])
    assert none.rate == 0
    assert {unit.standing for unit in none.units} == {Standing.WITHIN}


@pytest.mark.parametrize(
    ("counts", "sizes", "words"),
    [([1], [], "as many populations as counts"), ([-1], [5], "0 or more"), ([1], [-5], "0 or more")],
)
def test_refuses_what_cannot_be_compared(counts: list[int], sizes: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        funnel(counts, sizes)
