"""Funnel plots and heat maps as drawings."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from core.charts.figure import Figure
from core.charts.funnel_plot import Compared, funnel_figure
from core.charts.heat import Column, HeatRow, heat_map
from core.charts.stacks import Layer
from core.charts.svg import as_svg
from core.funnel import funnel
from core.money import decimals

SVG = "{http://www.w3.org/2000/svg}"
RECEIVED = Layer(short="R", name="received in time", colour="#b3d4ea", ink="#212b32")
MISSING = Layer(short="M", name="missing", colour="#7c2855", ink="#ffffff")


def root_of(figure: Figure) -> ET.Element:
    root: ET.Element = fromstring(as_svg(figure))
    return root


def texts(figure: Figure) -> list[str]:
    return [text.text or "" for text in root_of(figure).iter(f"{SVG}text")]


def a_funnel(counts: Sequence[int], sizes: Sequence[int], width: float = 480) -> Figure:
    return funnel_figure(
        Compared(
            funnel=funnel(counts, sizes),
            names=[f"Practice {number}" for number in range(1, len(counts) + 1)],
            what="First contacts",
            unit="per 1,000 weighted population",
            who="practices",
            size="Weighted population",
            write=lambda rate: decimals(rate, 1),
        ),
        width=width,
    )


def test_names_who_lies_outside_and_says_so() -> None:
    figure = a_funnel([100, 100, 100, 100, 200, 20], [5000] * 6)
    assert figure.finding == (
        "First contacts, 20.7 per 1,000 weighted population in all: Practice 5 is above the 99.8% limit and Practice 6 "
        "is below the 99.8% limit."
    )
    assert {"Practice 5", "Practice 6", "all 20.7", "99.8%", "95%"} <= set(texts(figure))
    assert "Practice 1" not in texts(figure)


def test_says_that_nobody_is_outside_and_how_many_are() -> None:
    assert a_funnel([100, 101], [5000, 5000]).finding.endswith("none of the 2 practices is beyond the 99.8% limits.")
    many = a_funnel([10, 200] * 8, [5000] * 16)
    assert "8 practices are above the 99.8% limit and 8 practices are below" in many.finding
    assert many.finding.endswith("scatter more than chance alone makes them: limits are too narrow to judge by.")


def test_draws_nothing_without_a_population_and_says_who() -> None:
    assert "Without a population, and not drawn: Practice 2." in texts(a_funnel([100, 3], [5000, 0]))
    empty = a_funnel([3], [0])
    assert empty.finding == "First contacts: there is nothing to compare yet."
    assert "There is nothing to compare yet." in texts(empty)
    assert a_funnel([], []).finding == empty.finding


@pytest.mark.parametrize("width", [200, 480])
@pytest.mark.parametrize("counts", [[0, 0], [1, 0], [3, 900, 20]])
def test_marks_and_curves_stay_within_the_frame(width: float, counts: list[int]) -> None:
    figure = a_funnel(counts, [300, 9000, 40][: len(counts)], width)
    root = root_of(figure)
    for line in root.iter(f"{SVG}polyline"):
        for point in (line.get("points") or "").split():
            across, down = map(float, point.split(","))
            assert 0 <= across <= width
            assert 0 <= down <= figure.drawing.height
    for mark in root.iter(f"{SVG}circle"):
        assert 0 <= float(mark.attrib["cy"]) <= figure.drawing.height


def test_rates_and_populations_stand_in_proportion() -> None:
    circles = list(root_of(a_funnel([8, 15, 24], [800, 1000, 1200])).iter(f"{SVG}circle"))[1:]
    down, across = ([float(circle.attrib[name]) for circle in circles] for name in ("cy", "cx"))
    assert down[0] - down[1] == pytest.approx(down[1] - down[2], abs=0.02)
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.02)
    assert down[0] > down[2]


def a_heat_map(rows: Sequence[HeatRow], width: float = 480) -> Figure:
    columns = [Column(label=month, under=year) for year in ("2007/08", "2008/09") for month in ("Feb", "Mar")]
    return heat_map([RECEIVED, MISSING], columns, rows, finding="Two are missing.", alt="Heat map", width=width)


def test_every_cell_has_its_letter_and_shade_and_every_kind_its_name() -> None:
    figure = a_heat_map([HeatRow(label="Provider services", cells=[RECEIVED, MISSING, None, MISSING])])
    said = texts(figure)
    assert said.count("M") == 2 + 1
    assert said.count("R") == 1 + 1
    assert said.count("·") == 1 + 1
    assert {"received in time", "missing", "nothing due", "Provider services"} <= set(said)
    assert len([rect for rect in root_of(figure).iter(f"{SVG}rect") if rect.get("fill") == MISSING.colour]) == 2 + 1


def test_says_once_what_columns_stand_under() -> None:
    said = texts(a_heat_map([]))
    assert (said.count("2007/08"), said.count("2008/09"), said.count("Feb")) == (1, 1, 2)
    assert "nothing due" not in said


def test_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="a cell for each column"):
        a_heat_map([HeatRow(label="A", cells=[RECEIVED])])


def test_cells_fill_a_narrow_chart_and_stay_within_it() -> None:
    row = HeatRow(label="A provider with a very long name indeed", cells=[RECEIVED] * 4)
    for rect in root_of(a_heat_map([row], width=160)).iter(f"{SVG}rect"):
        assert float(rect.get("x", "0")) + float(rect.attrib["width"]) <= 160


def test_a_long_label_of_a_heat_map_is_whole_where_the_cells_leave_room() -> None:
    label = "Provider services: Contacts by service and month"
    months = [Column(label=month) for month in ("Apr", "May", "Jun")]
    row = HeatRow(label=label, cells=[RECEIVED, MISSING, None])
    assert label in texts(heat_map([RECEIVED, MISSING], months, [row], finding="Found.", alt="A heat map."))
