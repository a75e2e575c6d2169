"""Charts of a calculation: what they say and what they draw."""

from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from budgets.method.result import Calculation
from budgets.rounds.charts.bridge import group_bridge, whole_bridge
from budgets.rounds.charts.groups import (
    comparison_by_group,
    distance_by_group,
    gross_by_group,
    line_by_group,
    per_head_by_group,
)
from core.charts.figure import Figure
from core.charts.svg import as_svg
from tests.unit.budgets.calculations import calculation


def all_charts(worked_out: Calculation) -> list[Figure]:
    first = worked_out.groups[0].code
    return [
        gross_by_group(worked_out),
        per_head_by_group(worked_out),
        distance_by_group(worked_out),
        line_by_group(worked_out, worked_out.lines[0].code),
        comparison_by_group(worked_out, worked_out),
        whole_bridge(worked_out),
        group_bridge(worked_out, first),
    ]


def texts(figure: Figure) -> list[str]:
    root: ET.Element = fromstring(as_svg(figure))
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    "worked_out",
    [
        calculation(),
        calculation(amounts=(0,)),
        calculation(amounts=(-500_00, 100_00)),
        calculation(groups={"DAC": "DacCom"}),
        calculation(groups={"DAC": "A & B <group> " * 30, "WAT": "x" * 300}),
        calculation(methods=("pooled",)),
        calculation(prior_year={"DAC": 5_000_000_00}, growth=1000_00),
    ],
    ids=["plain", "all zero", "negative", "one group", "long names", "all pooled", "prior year"],
)
def test_draws_every_chart_as_well_formed_svg(worked_out: Calculation) -> None:
    for figure in all_charts(worked_out):
        root = fromstring(as_svg(figure), forbid_dtd=True)
        assert root.findtext("{http://www.w3.org/2000/svg}title") == figure.finding
        assert root.findtext("{http://www.w3.org/2000/svg}desc") == figure.alt
        assert figure.finding.endswith(".")
        assert as_svg(figure) == as_svg(figure)


def test_writes_last_year_beside_this_year() -> None:
    figure = gross_by_group(calculation(prior_year={"DAC": 400_000_00}))
    assert "400 last year" in texts(figure)
    assert "nothing last year" in texts(figure)


def test_says_of_a_pooled_line_that_it_is_not_split() -> None:
    figure = line_by_group(calculation(methods=("pooled",), lines=1), "LINE-00")
    assert figure.finding == "Community nursing 0 is not split: £255,750.01 is kept for all groups."


def test_refuses_a_line_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        line_by_group(calculation(), "NONE")


def test_shows_no_difference_between_a_calculation_and_itself() -> None:
    worked_out = calculation()
    assert comparison_by_group(worked_out, worked_out).finding == "No group’s gross budget changes."


def test_counts_a_new_group_as_having_had_nothing() -> None:
    before, after = calculation(groups={"DAC": "DacCom"}), calculation()
    assert comparison_by_group(before, after).finding.startswith("WatCom gains most, ")


def test_ends_the_bridge_of_a_group_at_its_net_budget() -> None:
    worked_out = calculation()
    assert "becomes a net budget of £" in group_bridge(worked_out, "WAT").finding
    assert texts(group_bridge(worked_out, "WAT"))[-2] == "Net budget"
