"""Plan against actual drawn: services by how far they are off, and one service by month with both added up below."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from contracts.monitoring.presented.words import finding_of, off_plan, short_month
from contracts.monitoring.rules.lines import Line
from contracts.monitoring.rules.months import Month, Service, State, comparison
from core.charts.axes import draw_values, every, round_axis
from core.charts.bars import Measure, distances
from core.charts.drawing import Drawing
from core.charts.figure import WIDTH, Figure
from core.charts.pen import DASHED, box, disc, line, polyline, words
from core.house_style import BLUE, BOLD, DARK_GREY, FAINT, MID_GREY, TEXT, text_width
from core.tables import percent_text
from core.wording import upper_first

WIDE: Final = 760.0
NARROW: Final = 300.0
_PLOT: Final = 130.0
_HEAD: Final = 26.0
_BETWEEN: Final = 40.0
_FOOT: Final = 18.0
_SIZE: Final = 7.0


def variances(lines: Sequence[Line], *, width: float = WIDTH) -> Figure:
    """How far each service is off its plan, in per cent."""
    measures = [
        Measure(label=each.service.name, value=each.units.percent, shown=_shown(each))
        for each in lines
        if each.is_shown
    ]
    off = [each for each in lines if each.is_shown and each.units.percent is not None]
    most = max(off, key=lambda each: abs(each.units.percent or Fraction(0)), default=None)
    finding = f"{upper_first(most.service.name)} is furthest off: {off_plan(most)}." if most else "Nothing is compared."
    return distances(
        measures,
        finding=finding,
        alt="Bars of how far each service is off its plan, in per cent; the table below says the same",
        unit="Difference from plan, per cent of the plan",
        width=width,
    )


def _shown(line: Line) -> str:
    found = line.units.percent
    return "nothing planned" if found is None else f"{percent_text(found, is_signed=True)}%"


def by_month(line_: Line, *, width: float = WIDE) -> Figure:
    """A service by month, plan beside actual, and below it both added up over the months that have both."""
    service = line_.service
    drawing = Drawing(width, _HEAD + _PLOT + _BETWEEN + _PLOT + _FOOT)
    _legend(drawing, service, width)
    foot = _FOOT + _PLOT + _BETWEEN
    _Panel(drawing, service, foot, _bar_values(service), width).draw_bars()
    words(drawing, (0, foot - 26), "Added up over the months that have both", size=_SIZE, ink=DARK_GREY)
    _Panel(drawing, service, _FOOT, _sum_values(service), width).draw_sums()
    return Figure(
        drawing=drawing,
        finding=finding_of(line_),
        alt=alt_of(service),
    )


def alt_of(service: Service) -> str:
    """What the chart of a service pictures, in short."""
    return f"{service.name}: bars of plan and actual by month, and lines of both added up; the table says the same"


def _bar_values(service: Service) -> list[Fraction]:
    return [value for each in service.months for value in (Fraction(each.planned), each.actual or Fraction(0))]


def _sum_values(service: Service) -> list[Fraction]:
    found = comparison(service.months)
    return [Fraction(found.plan), found.actual]


def _legend(drawing: Drawing, service: Service, width: float) -> None:
    top = drawing.height - 9
    words(drawing, (0, top), f"{service.unit} in the month", size=_SIZE, ink=DARK_GREY)
    left = width
    for ink, text in ((FAINT, "missing"), (BLUE, "actual"), (MID_GREY, "plan")):
        left -= text_width(text, _SIZE) + 2
        words(drawing, (left, top), text, size=_SIZE)
        left -= 10
        box(drawing, (left, top - 1), 7, 7, fill=ink)
        left -= 8
    if any(each.returned.state is State.PROVISIONAL for each in service.months):
        left -= text_width("provisional", _SIZE) + 2
        words(drawing, (left, top), "provisional", size=_SIZE)
        disc(drawing, (left - 6, top + 2.5), 2.0, fill="#ffffff", edge=DARK_GREY, width=0.9)


class _Panel:
    """One of the two plots, with its upright axis and the months below."""

    def __init__(
        self, drawing: Drawing, service: Service, foot: float, values: Sequence[Fraction], width: float
    ) -> None:
        self.drawing, self.service, self.foot = drawing, service, foot
        self.axis = round_axis(Fraction(0), max([*values, Fraction(1)]), most=4)
        self.y = self.axis.scale(foot, foot + _PLOT)
        self.left = self.axis.width + 6
        self.right = width - 2
        self.step = (self.right - self.left) / max(len(service.months), 1)
        self._ground()

    def middle(self, place: int) -> float:
        """The middle of the month of that number."""
        return self.left + (place + 0.5) * self.step

    def _ground(self) -> None:
        for place, each in enumerate(self.service.months):
            if each.is_missing:
                corner = (self.left + place * self.step, self.foot)
                box(self.drawing, corner, self.step, _PLOT, fill=FAINT)
        draw_values(self.drawing, self.axis, self.y, self.left, self.right)
        line(self.drawing, (self.left, self.foot), (self.right, self.foot), ink=TEXT)
        labels = [short_month(each.month) for each in self.service.months]
        each_so_many = every(labels, self.step)
        for place, label in enumerate(labels):
            if place % each_so_many == 0:
                middle = (self.middle(place), self.foot - 10)
                words(self.drawing, middle, label, size=_SIZE, ink=DARK_GREY, anchor="middle")

    def draw_bars(self) -> None:
        """Plan and actual beside each other; a ring above an actual that may still change."""
        wide = self.step * 0.36
        for place, each in enumerate(self.service.months):
            middle = self.middle(place)
            if each.plan is not None:
                self._bar(middle - wide, wide, Fraction(each.planned), MID_GREY)
            if each.actual is not None:
                self._bar(middle, wide, each.actual, BLUE)
                if each.returned.state is State.PROVISIONAL:
                    top = (middle + wide / 2, self.y.at(max(each.actual, Fraction(0))) + 5)
                    disc(self.drawing, top, 2.0, fill="#ffffff", edge=DARK_GREY, width=0.9)

    def _bar(self, left: float, wide: float, value: Fraction, ink: str) -> None:
        if value > 0:
            box(self.drawing, (left, self.foot), wide, self.y.at(value) - self.foot, fill=ink)

    def draw_sums(self) -> None:
        """Plan (dashed) and actual added up; a missing month adds to neither."""
        places = [(place, each) for place, each in enumerate(self.service.months) if each.is_compared]
        for ink, width, dashes, is_plan in ((MID_GREY, 1.2, DASHED, True), (BLUE, 1.8, (), False)):
            points = [(self.middle(place), self.y.at(self._to(each, is_plan=is_plan))) for place, each in places]
            polyline(self.drawing, points, ink=ink, width=width, dashes=dashes)
            for point in points:
                disc(self.drawing, point, 1.8, fill=ink, edge="#ffffff", width=0.4)
        if places:
            last = comparison([each for _, each in places])
            end = self.middle(places[-1][0])
            said = f"{percent_text(last.percent, is_signed=True)}%" if last.percent is not None else ""
            top = self.y.at(max(last.actual, Fraction(last.plan))) + 4
            words(
                self.drawing,
                (min(end, self.right - 14), min(top + 3, self.foot + _PLOT + 5)),
                said,
                font=BOLD,
                anchor="middle",
            )

    def _to(self, month: Month, *, is_plan: bool) -> Fraction:
        found = comparison(self.service.compared(month.month))
        return Fraction(found.plan) if is_plan else found.actual
