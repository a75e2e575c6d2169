"""The chart of changes against chance, and its table: the largest group first, whiskers as wide as the band."""

from dataclasses import replace
from fractions import Fraction

from defusedxml.ElementTree import fromstring

from budgets.method.result import Calculation
from budgets.risk.charts import by_size, changes_against_chance
from budgets.risk.presented.volatility import volatility_table
from core.charts.bars import Spread, spreads
from core.charts.figure import Figure
from core.charts.svg import as_svg
from tests.builders_reading import the_calculation

SVG = "{http://www.w3.org/2000/svg}"


def with_changes(**percents: str | None) -> Calculation:
    """The example year's calculation with other changes on last year, by group code."""
    calculation = the_calculation()
    by_group = {
        code: replace(totals, change_percent=None if percents[code] is None else Fraction(str(percents[code])))
        for code, totals in calculation.totals.by_group.items()
    }
    return replace(calculation, totals=replace(calculation.totals, by_group=by_group))


def across(figure: Figure) -> list[tuple[float, float]]:
    """From where to where each dark whisker goes."""
    lines = [line.attrib for line in fromstring(as_svg(figure)).iter(f"{SVG}line")]
    return [
        (float(line["x1"]), float(line["x2"]))
        for line in lines
        if line["y1"] == line["y2"] and line["stroke-width"] == "1.4"
    ]


def test_the_finding_is_true_of_the_figures_and_groups_stand_by_size() -> None:
    changes = with_changes(DAC="3.5", WAT="-3.6", STA="4.0", HER="-12", RED="10")
    figure = changes_against_chance(changes)
    assert figure.finding == (
        "3 of 5 groups’ changes lie within what chance alone would bring; those of StAHCom and Hertsmere are larger."
    )
    assert [group.code for group in by_size(changes)] == ["DAC", "STA", "WAT", "HER", "RED"]
    texts = [text.text for text in fromstring(as_svg(figure)).iter(f"{SVG}text")]
    assert texts[1:3] == ["DacCom", "+3.5% (±3.5%)"]
    assert texts[-2:] == ["Red House", "+10.0% (±10.7%)"]


def test_whiskers_are_as_wide_as_the_band_and_centred_on_the_change() -> None:
    found = across(changes_against_chance(with_changes(DAC="3.5", WAT="-3.6", STA="4.0", HER="-12", RED="10")))
    widths = [right - left for left, right in found]
    assert len(found) == 5
    assert max(widths) == widths[-1]
    assert abs(widths[-1] / widths[0] - 10.6809 / 3.5333) < 0.01


def test_a_whisker_that_reaches_across_zero_is_drawn_on_both_sides_of_it() -> None:
    values = [Spread(label="A", value=2, off=5, shown="2"), Spread(label="B", value=-9, off=1, shown="-9")]
    figure = spreads(values, finding="f", alt="a", unit="%")
    bars = [rect.attrib for rect in fromstring(as_svg(figure)).iter(f"{SVG}rect")][1:]
    zero = float(bars[0]["x"])
    (left, right), (_, below) = across(figure)
    assert left < zero < right
    assert below < zero
    assert abs(float(bars[1]["x"]) + float(bars[1]["width"]) - zero) < 0.05


def test_what_is_not_defined_has_no_whisker_and_says_so() -> None:
    changes = with_changes(DAC=None, WAT=None, STA=None, HER=None, RED=None)
    figure = changes_against_chance(changes)
    assert across(figure) == []
    assert as_svg(figure).decode().count("nothing last year") == 5
    assert figure.finding == "No group’s change can be compared with chance."


def test_a_group_without_people_has_no_band() -> None:
    calculation = the_calculation()
    groups = tuple(replace(g, registered=Fraction(0)) if g.code == "RED" else g for g in calculation.groups)
    empty = replace(calculation, groups=groups)
    assert "+40.5%, nobody registered" in as_svg(changes_against_chance(empty)).decode()
    row = volatility_table(empty).rows[-1]
    assert [cell.text for cell in row][:5] == ["Red House", "0", "1,625,791.19", "–", "–"]
    assert row[3].note == "nobody is registered"
    assert row[-1].text == "Cannot be compared"


def test_the_table_gives_each_band_to_the_penny() -> None:
    first = volatility_table(the_calculation()).rows[0]
    assert [cell.text for cell in first] == [
        "DacCom", "178,870", "12,246,212.22", "1.80", "220,764.29", "432,698.01", "3.53", "+13.55",
        "Larger than chance",
    ]  # fmt: skip
