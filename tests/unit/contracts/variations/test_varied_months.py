"""For which months a variation plans: those that it holds for, of every line that it changes, adds or takes out."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.plan import PlanLine
from contracts.variations.rules.composition import Change, VariationKind
from contracts.variations.rules.figures import Window, plan_piece, planned_by, planned_on, problems_in_months, rewritten
from contracts.variations.rules.pieces import Piece, PieceKind

PART = "activity_plan-1"
MONTHS = tuple(f"2008-{month:02d}" for month in range(4, 13))
LINE = PlanLine(service="N", group="D", unit="contacts", planned=90, months=dict.fromkeys(MONTHS, 10))
WINDOW = Window(kind=VariationKind.ACTIVITY, first=date(2008, 7, 1), last=date(2008, 10, 31))
units = st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 50), max_size=9)


def changed(before: PlanLine | None, after: PlanLine | None) -> Change:
    pieces = [plan_piece(PART, line) if line else None for line in (before, after)]
    return Change(key=f"{PART}:plan/N/D", before=pieces[0], after=pieces[1])


@given(units)
def test_a_problem_is_said_exactly_where_a_month_outside_changes(months: dict[str, int]) -> None:
    after = rewritten(LINE, planned=LINE.planned, months=months)
    outside = {month for month, number in months.items() if number != 10 and not "2008-07" <= month <= "2008-10"}
    assert bool(problems_in_months([changed(LINE, after)], WINDOW)) == bool(outside)
    assert problems_in_months([changed(LINE, after)], replace(WINDOW, kind=VariationKind.CORRECTION)) == []


@given(units, st.integers(0, 900))
def test_a_line_rewritten_is_read_back_and_keeps_what_was_not_given(months: dict[str, int], planned: int) -> None:
    after = rewritten(LINE, planned=planned, months=months)
    assert planned_by(plan_piece(PART, after)) == after
    assert {month: after.months[month] for month in MONTHS} == {**LINE.months, **months}
    assert after.is_overwritten == (after != LINE)


def test_a_line_added_or_taken_out_is_one_of_nought_where_it_does_not_stand() -> None:
    late = replace(LINE, months={"2008-09": 90})
    assert problems_in_months([changed(None, late), changed(late, None)], WINDOW) == []
    (problem,) = problems_in_months([changed(LINE, None)], replace(WINDOW, last=None))
    assert problem == (
        "N for D: the variation takes effect on 1 July 2008, so April 2008, May 2008 and June 2008 stay as planned. "
        "Only a correction changes months before."
    )


def test_a_schedule_taken_out_takes_its_lines_with_it() -> None:
    schedule = Piece(key=PART, kind=PieceKind.SCHEDULE, title="Plan")
    assert problems_in_months([Change(key=PART, before=schedule, after=None), changed(LINE, None)], WINDOW) == []


def test_what_is_planned_of_a_service_is_added_up_over_groups() -> None:
    pieces = [plan_piece(PART, LINE), plan_piece(PART, replace(LINE, group="W", planned=5))]
    assert (planned_on(pieces, "N"), planned_on(pieces, "M")) == (95, None)
