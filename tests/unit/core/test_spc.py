"""Process charts: properties of limits and labels, gaps, baselines, rebases, assurance, and what is refused."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from core.spc import Assurance, Chart, Improvement, Meaning, Value, xmr
from core.spc_limits import SCREENED_FROM, Rebase, average_range
from core.spc_signals import Label

EXACT = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
FIGURES = st.lists(st.one_of(st.none(), EXACT, EXACT, EXACT), max_size=40)
SOME_FIGURES = st.lists(st.integers(0, 12).map(Fraction), min_size=2, max_size=40)
STEADY: list[Value | None] = [11, 9] * 6
JUMP: list[Value | None] = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]


def lower(values: Sequence[Value | None], **options: Any) -> Chart:
    return xmr(values, improvement=Improvement.LOWER, **options)


def labels(chart: Chart) -> list[tuple[Label, Any]]:
    return [(point.label, point.side) for point in chart.points]


@settings(deadline=None)
@given(FIGURES, EXACT, st.booleans())
def test_adding_a_constant_moves_mean_and_limits_by_it_and_changes_no_label(
    values: list[Fraction | None], constant: Fraction, screen: bool
) -> None:
    before = lower(values, screen=screen)
    after = lower([None if value is None else value + constant for value in values], screen=screen)
    assert labels(before) == labels(after)
    assert before.latest.average_moving_range == after.latest.average_moving_range
    for name in ("mean", "upper_limit", "lower_limit", "upper_near_limit", "lower_near_limit"):
        was = getattr(before.latest, name)
        assert getattr(after.latest, name) == (None if was is None else was + constant)


@settings(deadline=None)
@given(FIGURES, st.fractions(min_value=Fraction(1, 50), max_value=50), st.booleans())
def test_scaling_scales_mean_ranges_and_limits_and_changes_no_label(
    values: list[Fraction | None], factor: Fraction, screen: bool
) -> None:
    before = lower(values, screen=screen)
    after = lower([None if value is None else value * factor for value in values], screen=screen)
    assert labels(before) == labels(after)
    for name in ("mean", "average_moving_range", "upper_limit", "lower_limit"):
        was = getattr(before.latest, name)
        assert getattr(after.latest, name) == (None if was is None else was * factor)


@settings(deadline=None)
@given(SOME_FIGURES)
def test_turning_the_direction_swaps_improvement_and_concern_and_nothing_else(values: list[Fraction]) -> None:
    down, up = lower(values), xmr(values, improvement=Improvement.HIGHER)
    swapped = {Meaning.IMPROVEMENT: Meaning.CONCERN, Meaning.CONCERN: Meaning.IMPROVEMENT}
    assert labels(down) == labels(up)
    assert [swapped.get(p.meaning, p.meaning) for p in down.points] == [p.meaning for p in up.points]
    assert down.stretches == up.stretches


@settings(deadline=None)
@given(SOME_FIGURES)
def test_the_mirrored_figures_with_the_mirrored_direction_mean_the_same(values: list[Fraction]) -> None:
    mirrored = xmr([-value for value in values], improvement=Improvement.HIGHER)
    assert [(p.label, p.meaning) for p in mirrored.points] == [(p.label, p.meaning) for p in lower(values).points]
    assert mirrored.latest.upper_limit == -cast("Fraction", lower(values).latest.lower_limit)


@settings(deadline=None)
@given(SOME_FIGURES)
def test_going_backwards_keeps_mean_limits_and_what_lies_outside(values: list[Fraction]) -> None:
    there, back = lower(values), lower(values[::-1])
    assert (there.latest.mean, there.latest.upper_limit) == (back.latest.mean, back.latest.upper_limit)
    outside = [point.label is Label.OUTSIDE for point in there.points]
    assert outside == [point.label is Label.OUTSIDE for point in back.points][::-1]


@settings(deadline=None)
@given(SOME_FIGURES, st.randoms())
def test_the_mean_knows_no_order(values: list[Fraction], random: Any) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)
    assert lower(values).latest.mean == lower(shuffled).latest.mean


@settings(deadline=None)
@given(EXACT, st.integers(2, 30), st.booleans())
def test_a_constant_series_has_limits_of_no_width_and_no_signal(value: Fraction, count: int, screen: bool) -> None:
    chart = lower([value] * count, screen=screen)
    assert chart.latest.mean == chart.latest.lower_limit == chart.latest.upper_limit == value
    assert {point.label for point in chart.points} == {Label.COMMON_CAUSE}


@settings(deadline=None)
@given(SOME_FIGURES)
def test_screening_never_widens_limits_and_never_moves_the_mean(values: list[Fraction]) -> None:
    plain, screened = lower(values).latest, lower(values, screen=True).latest
    assert plain.mean == screened.mean
    assert plain.average_moving_range is not None
    assert screened.average_moving_range is not None
    assert screened.average_moving_range <= plain.average_moving_range


def test_a_range_of_exactly_the_screening_limit_is_left_out_and_only_once() -> None:
    ranges = [Fraction(0)] * 2267 + [Fraction(1)] * 1000
    assert average_range(ranges, screen=True) == Fraction(0)
    assert SCREENED_FROM * Fraction(1000, 3267) == 1
    twice = [Fraction(1)] * 20 + [Fraction(10)] + [Fraction(1000)]
    assert average_range(twice, screen=True) == Fraction(30, 21)


@settings(deadline=None)
@given(FIGURES)
def test_every_figure_has_one_label_and_a_gap_has_none(values: list[Fraction | None]) -> None:
    chart = lower(values)
    assert [point.value for point in chart.points] == values
    assert [point.label is Label.NO_FIGURE for point in chart.points] == [value is None for value in values]
    assert [point.side is None for point in chart.points] == [
        point.label in (Label.NO_FIGURE, Label.COMMON_CAUSE) for point in chart.points
    ]


def test_a_gap_makes_no_moving_range_but_hides_no_run() -> None:
    chart = lower([*STEADY, 12, 12, None, 12, 12, 12, None, 12, 12], baseline_points=12)
    assert [point.moving_range for point in chart.points[12:16]] == [3, 0, None, None]
    assert [point.label.value for point in chart.points[12:]] == [
        "shift", "shift", "no figure", "shift", "shift", "shift", "no figure", "shift", "shift",
    ]  # fmt: skip


def test_without_two_figures_in_a_row_there_is_a_mean_and_no_limit() -> None:
    chart = lower([4, None, 6], target=5)
    assert (chart.latest.mean, chart.latest.upper_limit, chart.assurance) == (Fraction(5), None, None)
    assert (lower([]).latest.mean, lower([]).variation, lower([None]).variation) == (
        None,
        Meaning.NO_FIGURE,
        Meaning.NO_FIGURE,
    )


def test_a_baseline_fixes_the_limits_for_what_follows_and_counts_figures_not_gaps() -> None:
    chart = lower([None, *STEADY, 100, 100], baseline_points=12)
    assert (chart.latest.mean, chart.latest.average_moving_range, chart.latest.counted) == (
        Fraction(10),
        Fraction(2),
        12,
    )
    assert [point.label for point in chart.points[-2:]] == [Label.OUTSIDE, Label.OUTSIDE]


def test_six_in_a_row_are_no_shift_and_six_rising_no_trend() -> None:
    assert {p.label for p in lower([*STEADY, *[12] * 6], baseline_points=12).points} == {Label.COMMON_CAUSE}
    rising: list[Value | None] = [5, 5, 1, 2, 3, 4, 5, 6, 6]
    assert Label.TREND not in {point.label for point in lower(rising).points}


def test_two_figures_alike_end_a_trend() -> None:
    broken: list[Value | None] = [1, 2, 3, 4, 4, 5, 6, 7]
    assert Label.TREND not in {point.label for point in lower(broken).points}
    assert Label.TREND in {point.label for point in lower([1, 2, 3, 4, 5, 6, 7]).points}


def test_fewer_than_twelve_figures_make_trial_limits() -> None:
    assert lower([*STEADY[:11]]).is_trial
    assert not lower(STEADY).is_trial
    assert lower([*STEADY[:11], None]).is_trial


@pytest.mark.parametrize(
    ("target", "improvement", "expected"),
    [
        (16, Improvement.LOWER, Assurance.PASSES),
        (4, Improvement.LOWER, Assurance.FAILS),
        (10, Improvement.LOWER, Assurance.HIT_AND_MISS),
        (4, Improvement.HIGHER, Assurance.PASSES),
        (16, Improvement.HIGHER, Assurance.FAILS),
        (10, Improvement.HIGHER, Assurance.HIT_AND_MISS),
        (Decimal("15.32"), Improvement.LOWER, Assurance.PASSES),
        (Decimal("15.32"), Improvement.HIGHER, Assurance.HIT_AND_MISS),
        (10, Improvement.NEITHER, None),
        (None, Improvement.LOWER, None),
    ],
)
def test_judges_the_target_by_the_limits_that_hold_now(
    target: Value | None, improvement: Improvement, expected: Assurance | None
) -> None:
    moved = Rebase(at=12, on=date(2008, 4, 1), reason="A second clinic opened.")
    values: list[Value | None] = [*[50, 52] * 6, *STEADY]
    assert xmr(values, improvement=improvement, target=target, rebase_at=[moved]).assurance is expected


def test_rebasing_begins_limits_runs_and_ranges_anew() -> None:
    moved = Rebase(at=12, on=date(2008, 4, 1), reason="A second clinic opened.")
    chart = lower([*STEADY, 20, 22, 20, 22], rebase_at=[moved])
    first, second = chart.stretches
    assert (first.mean, second.mean, second.rebase) == (Fraction(10), Fraction(21), moved)
    assert (first.first, first.end, second.first, second.end) == (0, 12, 12, 16)
    assert chart.points[12].moving_range is None
    assert {point.label for point in chart.points} == {Label.COMMON_CAUSE}
    assert (first.is_trial, second.is_trial) == (False, True)


def test_the_order_in_which_rebases_are_named_does_not_matter() -> None:
    a = Rebase(at=4, on=date(2008, 4, 1), reason="A")
    b = Rebase(at=8, on=date(2008, 8, 1), reason="B")
    assert lower(STEADY, rebase_at=[a, b]) == lower(STEADY, rebase_at=[b, a])


@pytest.mark.parametrize(
    ("rebases", "sentence"),
    [
        ([(3, date(2008, 4, 1), "  ")], "Limits are rebased for a reason. Say why they begin anew."),
        (
            [(0, date(2008, 4, 1), "A")],
            "Limits are rebased between the first and the last of 12 points. Choose one of them.",
        ),
        (
            [(12, date(2008, 4, 1), "A")],
            "Limits are rebased between the first and the last of 12 points. Choose one of them.",
        ),
        (
            [(3, date(2008, 4, 1), "A"), (3, date(2008, 5, 1), "B")],
            "Limits are rebased once at a point. Two rebases name the same point: keep one of them.",
        ),
        (
            [(3, date(2008, 5, 1), "A"), (4, date(2008, 4, 1), "B")],
            "The dates of rebases follow each other as their points do. Correct one of the dates.",
        ),
    ],
)
def test_refuses_a_rebase_that_is_out_of_place(rebases: list[tuple[int, date, str]], sentence: str) -> None:
    listed = [Rebase(at=at, on=on, reason=reason) for at, on, reason in rebases]
    with pytest.raises(Refusal) as refused:
        lower(STEADY, rebase_at=listed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("better", list(Improvement))
def test_which_way_is_better_may_be_said_by_its_value(better: Improvement) -> None:
    told: Any = better.value
    assert xmr(JUMP, improvement=told, target=3) == xmr(JUMP, improvement=better, target=3)


def test_refuses_a_way_there_is_not() -> None:
    unknown: Any = "upwards"
    with pytest.raises(ValueError, match="upwards"):
        xmr(JUMP, improvement=unknown)


def test_refuses_a_baseline_of_one_point_and_a_floating_point_number() -> None:
    with pytest.raises(Refusal, match="A baseline needs at least two points"):
        lower(STEADY, baseline_points=1)
    with pytest.raises(TypeError, match="not a float"):
        lower(cast("list[Value | None]", [1, 2.5]))
