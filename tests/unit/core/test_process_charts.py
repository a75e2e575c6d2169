"""Process charts as drawings: what is drawn where, what is said, and that the SVG and the PDF hold it."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.charts.axes import Scale, apart, round_axis
from core.charts.figure import Figure
from core.charts.plain import as_values, figure_from
from core.charts.process import Process, process_figure
from core.charts.svg import as_svg
from core.money import decimals
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.pictures import picture
from core.spc import Improvement, Value, xmr
from core.spc_limits import Rebase

FIGURES = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=10**6)
SVG = "{http://www.w3.org/2000/svg}"
STEADY: list[Value | None] = [11, 9] * 6
MOVED = Rebase(at=12, on=date(2008, 4, 1), reason="A second clinic opened.")


def a_process(
    values: Sequence[Value | None],
    *,
    improvement: Improvement = Improvement.LOWER,
    periods: Sequence[str] = (),
    floor: int | None = 0,
    **options: Any,
) -> Process:
    return Process(
        chart=xmr(values, improvement=improvement, **options),
        periods=periods or [f"P{number}" for number in range(1, len(values) + 1)],
        name="Waits",
        unit="Days",
        write=lambda value: decimals(value, 1),
        floor=floor,
    )


def drawn(process: Process, **options: Any) -> ET.Element:
    root: ET.Element = fromstring(as_svg(process_figure(process, **options)))
    return root


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def shapes(root: ET.Element, kind: str, ink: str, name: str = "fill") -> list[dict[str, str]]:
    return [shape.attrib for shape in root.iter(f"{SVG}{kind}") if shape.get(name) == ink]


def marks(root: ET.Element, ink: str) -> list[tuple[float, float]]:
    """Where the marks of a colour stand: in the legend a circle or path of its own, in the series one path for all."""
    paths = [path["d"] for path in shapes(root, "path", ink)]
    begins = [begin for path in paths for begin in re.findall(r"M(-?[\d.]+),(-?[\d.]+)", path)]
    circles = [(circle["cx"], circle["cy"]) for circle in shapes(root, "circle", ink)]
    return [(float(x), float(y)) for x, y in (*circles, *begins)]


def finding(values: Sequence[Value | None], **options: Any) -> str:
    return process_figure(a_process(values, **options)).finding


def test_draws_each_figure_once_by_the_shape_of_what_it_means() -> None:
    root = drawn(a_process([*STEADY, 20], baseline_points=12))
    in_legend = 1
    assert len(marks(root, "#768692")) == 12 + in_legend
    assert len(marks(root, "#ed8b00")) == 1 + in_legend
    better = drawn(a_process([*STEADY, 20], baseline_points=12, improvement=Improvement.HIGHER))
    assert len(marks(better, "#005eb8")) == 1 + in_legend


def test_figures_stand_in_proportion_and_later_ones_further_right() -> None:
    _, *placed = marks(drawn(a_process([1, 5, 3])), "#768692")
    one, five, three = (down for _, down in placed)
    assert one - three == pytest.approx(three - five, abs=0.02)
    assert one > three > five
    across = [each for each, _ in placed]
    assert across == sorted(across)


def test_writes_every_line_at_its_end_and_clips_the_lower_limit_in_the_drawing_alone() -> None:
    process = a_process([1, 2, 1, 2, 10, *[1, 2] * 6, 1], target=4)
    assert {"upper limit 7.0", "mean 1.9", "lower limit 0.0", "target 4.0"} <= set(texts(drawn(process)))
    limit = process.chart.latest.lower_limit
    assert limit is not None
    assert limit < 0
    assert "lower limit -3.1" in texts(drawn(a_process([1, 2, 1, 2, 10, *[1, 2] * 6, 1], floor=None)))


def test_breaks_the_line_at_a_gap_and_says_what_the_grey_band_is() -> None:
    root = drawn(a_process([*STEADY, None, 10, 11]))
    series = [line.get("points") or "" for line in root.iter(f"{SVG}polyline") if line.get("stroke-width") == "1"]
    assert [len(points.split()) for points in series] == [12, 2]
    assert "Grey band: no figure for that period." in texts(root)
    assert len(shapes(root, "rect", "#e8edee")) == 1


def test_marks_a_rebase_with_its_day_and_reason_and_says_trial_limits() -> None:
    said = " ".join(texts(drawn(a_process([*STEADY, 20, 22, 20], rebase_at=[MOVED]))))
    assert "A: limits begin anew on 1 April 2008. A second clinic opened." in said
    assert "Trial limits: they rest on 3 figures, fewer than 12." in said


def test_shows_both_symbols_with_their_words_and_none_without_limits() -> None:
    assert {"no change", "?", "hit and miss"} <= set(texts(drawn(a_process(STEADY, target=10))))
    assert {"concern", "H", "consistently passes", "P"} <= set(
        texts(drawn(a_process([*STEADY, 20], baseline_points=12, target=16)))
    )
    assert {"improvement", "L"} <= set(texts(drawn(a_process([*STEADY, 2], baseline_points=12))))
    assert not {"no change", "hit and miss"} & set(texts(drawn(a_process([4], target=3))))


LAST = "Waits: the latest figure, 9.0 in P12, is what chance alone would give."
AFTER: dict[str, Any] = {"baseline_points": 12}
SAID: list[tuple[list[Value | None], dict[str, Any], str]] = [
    ([], {}, "Waits: there is no figure yet."),
    ([None, None], {}, "Waits: there is no figure yet."),
    ([12], {}, "Waits: the latest figure is 12.0 in P1; there are too few in a row for limits."),
    (STEADY, {}, LAST),
    (STEADY, {"target": 16}, f"{LAST} As it now runs, it can be relied on to meet the target of 16.0."),
    (
        STEADY,
        {"target": 4},
        f"{LAST} As it now runs, it cannot meet the target of 4.0: the process itself must change.",
    ),
    (
        STEADY,
        {"target": 10},
        f"{LAST} As it now runs, it meets the target of 10.0 in some periods and misses it in others, by chance.",
    ),
    (
        [*STEADY, 20, 10],
        AFTER,
        "Waits: the latest figure, 10.0 in P14, is what chance alone would give. P13 lies outside the limits.",
    ),
    (
        [*STEADY, *[20] * 4, 9],
        AFTER,
        f"{LAST.replace('P12', 'P17')} 4 earlier figures lie outside the limits.",
    ),
    (
        [*STEADY, 10, *[11] * 7],
        AFTER | {"improvement": Improvement.NEITHER},
        "Waits: the latest figure, 11.0 in P20, is one of seven or more in a row above the mean: more than chance.",
    ),
    (
        [*STEADY, 14, 14],
        AFTER | {"improvement": Improvement.HIGHER},
        "Waits: the latest figure, 14.0 in P14, is one of two in three near the upper limit: an improvement.",
    ),
]


@pytest.mark.parametrize(("values", "options", "sentence"), SAID)
def test_says_in_a_sentence_what_it_shows(values: list[Value | None], options: dict[str, Any], sentence: str) -> None:
    assert finding(values, **options) == sentence


def test_does_not_call_a_process_reliable_that_is_just_changing() -> None:
    said = finding([*STEADY, 20, 21], baseline_points=12, target=16)
    assert "P14, lies above the upper limit: a concern." in said
    assert said.endswith("of the target of 16.0: consistently passes; as it is changing, they may not hold.")


def test_is_drawn_the_same_from_its_plain_values() -> None:
    figure = process_figure(a_process([*STEADY, None, 20, 22, 20], rebase_at=[MOVED], target=16))
    again = figure_from(json.loads(json.dumps(as_values(figure))))
    first, second = fromstring(as_svg(figure)), fromstring(as_svg(again))
    assert [(each.tag, each.attrib, each.text) for each in first.iter()] == [
        (each.tag, each.attrib, each.text) for each in second.iter()
    ]


def test_writes_a_limit_that_is_clipped_at_either_end() -> None:
    process = replace(a_process([99, 100] * 8), ceiling=100)
    assert "upper limit 100.0" in texts(drawn(process))
    assert "upper limit 102.2" in texts(drawn(replace(process, ceiling=None)))


def test_describes_itself_in_short() -> None:
    assert process_figure(a_process([*STEADY, None])).alt == (
        "Process chart of Waits, P1 to P13: 12 of 13 periods have a figure; mean 10.0, limits 4.7 to 15.3"
    )


def test_stands_in_a_pdf_with_its_texts_as_texts() -> None:
    figure = process_figure(a_process(STEADY, target=16))
    running = Running(organisation="A PCT", title="Charts", content_hash="abc")
    read = PdfReader(BytesIO(pdf_bytes([picture(figure, width=PORTRAIT_WIDTH)], running))).pages[0].extract_text()
    assert "upper limit 15.3" in read
    assert "consistently passes" in read


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.fractions(min_value=-1000, max_value=1000)), max_size=40),
    st.sampled_from([180.0, 230.0, 480.0]),
)
def test_stays_within_its_frame_whatever_the_figures(values: list[Fraction | None], width: float) -> None:
    figure: Figure = process_figure(a_process(values, target=3, floor=None), width=width)
    root = fromstring(as_svg(figure))
    for ink in ("#768692", "#ed8b00", "#005eb8", "#7c2855", "#ffffff"):
        for across, down in marks(root, ink):
            assert 0 <= across <= width
            assert 0 <= down <= figure.drawing.height
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["y"]) <= figure.drawing.height


@settings(deadline=None)
@given(FIGURES, FIGURES.map(abs))
def test_axes_have_few_round_numbers_that_hold_all_between(low: Fraction, width: Fraction) -> None:
    ticks = round_axis(low, low + width).ticks
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low
    assert ticks[-1] >= low + width or width == 0
    assert 2 <= len(ticks) <= 8
    assert all(after - before == step for before, after in pairwise(ticks))
    assert str(step.numerator * 10**20 // step.denominator).strip("0") in {"1", "2", "5"}


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), max_size=6))
def test_labels_are_moved_apart_and_kept_within(places: list[float]) -> None:
    moved = sorted(apart(places, gap=8, low=0, high=100))
    assert all(after - before >= 8 - 1e-9 for before, after in pairwise(moved))
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in moved)


def test_a_scale_goes_from_its_beginning_to_its_end() -> None:
    scale = Scale(10.0, 110.0, Fraction(-5), Fraction(5))
    assert [scale.at(value) for value in (-5, 0, 5)] == [10.0, 60.0, 110.0]
    assert Scale(10.0, 110.0, Fraction(1), Fraction(1)).at(1) == 10.0
