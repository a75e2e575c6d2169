"""200 process charts drawn as SVG against the bare lines of the same figures, both through the same pen and writer.

What is compared. *The process chart* is what a page shows: axes, mean, limits, near limits, target, a mark for every
point, legend, both symbols, notes, and the sentences of finding and description. *The bare line* is the line of the
figures and nothing else, as a complete SVG document with a title and a description, which no chart of ours goes
without: no axis, no limit, no mark. Both go from the exact figures to lengths in the same way. Limits and signals are
worked out before: they are rules, not drawing; how long they take is printed beside. So is the ratio to a bare line
whose ends are found by comparing exact fractions, as one would write it without thinking of speed. Limit: 4 times the
bare line. Processor time; the middle of the ratios of many rounds, in which both take turns.

Charts of a dashboard have axes of periods and of values in common: these are written once (`core.charts.drawing`), so
the first charts of a process take longer. The first round is not counted.
"""

import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import median

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.charts import period_text
from contracts.performance.rules.assessing import value_written
from core.charts.axes import Scale
from core.charts.drawing import Drawing
from core.charts.figure import WIDTH, Figure
from core.charts.pen import polyline
from core.charts.process import HEIGHT, Process, process_figure
from core.charts.svg import as_svg
from core.house_style import MID_GREY
from core.spc import Improvement, xmr

CHARTS, POINTS, ROUNDS = 200, 36, 25
MOST_TIMES = 4.0
PERIODS = [period_text(Period(month_after("2005-04", count))) for count in range(POINTS)]
Series = Sequence[Fraction]


def main() -> int:
    """Measure, print, and fail when the figure is over its limit."""
    rows = _rows()
    charts = [xmr(each, improvement=Improvement.HIGHER, target=95) for each in rows]
    drawn = [
        Process(chart=chart, periods=PERIODS, name="A KPI", unit="%", write=value_written, floor=0, ceiling=100)
        for chart in charts
    ]
    chart, bare, slow, rules = _times(
        [
            lambda: [as_svg(process_figure(each)) for each in drawn],
            lambda: [as_svg(_line(each)) for each in rows],
            lambda: [as_svg(_line_between_exact_ends(each)) for each in rows],
            lambda: [xmr(each, improvement=Improvement.HIGHER, target=95) for each in rows],
        ]
    )
    ratio = median(one / other for one, other in zip(chart, bare, strict=True))
    print(
        f"{CHARTS} process charts of {POINTS} points: {_each(chart)} ms each against {_each(bare)} ms of their bare "
        f"lines: {ratio:.2f} times (at most {MOST_TIMES}); a bare line between exact ends takes {_each(slow)} ms, "
        f"limits and signals besides {_each(rules)} ms"
    )
    return 0 if ratio <= MOST_TIMES else 1


def _rows() -> list[Series]:
    """Figures that jump about, the same on every run."""
    return [
        [Fraction(7800 + (number * 379 + place * place * 131) % 2100, 100) for place in range(POINTS)]
        for number in range(CHARTS)
    ]


def _times(acts: Sequence[Callable[[], object]]) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS + 1):
        for place, act in enumerate(acts):
            begun = time.process_time()
            act()
            taken[place].append(time.process_time() - begun)
    return [each[1:] for each in taken]


def _each(taken: Sequence[float]) -> str:
    return f"{median(taken) / CHARTS * 1000:.3f}"


def _line(values: Series) -> Figure:
    """The line of the figures alone, from its lowest to its highest."""
    lengths = [each.numerator / each.denominator for each in values]
    return _drawn(lengths, Scale(0, HEIGHT, min(lengths), max(lengths)), values)


def _line_between_exact_ends(values: Series) -> Figure:
    """The same, its ends found among the exact figures."""
    lengths = [float(each) for each in values]
    return _drawn(lengths, Scale(0, HEIGHT, min(values), max(values)), values)


def _drawn(lengths: Sequence[float], scale: Scale, values: Series) -> Figure:
    drawing = Drawing(WIDTH, HEIGHT)
    step = WIDTH / len(lengths)
    places = [(number * step, height) for number, height in enumerate(scale.all_at(lengths))]
    polyline(drawing, places, ink=MID_GREY, width=1.0)
    first, last = value_written(values[0]), value_written(values[-1])
    alt = f"Line of A KPI, {PERIODS[0]} to {PERIODS[-1]}: {len(values)} figures, {first} at first and {last} at last"
    return Figure(drawing=drawing, finding="A KPI", alt=alt)


if __name__ == "__main__":
    sys.exit(main())
