"""A trend as a table: each month with its figure, whether it is frozen, and what it says; gaps with their reason."""

from collections.abc import Callable, Sequence

from commissioning.activity.rules.months import first_day_of
from commissioning.activity.rules.trends import Point
from core.spc import Chart
from core.spc_signals import Label
from core.tables import Cell, Table, columns, number, number_text, table, words

_SAYS = {
    Label.OUTSIDE: "Outside the limits",
    Label.TREND: "Part of a trend of seven or more",
    Label.TWO_OF_THREE: "Two of three near a limit",
    Label.SHIFT: "Part of seven or more on one side of the mean",
    Label.COMMON_CAUSE: "Chance alone",
    Label.NO_FIGURE: "",
}


def trend_table(
    points: Sequence[Point],
    chart: Chart,
    *,
    caption: str,
    unit: str,
    address_of: Callable[[str], str] = lambda _: "",
) -> Table:
    """Months, latest first, with the figure, whether it stands for good, and what it says against the limits."""
    rows = [_cells(point, chart.points[place].label, address_of(point.month)) for place, point in enumerate(points)]
    return table("trend", caption, columns("Month", f"#{unit}", "State", "Against the limits"), rows[::-1])


def _cells(point: Point, label: Label, address: str) -> list[Cell]:
    return [
        words(f"{first_day_of(point.month):%B %Y}", href=address),
        number(point.value),
        words(state_of(point)),
        words(_SAYS[label]),
    ]


def state_of(point: Point) -> str:
    """Whether a figure stands for good, or why there is none."""
    if point.value is None:
        return point.why_not
    said = ["Frozen" if point.is_frozen else "Provisional"]
    if point.is_nil:
        said.append("nil return")
    if point.corrected:
        said.append(f"corrected by {'+' if point.corrected > 0 else ''}{number_text(point.corrected)} later")
    return ", ".join(said)


def limits_in_words(chart: Chart) -> str:
    """On how many figures the limits rest, and that they are trial limits where they are few."""
    held = chart.latest
    if held.upper_limit is None:
        return "There are too few figures in a row for process limits."
    if held.is_trial:
        return f"The process limits are trial limits: they rest on {held.counted} figures, fewer than 12."
    return f"The process limits rest on {held.counted} figures."


def corrected_in_words(points: Sequence[Point]) -> str:
    """How many months were corrected after they were frozen."""
    count = sum(bool(each.corrected) for each in points)
    if not count:
        return ""
    told = "1 month was" if count == 1 else f"{count} months were"
    return f"{told} corrected after freezing: the figure shown is the corrected one, and the table says by how much."


def provisional_in_words(points: Sequence[Point]) -> str:
    """Which figures may still change."""
    months = [f"{first_day_of(each.month):%B %Y}" for each in points if each.value is not None and not each.is_frozen]
    if not months:
        return "All figures are frozen." if any(each.value is not None for each in points) else ""
    if len(months) == 1:
        return f"The figure of {months[0]} is provisional."
    return f"The figures of {len(months)} months are provisional; the first of them is {months[0]}."
