"""The notices of a contract drawn along time: a lane for each with its marks, and below them the money held."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from contracts.agreements.rules.months import spans
from contracts.monitoring.presented.words import short_month
from contracts.notices.rules.timeline import Lane, Sign, Timeline
from core.charts.drawing import Drawing, Mark
from core.charts.figure import Figure
from core.charts.pen import DASHED, box, legend, legend_lines, line, mark, polyline, words
from core.house_style import BLUE, BOLD, DARK_GREY, FAINT, RULE, TEXT, fitted, text_width
from core.wording import sterling

WIDE: Final = 760.0
NARROW: Final = 240.0
"""As wide as a page of 320 pixels draws it, so that its words stand as large as they are written."""
ALT: Final = "Notices as lanes along time with a mark for each event, and the money held; the table below says the same"
_SIZE: Final = 7.5
_SIZE_NARROW: Final = 9.5
_LANE: Final = 36.0
_BAR: Final = 4.0
_BAR_FOOT: Final = 9.0
_NAME_FOOT: Final = 21.0
_MONTHS: Final = 16.0
_MONEY: Final = 44.0
_GAP: Final = 8.0
_EDGE: Final = 5.0
_MARK: Final = 3.2
_MARKS: Final[Mapping[Sign, Mark]] = {
    Sign.ISSUED: Mark.DIAMOND,
    Sign.TALKED: Mark.CIRCLE,
    Sign.SETTLED: Mark.SQUARE,
    Sign.DONE: Mark.RING,
    Sign.MISSED: Mark.UP,
    Sign.DUE: Mark.OPEN_DOWN,
}
_ORDER: Final = (Sign.TALKED, Sign.DONE, Sign.DUE, Sign.SETTLED, Sign.MISSED, Sign.ISSUED)
"""In which order marks are drawn: where two fall on one day, the later in this order is seen."""


def timeline_figure(found: Timeline, *, width: float = WIDE) -> Figure:
    """The timeline of a contract, as wide as a page takes it."""
    shown = {point.sign for lane in found.lanes for point in lane.points}
    marks = [(mark_, sign.value) for sign, mark_ in _MARKS.items() if sign in shown]
    foot = _MONTHS + (_MONEY + _GAP if found.held else 0.0)
    top = foot + len(found.lanes) * _LANE
    size = _SIZE if width > NARROW else _SIZE_NARROW
    drawing = Drawing(width, round(top + 11 * legend_lines(marks, width, size=size) + _GAP, 2))
    legend(drawing, marks, drawing.height, size=size)
    plot = _Plot(drawing, found, top, size)
    plot.draw_months()
    if found.held:
        plot.draw_money()
    for place, lane in enumerate(found.lanes):
        plot.draw_lane(lane, top - (place + 1) * _LANE)
    plot.draw_today()
    return Figure(drawing=drawing, finding=found.finding, alt=ALT)


class _Plot:
    """The lanes over the months, days from left to right."""

    def __init__(self, drawing: Drawing, found: Timeline, top: float, size: float) -> None:
        self.drawing, self.found, self.top, self.size = drawing, found, top, size
        self.first = found.first.replace(day=1)
        self.days = max((found.last - self.first).days, 30)

    def at(self, day: date) -> float:
        """Where a day stands."""
        return _EDGE + (self.drawing.width - 2 * _EDGE) * (day - self.first).days / self.days

    def draw_months(self) -> None:
        """A pale line where a month begins, and its name where there is room."""
        room, free = 5.0, 0.0
        for month, (begin, _) in spans(self.first, self.first + timedelta(days=self.days)).items():
            place, name = self.at(begin), short_month(month)
            line(self.drawing, (place, _MONTHS - 3), (place, self.top), ink=RULE, width=0.4)
            if place >= free and place + text_width(name, self.size) <= self.drawing.width:
                words(self.drawing, (place, 3), name, size=self.size, ink=DARK_GREY)
                free = place + text_width(name, self.size) + room

    def draw_lane(self, lane: Lane, foot: float) -> None:
        """A notice: its number and title, and below them a bar from its issue to its end with its marks."""
        name, middle = f"Notice {lane.number}", foot + _BAR_FOOT
        state = "over" if lane.ends_on else "overdue" if lane.is_overdue else "open"
        begin, end = self.at(lane.begins_on), self.at(lane.ends_on or self.found.on)
        words(self.drawing, (0, foot + _NAME_FOOT), name, size=self.size, font=BOLD)
        left = text_width(name, self.size, BOLD) + 6
        rest = fitted(f"{state}: {lane.title}", self.drawing.width - left, self.size)
        words(self.drawing, (left, foot + _NAME_FOOT), rest, size=self.size, ink=TEXT)
        fill = FAINT if lane.ends_on else BLUE
        box(self.drawing, (begin, middle - _BAR / 2), max(end - begin, 1.0), _BAR, fill=fill)
        line(self.drawing, (0, foot - 0.5), (self.drawing.width, foot - 0.5), ink=RULE, width=0.4)
        for point in sorted(lane.points, key=lambda each: (_ORDER.index(each.sign), each.on)):
            mark(self.drawing, _MARKS[point.sign], (self.at(point.on), middle), size=_MARK)

    def draw_today(self) -> None:
        """The day on which it is looked at, beside the words and not across them."""
        place, lanes = self.at(self.found.on), [self.top - (n + 1) * _LANE for n in range(len(self.found.lanes))]
        feet = [(foot, foot + _NAME_FOOT - 3) for foot in lanes]
        for foot, head in [*feet, *([(_MONTHS, _MONTHS + _MONEY - 13)] if self.found.held else [])]:
            line(self.drawing, (place, foot), (place, head), ink=TEXT, width=0.8, dashes=DASHED)

    def draw_money(self) -> None:
        """What is held from day to day, as steps; the most of it stands as a figure."""
        foot, most = _MONTHS + 2, max(pence for _, pence in self.found.held)
        scale = (_MONEY - 16) / most if most else 0.0
        line(self.drawing, (0, foot), (self.drawing.width, foot), ink=TEXT)
        label = f"Money held, at most {sterling(most)}"
        words(self.drawing, (0, foot + _MONEY - 10), label, size=self.size, ink=DARK_GREY)
        places = [(self.at(day), foot + pence * scale) for day, pence in self._steps()]
        polyline(self.drawing, places, ink=BLUE, width=1.8)

    def _steps(self) -> Iterator[tuple[date, int]]:
        """Each day on which it changes twice: as it was before, and as it is then; to today."""
        before = 0
        for day, pence in self.found.held:
            yield day, before
            yield day, pence
            before = pence
        yield self.found.on, before
