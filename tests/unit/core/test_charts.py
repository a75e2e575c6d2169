"""Bars, bridges and their SVG."""

from fractions import Fraction
from typing import TypedDict, cast
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from core.charts.bars import Measure, bridge, comparison, distances
from core.charts.drawing import Part
from core.charts.figure import Figure
from core.charts.svg import as_svg
from core.house_style import AQUA_GREEN, BLUE, DARK_BLUE


class Words(TypedDict):
    finding: str
    alt: str
    unit: str


WORDS: Words = {"finding": "A has most.", "alt": "Bar chart", "unit": "£"}


def bars_of(figure: Figure) -> list[dict[str, str]]:
    root: ET.Element = fromstring(as_svg(figure))
    return [rect.attrib for rect in root.iter("{http://www.w3.org/2000/svg}rect")][1:]


def measure(label: str, value: Fraction | int | None) -> Measure:
    return Measure(label=label, value=value, shown=str(value))


def test_draws_bars_in_proportion_from_zero_in_the_exact_colour() -> None:
    bars = bars_of(comparison([measure("A", 100), measure("B", 50)], **WORDS))
    assert [bar["fill"] for bar in bars] == [BLUE, BLUE]
    assert float(bars[0]["width"]) == pytest.approx(2 * float(bars[1]["width"]), abs=0.05)
    assert bars[0]["x"] == bars[1]["x"]


def test_draws_what_is_below_zero_to_the_left_of_what_is_above() -> None:
    above, below = bars_of(distances([measure("A", 3), measure("B", -2)], **WORDS))
    assert float(below["x"]) + float(below["width"]) == pytest.approx(float(above["x"]), abs=0.05)
    assert (above["fill"], below["fill"]) == (BLUE, AQUA_GREEN)


def test_begins_each_step_of_a_bridge_where_the_one_before_ended() -> None:
    changes = [measure("up", 20), measure("down", -50)]
    first, up, down, last = bars_of(bridge(measure("from", 100), changes, measure("to", 70), **WORDS))
    assert float(up["x"]) == pytest.approx(float(first["x"]) + float(first["width"]), abs=0.05)
    assert float(down["x"]) == pytest.approx(float(last["x"]) + float(last["width"]), abs=0.05)
    assert (first["fill"], up["fill"], down["fill"]) == (DARK_BLUE, BLUE, AQUA_GREEN)


def test_draws_no_bar_for_nothing_and_for_what_is_not_defined() -> None:
    figure = comparison([measure("A", 0), Measure(label="B", value=None, shown="no population")], **WORDS)
    assert bars_of(figure) == []
    assert "no population" in as_svg(figure).decode()


def test_gives_the_svg_its_size_title_and_description() -> None:
    root = fromstring(as_svg(comparison([measure("A & B", 1)], **WORDS)), forbid_dtd=True)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert [child.text for child in root[:2]] == ["A has most.", "Bar chart"]
    assert str(root.get("font-family")).endswith("sans-serif")


def test_leaves_out_what_no_xml_may_hold() -> None:
    fromstring(as_svg(comparison([measure("A\x0bB\x00", 1)], **WORDS)))


def test_refuses_a_shape_it_cannot_write() -> None:
    figure = comparison([measure("A", 1)], **WORDS)
    figure.drawing.parts.append(cast("Part", object()))
    with pytest.raises(TypeError, match="not object"):
        as_svg(figure)
