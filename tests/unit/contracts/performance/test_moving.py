"""Whether a KPI moved: the sentence, by what was before, what came after, which way is better, and the chart."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from commissioning.activity.rules.months import month_after
from contracts.performance.rules.assessing import assess, chart_of, periods_of
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.examples import plain_definition
from contracts.performance.rules.kinds import Direction, Kind, Unit
from contracts.performance.rules.measuring import Observed
from contracts.performance.rules.moving import moved_words
from contracts.performance.rules.versions import Version

FIRST = "2007-01"
SINCE = date(2007, 10, 1)
EARLY: list[int | None] = [80, 82, 81, 80, 83, 81, 82, 80, 81]
"""January to September 2007: before the day."""


def said(figures: list[int | None], *, since: date = SINCE, retired: str = "", **changes: Any) -> str:
    definition = replace(plain_definition(), **changes)
    return told(
        [Version(id=1, number=1, from_month=FIRST, definition=definition)], figures, since=since, retired=retired
    )


def told(versions: list[Version], figures: list[int | None], *, since: date = SINCE, retired: str = "") -> str:
    months = [month_after(FIRST, place) for place in range(len(figures))]
    counts = {
        month: Observed(Fraction(figure), Fraction(100))
        for month, figure in zip(months, figures, strict=True)
        if figure is not None
    }
    assessed = assess(versions, counts, periods_of(versions, FIRST, months[-1]))
    return moved_words(assessed, chart_of(assessed, {}), since=since, retired=retired)


def a_number(**changes: Any) -> dict[str, Any]:
    return {"unit": Unit.NUMBER, "denominator": "", "minimum_denominator": 0, **changes}


def test_a_jump_is_a_signal() -> None:
    assert said([*EARLY, 96, 97]) == (
        "Higher is better: it rose from 81% in September 2007 (red) to 97% in November 2007 (green); "
        "the process chart says that the latest figure is a signal, an improvement (trial limits)."
    )


def test_a_small_change_is_no_more_than_chance() -> None:
    assert said([*EARLY, 82]) == (
        "Higher is better: it rose from 81% in September 2007 (red) to 82% in October 2007 (red); the process chart "
        "says that the latest figure is within common cause: no more than chance (trial limits)."
    )


def test_a_fall_where_higher_is_better_is_a_concern_and_where_lower_is_an_improvement() -> None:
    assert said([*EARLY, 60]).endswith("a signal, a concern (trial limits).")
    assert said([*EARLY, 60], direction=Direction.LOWER, target=Fraction(90)).startswith(
        "Lower is better: it fell from 81% in September 2007 (green) to 60% in October 2007 (green); "
    )
    assert said([*EARLY, 60], direction=Direction.LOWER).endswith("a signal, an improvement (trial limits).")


def test_twelve_figures_make_limits_that_are_no_trial() -> None:
    assert said([*EARLY, 81, 80, 82]).endswith("no more than chance.")


def test_no_later_figure_says_so_honestly() -> None:
    stood = "Before, it was 81% in September 2007 (red)."
    assert said([*EARLY, None]) == (f"No result since then is frozen yet, so nobody can say whether it moved. {stood}")
    assert said(EARLY, retired="2007-10") == (
        f"No result since then is frozen, and it is asked for no more from October 2007 on. {stood}"
    )
    assert said([None, None]) == "No result since then is frozen yet, so nobody can say whether it moved."


def test_nothing_before_leaves_nothing_to_compare_with() -> None:
    assert said([*[None] * 9, 96]) == (
        "Higher is better: it is 96% in October 2007 (green), and no earlier result is frozen to compare it with; "
        "there are too few figures in a row for a process chart."
    )


def test_a_missing_month_is_passed_over_and_the_month_of_the_day_counts_as_after_it() -> None:
    figures = [*EARLY[:8], None, 81]
    assert "from 80% in August 2007 (red) to 81% in October 2007 (red)" in said(figures, since=date(2007, 10, 31))
    assert "from 81% in October 2007 (red) to 83% in November 2007" in said([*figures, 83], since=date(2007, 11, 1))


def test_the_same_figure_stayed() -> None:
    assert "it stayed where it was, 81% in September 2007 (red) and 81% in October 2007 (red); " in said([*EARLY, 81])


def test_what_adds_up_over_the_year_is_compared_period_by_period() -> None:
    wanted = a_number(kind=Kind.CUMULATIVE, target=Fraction(1200), unit_words="admissions", amber=Fraction(0))
    assert said([*EARLY, 79], **wanted).startswith(
        "Higher is better: it fell from 81 admissions in September 2007 (red) to 79 admissions in October 2007 (red), "
        "each period by itself; "
    )


def test_a_range_and_no_direction_are_said_as_they_are() -> None:
    in_range = said([*EARLY, 96], direction=Direction.IN_RANGE, target=Fraction(70), target_high=Fraction(90))
    assert in_range.startswith("It is to stay within a range: it rose from 81% in September 2007 (green) to 96% in")
    assert in_range.endswith("a signal, more than chance (trial limits).")
    assert said([*EARLY, 82], direction=Direction.NONE, target=None).startswith("Neither way is better: it rose from")


def test_figures_counted_in_another_way_are_not_compared() -> None:
    plain: Definition = plain_definition()
    versions = [
        Version(id=1, number=1, from_month=FIRST, definition=plain),
        Version(id=2, number=2, from_month="2007-10", definition=replace(plain, numerator="Visits within three days")),
    ]
    assert told(versions, [*EARLY, 96]) == (
        "It is counted in another way from October 2007 on, so 96% in October 2007 (green) says nothing of 81% in "
        "September 2007 (red)."
    )
    tighter = [versions[0], replace(versions[1], definition=replace(plain, target=Fraction(97)))]
    assert "rose from 81% in September 2007 (red) to 96% in October 2007 (amber)" in told(tighter, [*EARLY, 96])
