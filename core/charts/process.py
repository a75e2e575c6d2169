"""A process chart (XmR): figures over time with mean, limits, near limits, target, rebases and the two symbols.

What a point says is told by the shape of its mark as well as by its colour; every line carries its name and value at
its end. A period without a figure is a grey band, never a nought. Limits that no figure can reach are drawn at the edge
of what can be (`floor`, `ceiling`); the chart's own stay as they are.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from core.charts.drawing import Drawing, Mark, Shared
from core.charts.figure import WIDTH, Figure
from core.charts.pen import in_lines, legend, legend_lines, texts, words
from core.charts.process_plot import Plot, Process
from core.charts.process_words import alt_of, figures_of, finding_of, notes_of
from core.charts.symbols import Symbols, draw_symbols, symbols_of
from core.house_style import DARK_GREY, fitted
from core.spc import Meaning

__all__ = ["HEIGHT", "Process", "process_figure"]

HEIGHT: Final = 190.0
_HEAD: Final = 22.0
_FOOT: Final = 17.0
_NOTE: Final = 10.0
_SIZE: Final = 7.0
_MARKS: Final = (
    (Meaning.COMMON_CAUSE, Mark.CIRCLE),
    (Meaning.NEITHER, Mark.SQUARE),
    (Meaning.CONCERN, Mark.UP),
    (Meaning.IMPROVEMENT, Mark.DIAMOND),
)
_LEGEND: Final = (
    (Mark.DIAMOND, "improvement"),
    (Mark.UP, "concern"),
    (Mark.SQUARE, "more than chance"),
    (Mark.CIRCLE, "chance alone"),
)


def process_figure(process: Process, *, width: float = WIDTH, plot: float = HEIGHT) -> Figure:
    """The process chart at that width, its plot of that height, with the sentence that says what it shows."""
    chart = process.chart
    known = [point for point in chart.points if point.value is not None]
    marked = _marked([point.meaning for point in known])
    kinds = [kind for kind, _ in marked]
    said = tuple([each for each in _LEGEND if each[0] in kinds])
    figures = figures_of(chart, known, process.write)
    notes = _notes(process, figures.known, width)
    foot = _FOOT + len(notes) * _NOTE
    drawing = Drawing(width, round(_HEAD + _legend_lines(said, width) * 11 + 12 + plot + foot, 2))
    drawing.parts.append(_head(symbols_of(chart), said, process.unit, width, drawing.height))
    Plot(process, figures, marked, (width, foot, foot + plot)).draw(drawing)
    below = [(0.0, foot - _FOOT - 6 - number * _NOTE, note) for number, note in enumerate(notes)]
    texts(drawing, below, size=_SIZE, ink=DARK_GREY)
    return Figure(
        drawing=drawing,
        finding=finding_of(chart, process.periods, process.name, figures),
        alt=alt_of(process.periods, process.name, figures),
    )


_legend_lines = lru_cache(maxsize=500)(legend_lines)


def _marked(meanings: Sequence[Meaning]) -> list[tuple[Mark, list[int]]]:
    """Which figures have which mark: chance alone first, as most have it, what stands out on top."""
    rest, marked = list(enumerate(meanings)), []
    for meaning, kind in _MARKS:
        if numbers := [number for number, each in rest if each is meaning]:
            marked.append((kind, numbers))
        if len(numbers) == len(rest):
            break
        rest = [each for each in rest if each[1] is not meaning]
    return marked


def _notes(process: Process, known: int, width: float) -> list[str]:
    """What stands below the drawing, in lines."""
    notes = notes_of(process.chart, known)
    notes += [f"{n}: {process.periods[at]}. {said}" for n, (at, said) in enumerate(process.annotations, 1)]
    if process.provisional:
        notes.append("Ring: provisional, the figure may still change.")
    return [each for note in notes for each in in_lines(note, width - 4, _SIZE)]


@lru_cache(maxsize=500)
def _head(symbols: Symbols, marks: Sequence[tuple[Mark, str]], unit: str, width: float, height: float) -> Shared:
    """What stands above the plot: unit, symbols and legend."""
    drawing = Drawing(width, height)
    draw_symbols(drawing, symbols, width - 1, height - 10)
    legend(drawing, marks, height - _HEAD)
    words(drawing, (0, height - 12), fitted(unit, width * 0.45, _SIZE), size=_SIZE, ink=DARK_GREY)
    return drawing.shared()
