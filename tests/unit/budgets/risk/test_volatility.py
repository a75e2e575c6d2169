"""Chance by size: the published points, the line between and beyond them, bands in pence."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.risk.rules.volatility import (
    PUBLISHED,
    Reach,
    band_for,
    bands_of,
    finding_on_changes,
    is_within_chance,
    reach_of,
    variation_percent,
    volatility_notes,
)
from core.money import decimals
from tests.builders_reading import the_calculation

PEOPLE = st.integers(min_value=1, max_value=100_000_000)


@pytest.mark.parametrize(("people", "percent"), [(9_000, "7.49"), (24_000, "4.98"), (179_400, "1.80")])
def test_the_three_published_points_come_out_exactly(people: int, percent: str) -> None:
    assert variation_percent(people) == Fraction(percent)


@pytest.mark.parametrize(
    ("people", "percent"),
    # by hand, with 1/√9000 = 0.01054093, 1/√24000 = 0.00645497, 1/√179400 = 0.00236096:
    # 12,000: 1/√ = 0.00912871; 4.98 + 2.51 × (0.00912871 − 0.00645497) / 0.00408595 = 6.6225
    # 60,000: 1/√ = 0.00408248; 1.80 + 3.18 × (0.00408248 − 0.00236096) / 0.00409402 = 3.1372
    # 4,000: 1/√ = 0.01581139; 4.98 + 2.51 × (0.01581139 − 0.00645497) / 0.00408595 = 10.7276
    # 400,000: 1/√ = 0.00158114; 1.80 + 3.18 × (0.00158114 − 0.00236096) / 0.00409402 = 1.1943
    [(12_000, "6.62"), (60_000, "3.14"), (4_000, "10.73"), (400_000, "1.19")],
)
def test_between_and_beyond_the_points_it_is_read_off_a_line_over_the_inverse_root(people: int, percent: str) -> None:
    assert decimals(variation_percent(people), 2) == percent


@given(PEOPLE, PEOPLE)
def test_it_falls_the_more_people_there_are(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    if fewer < more:
        assert variation_percent(fewer) > variation_percent(more) > 0


@given(st.integers(min_value=10**9, max_value=10**40))
def test_it_never_falls_below_nothing(people: int) -> None:
    assert variation_percent(people) == 0


@given(st.fractions(min_value=Fraction(1, 100), max_value=10**7), PEOPLE)
def test_parts_of_people_count_too(people: Fraction, whole: int) -> None:
    assert variation_percent(people) >= 0
    assert variation_percent(Fraction(whole)) == variation_percent(whole)


@pytest.mark.parametrize("people", [0, -1])
def test_nobody_has_no_variation(people: int) -> None:
    with pytest.raises(ValueError, match=r"^chance variation needs people$"):
        variation_percent(people)
    assert band_for(people, 100) is None


@given(PEOPLE, st.integers(min_value=-(10**12), max_value=10**12))
@settings(deadline=None)
def test_a_band_is_each_part_of_the_gross_figure_rounded_once(people: int, gross: int) -> None:
    band = band_for(people, gross)
    assert band is not None
    exact = abs(gross) * variation_percent(people) / 100
    assert abs(band.usual - exact) <= Fraction(1, 2)
    assert abs(band.wide - exact * Fraction("1.96")) <= Fraction(1, 2)


def test_a_practice_alone_is_not_judged_like_a_large_group() -> None:
    bands = bands_of(the_calculation())
    assert {code: decimals(band.percent, 2) for code, band in bands.items()} == {
        "DAC": "1.80",
        "WAT": "1.87",
        "STA": "1.86",
        "HER": "1.91",
        "RED": "5.45",
    }
    small, large = band_for(6_000, 1_000_000_00), band_for(170_000, 1_000_000_00)
    assert small is not None
    assert large is not None
    assert small.usual > 4 * large.usual


def test_where_it_was_measured_is_told() -> None:
    assert [reach_of(people) for people, _ in PUBLISHED] == [Reach.MEASURED] * 3
    assert (reach_of(8_999), reach_of(179_401)) == (Reach.SMALLER, Reach.LARGER)


def test_a_note_for_each_group_says_that_it_is_indicative() -> None:
    notes = volatility_notes(the_calculation())
    assert notes["RED"] == "±5.4% by chance alone in two years of three (indicative)"
    assert set(notes) == {"DAC", "WAT", "STA", "HER", "RED"}


def test_a_change_at_the_edge_of_the_band_lies_within_it() -> None:
    band = band_for(24_000, 100)
    edge = Fraction("4.98") * Fraction("1.96")
    assert is_within_chance(edge, band)
    assert is_within_chance(-edge, band)
    assert is_within_chance(edge + Fraction(1, 10**9), band) is False
    assert is_within_chance(Fraction(1), None) is None


@pytest.mark.parametrize(
    ("within", "finding"),
    [
        ([], "No group’s change can be compared with chance."),
        ([("A", None)], "No group’s change can be compared with chance."),
        ([("A", True)], "The change of A lies within what chance alone would bring."),
        ([("A", False)], "The change of A is larger than what chance alone would bring."),
        ([("A", True), ("B", True)], "All 2 groups’ changes lie within what chance alone would bring."),
        ([("A", False), ("B", False)], "All 2 groups’ changes are larger than chance alone would bring."),
        (
            [("A", True), ("B", False), ("C", False), ("D", None)],
            (
                "1 of 3 groups’ changes lies within what chance alone would bring; those of B and C are larger. "
                "D cannot be compared."
            ),
        ),
        (
            [("A", True), ("B", True), ("C", True), ("D", False), ("E", False)],
            "3 of 5 groups’ changes lie within what chance alone would bring; those of D and E are larger.",
        ),
    ],
)
def test_the_finding_says_how_many_changes_chance_may_explain(
    within: list[tuple[str, bool | None]], finding: str
) -> None:
    assert finding_on_changes(within) == finding
