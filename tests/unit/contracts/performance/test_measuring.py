"""What results come to and how they are judged: sums, missing periods, half-open bands, grey with its reason."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.activity.rules.months import Frequency, Period, month_after
from contracts.performance.rules.assessing import MarkFrom, assess, chart_of, check_rebase, periods_of
from contracts.performance.rules.definition import Definition, Step
from contracts.performance.rules.examples import plain_definition
from contracts.performance.rules.judging import band, judge, problem_in_counts
from contracts.performance.rules.kinds import Direction, Kind, Status, Unit
from contracts.performance.rules.measuring import Measured, Observed, figure_at, to_date
from contracts.performance.rules.movement import movement
from contracts.performance.rules.quality import Answer, Mark, check_mark
from contracts.performance.rules.targets import Target, target_at, target_of_one
from contracts.performance.rules.versions import Version
from core.errors import Refusal
from core.spc_limits import Rebase

NUMBER: dict[str, Any] = {"unit": Unit.NUMBER, "denominator": "", "minimum_denominator": 0}
figures = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
counts = st.integers(min_value=0, max_value=10_000)


def _with(**changes: Any) -> Definition:
    return replace(plain_definition(), **changes)


def _observed(**months: tuple[int, int] | int) -> dict[str, Observed]:
    """`m2008_04=(19, 20)` for a rate, `m2008_04=7` for a number."""
    return {
        name[1:].replace("_", "-"): Observed(Fraction(each), None)
        if isinstance(each, int)
        else Observed(Fraction(each[0]), Fraction(each[1]))
        for name, each in months.items()
    }


@pytest.mark.parametrize(
    ("value", "target", "status"),
    [
        ("95.0001", Target(low=Fraction(95)), Status.GREEN),
        ("95", Target(low=Fraction(95)), Status.GREEN),
        ("94.9999", Target(low=Fraction(95)), Status.AMBER),
        ("90", Target(low=Fraction(95)), Status.AMBER),
        ("89.9999", Target(low=Fraction(95)), Status.RED),
        ("4", Target(high=Fraction(4)), Status.GREEN),
        ("4.0001", Target(high=Fraction(4)), Status.AMBER),
        ("9", Target(high=Fraction(4)), Status.AMBER),
        ("9.0001", Target(high=Fraction(4)), Status.RED),
        ("10", Target(low=Fraction(10), high=Fraction(20)), Status.GREEN),
        ("20", Target(low=Fraction(10), high=Fraction(20)), Status.GREEN),
        ("9.9999", Target(low=Fraction(10), high=Fraction(20)), Status.AMBER),
        ("25.0001", Target(low=Fraction(10), high=Fraction(20)), Status.RED),
    ],
)
def test_bands_are_half_open_and_amber_lies_on_the_bad_side_only(value: str, target: Target, status: Status) -> None:
    assert band(Fraction(value), target, Fraction(5)) is status


@given(figures, figures, figures)
def test_lower_is_better_mirrors_higher_is_better(value: Fraction, target: Fraction, amber: Fraction) -> None:
    higher = band(value, Target(low=target), amber)
    assert higher is band(-value, Target(high=-target), amber)
    assert (higher is Status.GREEN) == (value >= target)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=12))
def test_year_to_date_of_a_rate_is_the_sum_over_the_sum_and_no_mean_of_rates(pairs: list[tuple[int, int]]) -> None:
    months = [month_after("2008-04", place) for place in range(len(pairs))]
    held = {month: Observed(Fraction(a), Fraction(b)) for month, (a, b) in zip(months, pairs, strict=True)}
    found = to_date(plain_definition(), held, Period(months[-1]))
    above, below = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    assert (found.numerator, found.denominator) == (Fraction(above), Fraction(below))
    assert found.value == (Fraction(100 * above, below) if below else None)


def test_year_to_date_begins_in_april_and_not_in_march() -> None:
    held = _observed(m2008_03=(1, 100), m2008_04=(9, 10), m2008_05=(19, 20))
    assert to_date(plain_definition(), held, Period("2008-05")).value == Fraction(2800, 30)
    assert to_date(plain_definition(), held, Period("2008-03")).missing == tuple(
        month_after("2007-04", place) for place in range(11)
    )


def test_a_missing_month_of_a_rate_is_left_out_of_the_year_and_named() -> None:
    found = to_date(plain_definition(), _observed(m2008_04=(9, 10), m2008_06=(8, 10)), Period("2008-06"))
    assert (found.value, found.missing, found.periods) == (Fraction(85), ("2008-05",), 3)


def test_a_missing_month_leaves_a_cumulative_count_without_a_figure_and_is_never_nought() -> None:
    count = _with(kind=Kind.CUMULATIVE, **NUMBER)
    held = _observed(m2008_04=5, m2008_06=7)
    assert figure_at(count, held, Period("2008-04")).value == 5
    found = figure_at(count, held, Period("2008-06"))
    assert (found.value, found.missing) == (None, ("2008-05",))
    assert figure_at(count, _observed(m2008_04=5, m2008_05=0, m2008_06=7), Period("2008-06")).value == 12


def test_rolling_twelve_months_add_up_twelve_and_want_all_of_them() -> None:
    rolling = _with(kind=Kind.ROLLING, **NUMBER)
    held = {month_after("2007-04", place): Observed(Fraction(place), None) for place in range(13)}
    assert figure_at(rolling, held, Period("2008-03")).value == 66
    assert figure_at(rolling, held, Period("2008-04")).value == 78
    assert figure_at(rolling, held, Period("2008-02")).missing == ("2007-03",)


def test_quarters_roll_over_four_of_them() -> None:
    rolling = _with(kind=Kind.ROLLING, frequency=Frequency.QUARTERLY, **NUMBER)
    held = _observed(m2007_04=1, m2007_07=2, m2007_10=3, m2008_01=4)
    assert figure_at(rolling, held, Period("2008-01", 3)).value == 10


def test_a_snapshot_takes_the_latest() -> None:
    snapshot = _with(kind=Kind.SNAPSHOT)
    held = _observed(m2008_04=(9, 10), m2008_05=(5, 10))
    assert to_date(snapshot, held, Period("2008-06")).value == 50


def test_the_target_of_a_count_is_phased() -> None:
    even = _with(kind=Kind.CUMULATIVE, target=Fraction(120), **NUMBER)
    by_hand = replace(even, phasing=(Fraction(50), *(Fraction(5),) * 10, Fraction(0)))
    assert target_at(even, Period("2008-06")) == Target(low=Fraction(30))
    assert target_at(by_hand, Period("2008-04")) == Target(low=Fraction(60))
    assert target_of_one(even, Period("2008-06")) == 10
    assert target_of_one(by_hand, Period("2008-06")) is None


def test_amber_of_a_count_grows_with_its_target() -> None:
    count = _with(kind=Kind.CUMULATIVE, target=Fraction(120), amber=Fraction(24), **NUMBER)
    for value, status in ((10, Status.GREEN), (8, Status.AMBER), (7, Status.RED)):
        assert (
            judge(count, Measured(numerator=Fraction(value), value=Fraction(value)), Period("2008-04")).status is status
        )


def test_a_count_that_begins_in_mid_year_is_held_to_what_is_phased_since() -> None:
    plain = _with(**NUMBER, kind=Kind.CUMULATIVE, target=Fraction(120), amber=Fraction(12))
    first = Version(id=1, number=1, from_month="2008-07", definition=plain)
    counts = _observed(m2008_07=10, m2008_08=9)
    july, august = assess([first], counts, [Period("2008-07"), Period("2008-08")])
    assert [str(each.judgement.target) for each in (july, august)] == ["at least 10", "at least 20"]
    assert [each.judgement.status for each in (july, august)] == [Status.GREEN, Status.AMBER]
    recounted = Version(id=2, number=2, from_month="2008-08", definition=replace(plain, numerator="Counted otherwise"))
    (again,) = assess([first, recounted], counts, [Period("2008-08")])
    assert (again.measured.value, str(again.judgement.target)) == (Fraction(9), "at least 10")
    tighter = Version(id=2, number=2, from_month="2008-08", definition=replace(plain, target=Fraction(240)))
    (on,) = assess([first, tighter], counts, [Period("2008-08")])
    assert (on.measured.value, str(on.judgement.target)) == (Fraction(19), "at least 40"), "counted alike, it goes on"


def test_a_count_from_before_april_is_held_to_the_whole_year() -> None:
    plain = _with(**NUMBER, kind=Kind.CUMULATIVE, target=Fraction(120))
    phased = replace(plain, phasing=(Fraction(40), Fraction(0), *[Fraction(6)] * 10))
    assert str(target_at(plain, Period("2008-04"), since="2006-01")) == "at least 10"
    assert str(target_at(plain, Period("2009-03"), since="2008-04")) == "at least 120"
    assert str(target_at(phased, Period("2008-06"), since="2008-05")) == "at least 7.2"


def test_a_trajectory_holds_from_its_month() -> None:
    steps = (Step(month="2008-10", target=Fraction(97)),)
    rising = _with(trajectory=steps)
    assert [target_at(rising, Period(month)) for month in ("2008-09", "2008-10")] == [
        Target(low=Fraction(95)),
        Target(low=Fraction(97)),
    ]


def _judged(definition: Definition, above: int | None, below: int | None) -> tuple[Status, str]:
    held = {} if above is None or below is None else {"2008-04": Observed(Fraction(above), Fraction(below))}
    period = Period("2008-04")
    found = judge(definition, figure_at(definition, held, period), period)
    return found.status, found.reason


@pytest.mark.parametrize(
    ("changes", "above", "below", "reason"),
    [
        ({}, None, None, "Missing: April 2008."),
        ({}, 8, 9, "Too small: a denominator of 9, below 10."),
        ({}, 0, 0, "The denominator is nought."),
        ({"target": None}, 19, 20, "There is no target."),
        ({"direction": Direction.NONE, "target": None}, 19, 20, "For information: neither way is better."),
        ({"baseline_until": "2008-04"}, 19, 20, "Baseline only, up to April 2008."),
        ({}, 21, 20, "The numerator is above the denominator."),
    ],
)
def test_what_is_not_judged_is_grey_with_the_reason(
    changes: dict[str, Any], above: int | None, below: int | None, reason: str
) -> None:
    assert _judged(_with(**changes), above, below) == (Status.GREY, reason)


def test_the_smallest_denominator_itself_is_judged() -> None:
    assert _judged(plain_definition(), 10, 10) == (Status.GREEN, "")


@given(counts, st.integers(min_value=1, max_value=10_000))
def test_insufficient_data_override_green_and_no_other_colour(above: int, below: int) -> None:
    period, value = Period("2008-04"), Fraction(100 * above, below)
    measured = Measured(numerator=Fraction(above), denominator=Fraction(below), value=value)
    good = judge(plain_definition(), measured, period)
    poor = judge(plain_definition(), measured, period, is_sufficient=False)
    assert poor.status is (Status.GREY if good.status is Status.GREEN else good.status)


def test_a_part_above_its_whole_is_refused_only_where_it_is_a_part() -> None:
    assert problem_in_counts(plain_definition(), Fraction(21), Fraction(20)) == (
        "The numerator, 21, is above the denominator, 20."
    )
    assert problem_in_counts(_with(unit=Unit.RATIO, per=100), Fraction(21), Fraction(20)) == ""
    assert problem_in_counts(plain_definition(), Fraction(20), Fraction(20)) == ""
    assert problem_in_counts(plain_definition(), Fraction(1), None).startswith("Numerator and denominator go together.")


def _versions() -> list[Version]:
    return [Version(id=1, number=1, from_month="2007-04", definition=plain_definition())]


def test_the_mark_holds_from_its_month() -> None:
    held = {month: Observed(Fraction(20), Fraction(20)) for month in ("2007-04", "2007-05", "2007-06")}
    marks = [MarkFrom(month="2007-05", is_sufficient=False), MarkFrom(month="2007-06", is_sufficient=True)]
    found = assess(_versions(), held, periods_of(_versions(), "2007-04", "2007-06"), marks)
    assert [each.judgement.status for each in found] == [Status.GREEN, Status.GREY, Status.GREEN]


def test_each_period_is_judged_by_the_version_of_its_time() -> None:
    easier = Version(id=2, number=2, from_month="2007-06", definition=_with(target=Fraction(50)))
    held = {month: Observed(Fraction(12), Fraction(20)) for month in ("2007-05", "2007-06")}
    versions = [*_versions(), easier]
    found = assess(versions, held, periods_of(versions, "2007-05", "2007-06"))
    assert [each.judgement.status for each in found] == [Status.RED, Status.GREEN]
    assert found[1].to_date.value == 60


def test_periods_are_whole_and_end_before_the_kpi_is_retired() -> None:
    quarterly = Version(id=1, number=1, from_month="2007-04", definition=_with(frequency=Frequency.QUARTERLY))
    found = periods_of([quarterly], "2007-05", "2008-03", retired="2008-01")
    assert [each.first_month for each in found] == ["2007-04", "2007-07", "2007-10"]


def test_a_chart_draws_single_periods_with_gaps_and_rebases() -> None:
    held = {month_after("2007-04", n): Observed(Fraction(19 + n % 2), Fraction(20)) for n in range(10) if n != 3}
    found = assess(_versions(), held, periods_of(_versions(), "2007-04", "2008-01"))
    rebase = Rebase(at=0, on=period_start("2007-09"), reason="A second team")
    chart = chart_of(found, {"2007-09": rebase})
    assert chart is not None
    assert [point.value is None for point in chart.points].index(True) == 3
    assert [each.first for each in chart.stretches] == [0, 5]
    assert chart.is_trial
    assert chart_of([], {}) is None


def period_start(month: str) -> Any:
    """The first day of a month."""
    return Period(month).first_day


def test_rebases_that_overlap_are_refused() -> None:
    known = [Period(month_after("2007-04", n)) for n in range(12)]
    there = {"2007-09": Rebase(at=0, on=period_start("2007-09"), reason="A second team")}
    again = Rebase(at=0, on=period_start("2007-09"), reason="Again")
    with pytest.raises(Refusal, match="Two rebases of one period overlap"):
        check_rebase(Period("2007-09"), there, again, known=known)
    with pytest.raises(Refusal, match="This rebase overlaps another one"):
        check_rebase(Period("2007-11"), there, again, known=known)
    with pytest.raises(Refusal, match="after its first"):
        check_rebase(Period("2007-04"), {}, again, known=known)


@given(
    st.dictionaries(st.integers(0, 30), st.sampled_from(Status)),
    st.dictionaries(st.integers(0, 30), st.sampled_from(Status)),
)
def test_every_kpi_is_in_exactly_one_cell_of_the_matrix(before: dict[int, Status], after: dict[int, Status]) -> None:
    ids = [each for cell in movement(before, after).values() for each in cell]
    assert sorted(ids) == sorted({*before, *after})


def test_a_mark_says_why_data_are_insufficient() -> None:
    unknown = Answer.UNKNOWN
    mark = Mark(
        timely=unknown,
        complete=unknown,
        validated=unknown,
        signed_off=unknown,
        last_audited_on=None,
        is_sufficient=False,
        words=" ",
    )
    with pytest.raises(Refusal, match="Say why the quality of the data is insufficient"):
        check_mark(mark, on=period_start("2008-04"))
    with pytest.raises(Refusal, match="not complete or not validated are not sufficient"):
        check_mark(replace(mark, is_sufficient=True, complete=Answer.NO), on=period_start("2008-04"))
