"""Activity drawn: completeness as a heat map, a trend with its limits, practices in a funnel, one against its group."""

from collections.abc import Sequence
from fractions import Fraction

from commissioning.activity.presented.seeing.completeness import Line, finding_of
from commissioning.activity.presented.seeing.practices import Compared, OnePractice, practice_finding
from commissioning.activity.rules.completeness import KIND_NAMES, Kind
from commissioning.activity.rules.months import first_day_of
from commissioning.activity.rules.trends import Point
from core.charts.figure import Bar, Figure, Row, bar_figure
from core.charts.funnel_plot import Compared as Funnelled
from core.charts.funnel_plot import funnel_figure
from core.charts.heat import Column, HeatRow, heat_map
from core.charts.process import Process, process_figure
from core.charts.stacks import Layer
from core.house_style import BLUE, MID_GREY
from core.periods import FinancialYear
from core.spc import Chart
from core.tables import number_text, percent_text

WIDE, NARROW = 760.0, 300.0
"""Widths of drawings on a wide page and on a narrow one, such as a telephone’s."""
_LOOKS = {
    Kind.IN_TIME: ("T", "#005eb8", "#ffffff"),
    Kind.CAME_LATE: ("L", "#9fd0f2", "#212b32"),
    Kind.QUERIED: ("Q", "#ffb81c", "#212b32"),
    Kind.UNCERTIFIED: ("C", "#fff2b3", "#212b32"),
    Kind.DUE: ("D", "#e8edee", "#212b32"),
    Kind.LATE: ("O", "#ed8b00", "#212b32"),
    Kind.MISSING: ("M", "#7c2855", "#ffffff"),
    Kind.WAIVED: ("W", "#768692", "#ffffff"),
}
_LATE_WORDS = {Kind.LATE: "Late, not there yet", Kind.QUERIED: "Queried or to be sent again"}


def completeness_map(lines: Sequence[Line], months: Sequence[str], *, width: float = 560.0) -> Figure:
    """What came of each return, by month."""
    layers = {
        kind: Layer(short=short, name=_LATE_WORDS.get(kind, KIND_NAMES[kind]), colour=colour, ink=ink)
        for kind, (short, colour, ink) in _LOOKS.items()
    }
    kinds = [[line.kind(month) for month in months] for line in lines]
    used = {kind for row in kinds for kind in row}
    return heat_map(
        [layer for kind, layer in layers.items() if kind in used],
        [
            Column(label=f"{first_day_of(month):%b}", under=str(FinancialYear.of(first_day_of(month))))
            for month in months
        ],
        [
            HeatRow(label=_label(line, lines), cells=[None if kind is None else layers.get(kind) for kind in row])
            for line, row in zip(lines, kinds, strict=True)
        ],
        finding=finding_of(lines),
        alt="Heat map of returns by provider and month; the table below says the same in words",
        nothing="Nothing due",
        width=width,
    )


def _label(line: Line, lines: Sequence[Line]) -> str:
    """The provider, and which of its returns where it makes several."""
    several = sum(each.provider == line.provider for each in lines) > 1
    return f"{line.provider}: {line.name}" if several else line.provider


def trend(points: Sequence[Point], chart: Chart, *, name: str, unit: str, width: float = WIDE) -> Figure:
    """A service's figures over time with their process limits."""
    return process_figure(
        Process(
            chart=chart,
            periods=[f"{first_day_of(each.month):%b %y}" for each in points],
            name=name,
            unit=f"{unit} in the month",
            write=_written,
            floor=0,
            provisional=frozenset(
                place for place, each in enumerate(points) if each.value is not None and not each.is_frozen
            ),
        ),
        width=width,
    )


def _written(value: Fraction) -> str:
    return number_text(value, None if value.denominator == 1 else 1)


def practices_funnel(held: Compared, *, what: str, people: str, width: float = WIDE) -> Figure:
    """The rates of practices against limits that are wider for the smaller ones."""
    return funnel_figure(
        Funnelled(
            funnel=held.funnel,
            names=[each.name for each in held.drawn],
            what=what,
            unit=f"per 1,000 {people}",
            who="practices",
            size=people[0].upper() + people[1:],
            write=lambda rate: percent_text(rate, 1),
        ),
        width=width,
    )


def practice_and_group(held: OnePractice, *, what: str) -> Figure:
    """A practice's rate and its group's, month by month."""
    rows = []
    for month in held.months:
        own, group = held.rates(month)
        bars = [_bar(own, held.practice.name, BLUE)]
        if held.group:
            bars.append(_bar(group, held.group, MID_GREY))
        rows.append(Row(label=f"{first_day_of(month):%B %Y}", bars=tuple(bars)))
    return bar_figure(
        rows,
        finding=practice_finding(held, what=what),
        alt=f"Bars of {what} per 1,000 people by month, the practice above its group",
        unit=f"{what} per 1,000 people",
    )


def _bar(rate: Fraction | None, name: str, ink: str) -> Bar:
    shown = "not shown" if rate is None else percent_text(rate, 1)
    return Bar(end=rate, shown=f"{shown} {name}", colour=ink)
