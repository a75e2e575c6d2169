"""Rules of reviews: the days of a schedule, what is called when, and values of a pack that read back exactly."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from contracts.reviews.presented.drawn import inline
from contracts.reviews.rules.pack import table_from, table_values
from contracts.reviews.rules.schedule import (
    USUAL,
    arrangement,
    days_of_review,
    due_to_be_called,
    period_of,
)
from core.charts.bars import Measure, comparison
from core.charts.plain import as_values, figure_from
from core.charts.svg import as_svg
from core.tables import amount, columns, number, percent, table, words

STARTS, ENDS = date(2008, 4, 1), date(2009, 3, 31)
DAYS = days_of_review(starts_on=STARTS, ends_on=ENDS, months_on=lambda _: 3)


def test_a_year_has_four_quarterly_reviews_the_last_after_its_end() -> None:
    assert [day.isoformat() for day in DAYS] == ["2008-07-01", "2008-10-01", "2009-01-01", "2009-04-01"]
    periods = [period_of(day, starts_on=STARTS, ends_on=ENDS, days=DAYS) for day in DAYS]
    assert periods[0][0] == STARTS
    assert periods[-1][1] == ENDS
    for (_, last), (first, _) in pairwise(periods):
        assert first - last == timedelta(days=1), "no day is looked at twice, none is left out"


def test_the_usual_arrangement_says_that_it_is_usual() -> None:
    usual = arrangement({}, groups_covered=0)
    assert (usual.months, usual.papers_days, usual.groups, usual.months_source) == (3, 10, 0, USUAL)
    set_by = arrangement({"quorum_groups": ("3", "Leads"), "papers_days": ("5", "Leads")}, groups_covered=5)
    assert (set_by.groups, set_by.groups_source, set_by.papers_days) == (3, "Leads", 5)


@given(st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=30))
def test_however_the_worker_runs_each_day_is_called_at_most_once(gaps: list[int]) -> None:
    called: list[date] = []
    on = STARTS
    for gap in gaps:
        on += timedelta(days=gap)
        called += due_to_be_called(DAYS, called=called, ahead=on + timedelta(days=92))
        assert due_to_be_called(DAYS, called=called, ahead=on + timedelta(days=92)) == []
    assert len(called) == len(set(called))


@given(st.sets(st.integers(min_value=0, max_value=450), max_size=10))
def test_however_long_the_worker_was_down_nothing_is_skipped(days: set[int]) -> None:
    called: list[date] = []
    for after in [*sorted(days), 460]:
        called += due_to_be_called(DAYS, called=called, ahead=STARTS + timedelta(days=after + 92))
    assert sorted(called) == DAYS


MONTHS = st.integers(min_value=1, max_value=12)


@given(MONTHS, MONTHS, st.integers(min_value=0, max_value=800), st.integers(min_value=0, max_value=5))
def test_a_schedule_changed_by_a_variation_leaves_no_day_out(before: int, after: int, change: int, called: int) -> None:
    changed = STARTS + timedelta(days=change)
    last = date(2010, 3, 31)

    def months_on(day: date) -> int:
        return before if day < changed else after

    planned = days_of_review(starts_on=STARTS, ends_on=last, months_on=lambda _: before)
    kept = planned[:called]
    days = days_of_review(starts_on=STARTS, ends_on=last, months_on=months_on, called=kept)
    assert set(kept) <= set(days), "what was called stays called"
    periods = [period_of(day, starts_on=STARTS, ends_on=last, days=days) for day in days]
    assert (periods[0][0], periods[-1][1]) == (STARTS, last)
    for (_, ends), (starts, _) in pairwise(periods):
        assert starts - ends == timedelta(days=1)
    for earlier, later in pairwise(days):
        apart = (later.year - earlier.year) * 12 + later.month - earlier.month
        assert later in kept or months_on(later) <= apart <= max(before, after, months_on(later))


def test_a_contract_reviewed_every_six_months_from_january_on() -> None:
    days = days_of_review(
        starts_on=STARTS, ends_on=date(2010, 3, 31), months_on=lambda day: 3 if day < date(2009, 1, 1) else 6
    )
    assert [day.isoformat() for day in days] == ["2008-07-01", "2008-10-01", "2009-04-01", "2009-10-01", "2010-04-01"]


def test_a_table_reads_back_from_its_values_exactly() -> None:
    shown = table(
        "t",
        "Caption",
        columns("Line", "Amount £", "Share %", "#Count"),
        [[words("A", note="b", href="/x"), amount(-5), percent(Fraction(1, 3)), number(0)]],
        [[words("Total"), amount(0), percent(None), number(7)]],
    )
    assert table_values(table_from(table_values(shown))) == table_values(shown)
    read = table_from(table_values(shown))
    assert [list(row) for row in read.rows] == [list(row) for row in shown.rows]
    assert read.rows[0][1].pence == -5
    assert read.rows[0][3].exact == 0, "nought stays nought"


def test_a_chart_reads_back_from_its_values_and_is_drawn_the_same() -> None:
    drawn = comparison(
        [Measure(label="One", value=3, shown="3"), Measure(label="Two", value=None, shown="not known")],
        finding="One is 3",
        alt="Bars",
        unit="days",
    )
    assert as_svg(figure_from(as_values(drawn))) == as_svg(drawn)


def test_a_chart_within_a_page_has_names_of_its_own() -> None:
    drawn = comparison([Measure(label="<One>", value=3, shown="3")], finding="A & B", alt="Bars", unit="days")
    held = [inline(drawn, name).__html__() for name in ("chart-1", "chart-2")]
    for place, each in enumerate(held, start=1):
        assert each.startswith("<svg")
        assert f'aria-labelledby="chart-{place}-finding chart-{place}-description"' in each
        assert f'id="chart-{place}-finding">A &amp; B<' in each
        assert "<One>" not in each
