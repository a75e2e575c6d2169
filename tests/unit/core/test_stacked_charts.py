"""Stacked bars: layers one after the other from zero, named in the bar where there is room."""

from collections.abc import Sequence
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from core.charts.figure import Figure
from core.charts.stacks import Layer, Stack, stacked
from core.charts.svg import as_svg

SVG = "{http://www.w3.org/2000/svg}"
LAYERS = (
    Layer(short="D", name="D, rough and ready", colour="#7c2855", ink="#ffffff"),
    Layer(short="A", name="A, measured", colour="#9fd0f2", ink="#212b32"),
)


def a_stack(label: str, values: Sequence[Fraction | int]) -> Stack:
    return Stack(label=label, values=values, written=[f"{value}%" for value in values], shown="£5")


def drawn(*stacks: Stack) -> tuple[Figure, ET.Element]:
    figure = stacked(LAYERS, stacks, finding="A rests most.", alt="Stacked bar chart", unit="%")
    return figure, fromstring(as_svg(figure))


def bars(root: ET.Element) -> list[dict[str, str]]:
    """The pieces of the bars, without ground and legend."""
    return [rect.attrib for rect in root.iter(f"{SVG}rect") if rect.get("height") == "17"]


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_draws_layers_one_after_the_other_in_the_same_order_and_scale() -> None:
    _, root = drawn(a_stack("DacCom", [25, 75]), a_stack("WatCom", [50, 50]))
    first, second, third, fourth = bars(root)
    assert [bar["fill"] for bar in (first, second, third, fourth)] == ["#7c2855", "#9fd0f2"] * 2
    assert float(third["width"]) == pytest.approx(2 * float(first["width"]), rel=0.02)
    assert float(second["x"]) == pytest.approx(float(first["x"]) + float(first["width"]), abs=1.0)
    assert first["x"] == third["x"]


def test_tells_by_letters_as_well_as_by_colour() -> None:
    _, root = drawn(a_stack("DacCom", [25, 75]))
    said = texts(root)
    assert {"D 25%", "A 75%", "D, rough and ready", "A, measured", "£5"} <= set(said)


def test_leaves_out_the_letter_where_there_is_no_room_and_a_layer_of_nothing() -> None:
    _, root = drawn(a_stack("DacCom", [Fraction(1, 10), Fraction(999, 10)]), a_stack("WatCom", [0, 100]))
    assert len(bars(root)) == 3
    assert not [text for text in texts(root) if text.startswith("D ")]


def test_draws_what_is_below_nought_to_the_left_of_zero() -> None:
    _, root = drawn(a_stack("DacCom", [-20, 120]))
    below, above = bars(root)
    assert float(below["x"]) + float(below["width"]) <= float(above["x"]) + 0.05
    assert float(above["width"]) == pytest.approx(6 * float(below["width"]), rel=0.05)


def test_a_stack_without_values_only_says_so_and_a_chart_may_be_empty() -> None:
    figure, root = drawn(Stack(label="Red House", values=(), written=(), shown="no gross budget"))
    assert bars(root) == []
    assert "no gross budget" in texts(root)
    assert (figure.finding, figure.alt) == ("A rests most.", "Stacked bar chart")
    assert bars(drawn()[1]) == []
