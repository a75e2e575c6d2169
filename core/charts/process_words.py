"""What a process chart shows, in sentences: the finding, the short description, and the notes below the drawing."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from core.spc import Assurance, Chart, Meaning, Point
from core.spc_limits import ENOUGH_POINTS
from core.spc_signals import Label, Side
from core.wording import in_full, listed, upper_first

Written = Callable[[Fraction], str]

_SHOWN: Final = 3
_SAYS: Final = {
    (Label.OUTSIDE, Side.HIGH): "lies above the upper limit",
    (Label.OUTSIDE, Side.LOW): "lies below the lower limit",
    (Label.TREND, Side.HIGH): "ends a rise of seven or more figures",
    (Label.TREND, Side.LOW): "ends a fall of seven or more figures",
    (Label.TWO_OF_THREE, Side.HIGH): "is one of two in three near the upper limit",
    (Label.TWO_OF_THREE, Side.LOW): "is one of two in three near the lower limit",
    (Label.SHIFT, Side.HIGH): "is one of seven or more in a row above the mean",
    (Label.SHIFT, Side.LOW): "is one of seven or more in a row below the mean",
}
_MEANS: Final = {
    Meaning.IMPROVEMENT: ": an improvement",
    Meaning.CONCERN: ": a concern",
    Meaning.NEITHER: ": more than chance",
}


class Figures(NamedTuple):
    """The figures of a chart in words, each written once, blank where there is none; `known`: of how many periods."""

    known: int
    latest: str
    mean: str
    lower: str
    upper: str
    target: str


def figures_of(chart: Chart, known: Sequence[Point], write: Written) -> Figures:
    """Mean, limits and target of a chart, and the last of its points that are known."""
    limits = chart.latest
    latest = known[-1].value if known else None
    told = (latest, limits.mean, limits.lower_limit, limits.upper_limit, chart.target)
    return Figures(len(known), *["" if value is None else write(value) for value in told])


def finding_of(chart: Chart, periods: Sequence[str], name: str, figures: Figures) -> str:
    """What the chart shows: where the process stands now, what stood out before, and whether it meets its target."""
    return " ".join(_sentences(chart, periods, name, figures))


def _sentences(chart: Chart, periods: Sequence[str], name: str, figures: Figures) -> Iterator[str]:
    place = next((n for n in range(len(chart.points) - 1, -1, -1) if chart.points[n].value is not None), None)
    if place is None:
        yield f"{name}: there is no figure yet."
        return
    period, last, value = periods[place], chart.points[place], figures.latest
    if last.side is not None:
        yield f"{name}: the latest figure, {value} in {period}, {_SAYS[last.label, last.side]}{_MEANS[last.meaning]}."
    elif chart.latest.upper_limit is None:
        yield f"{name}: the latest figure is {value} in {period}; there are too few in a row for limits."
    else:
        yield f"{name}: the latest figure, {value} in {period}, is what chance alone would give."
    if earlier := [n for n, point in enumerate(chart.points) if point.label is Label.OUTSIDE and n < place]:
        yield _outside([periods[n] for n in earlier])
    if chart.assurance and chart.target is not None:
        yield _on_target(chart.assurance, figures.target, is_changing=last.side is not None)


def _outside(earlier: Sequence[str]) -> str:
    if len(earlier) > _SHOWN:
        return f"{len(earlier)} earlier figures lie outside the limits."
    verb = "lies" if len(earlier) == 1 else "lie"
    return f"{upper_first(listed(earlier))} {verb} outside the limits."


def _on_target(assurance: Assurance, target: str, *, is_changing: bool) -> str:
    if is_changing:
        return (
            f"Its limits alone say of the target of {target}: {assurance.value}; as it is changing, they may not hold."
        )
    if assurance is Assurance.PASSES:
        return f"As it now runs, it can be relied on to meet the target of {target}."
    if assurance is Assurance.FAILS:
        return f"As it now runs, it cannot meet the target of {target}: the process itself must change."
    return f"As it now runs, it meets the target of {target} in some periods and misses it in others, by chance."


def alt_of(periods: Sequence[str], name: str, figures: Figures) -> str:
    """What the chart pictures, in short."""
    if not periods:
        return f"Process chart of {name}, without figures"
    known = f"{figures.known} of {len(periods)} periods have a figure"
    said = f"Process chart of {name}, {periods[0]} to {periods[-1]}: {known}"
    if figures.mean:
        said += f"; mean {figures.mean}"
    if figures.lower and figures.upper:
        said += f", limits {figures.lower} to {figures.upper}"
    return said


def notes_of(chart: Chart, known: int) -> list[str]:
    """What stands below the drawing: rebases with day and reason, trial limits, and what the grey bands are.

    `known`: how many periods have a figure.
    """
    rebased = [each.rebase for each in chart.stretches if each.rebase]
    notes = [
        f"{letter}: limits begin anew on {in_full(each.on)}. {each.reason.strip().rstrip('.')}."
        for letter, each in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", rebased, strict=False)
    ]
    if chart.is_trial and chart.latest.upper_limit is not None:
        notes.append(f"Trial limits: they rest on {chart.latest.counted} figures, fewer than {ENOUGH_POINTS}.")
    if 0 < known < len(chart.points):
        notes.append("Grey band: no figure for that period.")
    return notes
