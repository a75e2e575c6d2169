"""The notices of a contract along time: what is held from day to day adds up, and the drawing holds its marks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.notices.charts import NARROW, WIDE, timeline_figure
from contracts.notices.rules.ledger import EntryKind
from contracts.notices.rules.timeline import Lane, Point, Sign, Timeline, held_by_day
from core.charts.svg import as_svg

ON = date(2008, 7, 10)
ISSUED = date(2008, 6, 2)


def lane(number: int = 1, *, ends_on: date | None = None, is_overdue: bool = False, title: str = "Late") -> Lane:
    points = [Point(on=ISSUED, sign=Sign.ISSUED), Point(on=date(2008, 7, 1), sign=Sign.DUE)]
    return Lane(number=number, title=title, begins_on=ISSUED, ends_on=ends_on, is_overdue=is_overdue, points=points)


entries = st.lists(st.tuples(st.dates(ISSUED, ON), st.sampled_from(EntryKind), st.integers(1, 10**9)), max_size=20)


@given(entries)
def test_what_is_held_at_the_end_is_all_that_was_withheld_less_what_became_of_it(
    decided: list[tuple[date, EntryKind, int]],
) -> None:
    found = held_by_day(decided)
    total = sum(pence if kind is EntryKind.WITHHELD else -pence for _, kind, pence in decided)
    assert (found[-1][1] if found else 0) == total
    assert [day for day, _ in found] == sorted({day for day, _, _ in decided})


@pytest.mark.parametrize(
    ("lanes", "held", "finding"),
    [
        ([], [], "0 notices since 10 July 2008: none is open. Nothing was withheld."),
        ([lane()], [], "1 notice since 2 June 2008: 1 is open, none overdue. Nothing was withheld."),
        (
            [lane(), lane(2, is_overdue=True), lane(3, is_overdue=True)],
            [(ON, 40000)],
            "3 notices since 2 June 2008: 3 are open, 2 of them overdue. £400.00 are held, the most so far.",
        ),
        (
            [lane(ends_on=ON)],
            [(ISSUED, 50000), (ON, 0)],
            "1 notice since 2 June 2008: none is open. £0.00 are held; at most it was £500.00.",
        ),
    ],
    ids=["none", "one open", "some overdue", "over"],
)
def test_the_finding_says_what_the_chart_shows(lanes: list[Lane], held: list[tuple[date, int]], finding: str) -> None:
    assert Timeline(on=ON, lanes=lanes, held=held).finding == finding


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_drawing_names_its_notices_and_what_its_marks_mean(width: float) -> None:
    title = "A title of one very long word: " + "Donaudampfschifffahrtsgesellschaft" * 6
    found = Timeline(on=ON, lanes=[lane(title=title), lane(2, ends_on=ON)], held=[(date(2008, 7, 4), 12345)])
    drawn = as_svg(timeline_figure(found, width=width)).decode()
    for words in (
        "Notice 1",
        "Notice 2",
        "notice issued",
        "due",
        "Money held, at most £123.45",
        "Jun 08",
        "over: Late",
    ):
        assert words in drawn, words
    assert "milestone missed" not in drawn, "only marks that stand there are explained"
    assert "…" in drawn
    assert as_svg(timeline_figure(found, width=width)).decode() == drawn


def test_many_years_and_one_day_are_drawn_alike() -> None:
    long = Lane(number=1, title="x", begins_on=date(2003, 4, 1), ends_on=None, is_overdue=False, points=())
    for lanes in ([long], [lane()], []):
        assert b"<svg" in as_svg(timeline_figure(Timeline(on=ON, lanes=lanes, held=[]), width=NARROW))
