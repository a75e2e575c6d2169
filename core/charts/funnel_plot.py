"""A funnel plot: rates against the size of the population, between limits that are wider for the smaller ones.

Who lies outside is told by the shape of the mark and named beside it; limits and the rate of all carry their names at
their ends. Whether more or fewer is better, the drawing does not say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from core.charts.axes import Axis, Scale, apart, draw_values, round_axis
from core.charts.drawing import Drawing, Mark, Place
from core.charts.figure import WIDTH, Figure
from core.charts.pen import DASHED, in_lines, legend, legend_lines, line, mark, polyline, words
from core.funnel import Dispersion, Funnel, FunnelLimits, Standing, Unit, limits_at
from core.house_style import BOLD, DARK_BLUE, DARK_GREY, MID_GREY, TEXT, fitted, text_width
from core.wording import listed

HEIGHT: Final = 220.0
_SIZE: Final = 7.0
_CURVE_POINTS: Final = 40
_NAMED: Final = 12
_SHOWN: Final = 3
_MARKS: Final = {
    Standing.FAR_ABOVE: (Mark.UP, "above the 99.8% limit"),
    Standing.ABOVE: (Mark.OPEN_UP, "above the 95% limit"),
    Standing.WITHIN: (Mark.RING, "within the limits"),
    Standing.BELOW: (Mark.OPEN_DOWN, "below the 95% limit"),
    Standing.FAR_BELOW: (Mark.DOWN, "below the 99.8% limit"),
}
_FAR: Final = (Standing.FAR_ABOVE, Standing.FAR_BELOW)
_SCATTER: Final = {
    Dispersion.OVER: "The rates scatter more than chance alone makes them: limits are too narrow to judge by.",
    Dispersion.UNDER: "The rates scatter less than chance alone makes them: limits are too wide to judge by.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is drawn: the funnel, the name of each unit, what the rates are, of what population, how one is written.

    `what`: “First contacts”; `unit`: “per 1,000 weighted population”; `who`: “practices”; `size`: the axis below.
    """

    funnel: Funnel
    names: Sequence[str]
    what: str
    unit: str
    who: str
    size: str
    write: Callable[[Fraction], str]


def funnel_figure(compared: Compared, *, width: float = WIDTH, plot: float = HEIGHT) -> Figure:
    """The funnel plot at that width, its plot of that height, with the sentence that says what it shows."""
    standings = {unit.standing for unit in compared.funnel.units}
    marks = [_MARKS[standing] for standing in _MARKS if standing in standings]
    notes = [each for note in _notes(compared) for each in in_lines(note, width - 4, _SIZE)]
    head, foot = 18 + legend_lines(marks, width) * 11 + 6, 30 + len(notes) * 10.0
    drawing = Drawing(width, round(head + plot + foot, 2))
    words(drawing, (0, drawing.height - 9), fitted(f"{compared.what} {compared.unit}", width, _SIZE), ink=DARK_GREY)
    legend(drawing, marks, drawing.height - 14)
    for number, note in enumerate(notes):
        words(drawing, (0, foot - 37 - number * 10), note, ink=DARK_GREY)
    drawn = [(name, unit) for name, unit in zip(compared.names, compared.funnel.units, strict=True) if unit.population]
    if drawn and compared.funnel.rate is not None:
        _Plot(compared, drawn, compared.funnel.rate, (width, foot, foot + plot)).draw(drawing)
    else:
        middle = (width / 2, foot + plot / 2)
        words(drawing, middle, "There is nothing to compare yet.", size=8, ink=DARK_GREY, anchor="middle")
    return Figure(drawing=drawing, finding=finding_of(compared), alt=_alt(compared))


def finding_of(compared: Compared) -> str:
    """What the funnel shows: who lies beyond the 99.8% limits, and whether chance can be told from the rest."""
    units = [(n, u) for n, u in zip(compared.names, compared.funnel.units, strict=True) if u.rate is not None]
    if not units or compared.funnel.rate is None:
        return f"{compared.what}: there is nothing to compare yet."
    far = [
        f"{_named([name for name, unit in units if unit.standing is standing], compared.who)} {side} the 99.8% limit"
        for standing, side in ((Standing.FAR_ABOVE, "above"), (Standing.FAR_BELOW, "below"))
        if any(unit.standing is standing for _, unit in units)
    ]
    said = listed(far) if far else f"none of the {len(units)} {compared.who} is beyond the 99.8% limits"
    finding = f"{compared.what}, {compared.write(compared.funnel.rate)} {compared.unit} in all: {said}."
    return f"{finding} {_SCATTER.get(compared.funnel.dispersion, '')}".strip()


def _named(names: Sequence[str], who: str) -> str:
    if len(names) > _SHOWN:
        return f"{len(names)} {who} are"
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}"


def _alt(compared: Compared) -> str:
    return f"Funnel plot of {compared.what} {compared.unit}: {len(compared.names)} {compared.who} by their population"


def _notes(compared: Compared) -> Iterator[str]:
    without = [n for n, u in zip(compared.names, compared.funnel.units, strict=True) if not u.population]
    if without:
        yield f"Without a population, and not drawn: {listed(without)}."


class _Plot:
    """The part between the axes. `frame`: the width of the drawing, foot and top of the plot."""

    def __init__(
        self, compared: Compared, drawn: Sequence[tuple[str, Unit]], rate: Fraction, frame: tuple[float, float, float]
    ) -> None:
        self.compared, self.drawn, self.rate = compared, drawn, rate
        width, self.foot, self.top = frame
        sizes = [unit.population for _, unit in drawn]
        self.curves = list(self._curves(min(sizes), max(sizes)))
        rates = [unit.rate for _, unit in drawn if unit.rate is not None]
        highest = max(*rates, min(self.curves[0][1].high, 3 * max(*rates, rate)), rate)
        self.axis = round_axis(Fraction(0), highest * Fraction(104, 100))
        self.sizes = _size_axis(max(sizes))
        self.y = self.axis.scale(self.foot, self.top)
        self.left = self.axis.width + 6
        self.ends = self._ends()
        self.right = width - max(text_width(text, _SIZE, BOLD) for _, text in self.ends) - 8
        self.x = Scale(self.left, self.right, 0, self.sizes.ticks[-1])

    def draw(self, drawing: Drawing) -> None:
        """Ground and curves, then the units, then names."""
        draw_values(drawing, self.axis, self.y, self.left, self.right)
        self._draw_sizes(drawing)
        line(drawing, (self.left, self.y.at(self.rate)), (self.right, self.y.at(self.rate)), width=0.9)
        for of, dashes in ((_low, ()), (_high, ()), (_lower, DASHED), (_upper, DASHED)):
            run = [(self.x.at(size), self.y.at(of(at))) for size, at in self.curves if of(at) <= self.axis.ticks[-1]]
            ink = MID_GREY if dashes else DARK_GREY
            polyline(drawing, run, ink=ink, width=0.9, dashes=dashes)
        for _, unit in self.drawn:
            if unit.standing in _MARKS:
                mark(drawing, _MARKS[unit.standing][0], self._place(unit))
        wanted = [self.y.at(value) - 2.4 for value, _ in self.ends]
        for place, (_, text) in zip(apart(wanted, gap=8.5, low=self.foot, high=self.top), self.ends, strict=True):
            words(drawing, (self.right + 4, place), text, font=BOLD)
        self._draw_names(drawing)

    def _curves(self, smallest: Fraction, largest: Fraction) -> Iterator[tuple[Fraction, FunnelLimits]]:
        """The limits at sizes that lie closer together where the funnel bends more, to the end of the axis."""
        end = _size_axis(largest).ticks[-1]
        for number in range(_CURVE_POINTS + 1):
            size = smallest + (end - smallest) * Fraction(number * number, _CURVE_POINTS**2)
            yield size, limits_at(size, self.rate, per=self.compared.funnel.per)

    def _ends(self) -> list[tuple[Fraction, str]]:
        last = self.curves[-1][1]
        return [
            (last.high, "99.8%"),
            (last.upper, "95%"),
            (self.rate, f"all {self.compared.write(self.rate)}"),
            (last.lower, "95%"),
            (last.low, "99.8%"),
        ]

    def _place(self, unit: Unit) -> Place:
        return self.x.at(unit.population), self.y.at(unit.rate or 0)

    def _draw_sizes(self, drawing: Drawing) -> None:
        line(drawing, (self.left, self.foot), (self.right, self.foot))
        for tick, text in zip(self.sizes.ticks, self.sizes.texts, strict=True):
            place = self.x.at(tick)
            line(drawing, (place, self.foot), (place, self.foot - 2.5), ink=DARK_GREY)
            words(drawing, (place, self.foot - 10), text, ink=DARK_GREY, anchor="middle")
        words(drawing, (self.right, self.foot - 21), self.compared.size, ink=DARK_GREY, anchor="end")

    def _draw_names(self, drawing: Drawing) -> None:
        """The names of those outside, farthest first, wherever one has room beside its mark."""
        outside = [
            (name, unit) for name, unit in self.drawn if unit.standing not in (Standing.WITHIN, Standing.NO_RATE)
        ]
        outside.sort(key=lambda each: (each[1].standing not in _FAR, -abs((each[1].rate or 0) - self.rate)))
        taken = [_around(self._place(unit), 4, 4) for _, unit in self.drawn]
        for name, unit in outside[:_NAMED]:
            x, y = self._place(unit)
            wide = text_width(name, _SIZE)
            for left, foot in (
                (x + 5, y - 2.4),
                (x - 5 - wide, y - 2.4),
                (x - wide / 2, y + 5),
                (x - wide / 2, y - 10),
            ):
                room = (left, foot - 1, left + wide, foot + 6)
                if room[0] >= self.left and room[2] <= self.right and not any(_meet(room, each) for each in taken):
                    words(drawing, (left, foot), name, ink=DARK_BLUE if unit.standing in _FAR else TEXT)
                    taken.append(room)
                    break


def _size_axis(largest: Fraction) -> Axis:
    """Round numbers to beyond the largest, so that no mark stands on the edge."""
    return round_axis(Fraction(0), largest * Fraction(102, 100), most=5)


_Box = tuple[float, float, float, float]


def _around(middle: Place, across: float, up: float) -> _Box:
    return middle[0] - across, middle[1] - up, middle[0] + across, middle[1] + up


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _low(limits: FunnelLimits) -> Fraction:
    return limits.low


def _lower(limits: FunnelLimits) -> Fraction:
    return limits.lower


def _upper(limits: FunnelLimits) -> Fraction:
    return limits.upper


def _high(limits: FunnelLimits) -> Fraction:
    return limits.high
