"""The charts we draw: bars to compare, bars of then and now, distances around zero (with how far each may lie off), and
a bridge (waterfall).

The caller gives the values and how each is written; values are exact numbers of any measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.charts.figure import WIDTH, Bar, Figure, Row, bar_figure
from core.house_style import AQUA_GREEN, BLUE, DARK_BLUE, MID_GREY


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One labelled value and how it is written; None is not defined, and then `shown` says why."""

    label: str
    value: Fraction | int | None
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A labelled value now and before, each with how it is written."""

    label: str
    now: Fraction | int
    now_shown: str
    before: Fraction | int | None
    before_shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A labelled value with how far it may lie off either way; None is not defined, and then `shown` says why."""

    label: str
    value: Fraction | int | None
    off: Fraction | int | None
    shown: str


def comparison(measures: Sequence[Measure], *, finding: str, alt: str, unit: str, width: float = WIDTH) -> Figure:
    """Bars from zero, one for each label."""
    rows = [Row(label=m.label, bars=(Bar(end=m.value, shown=m.shown, colour=BLUE),)) for m in measures]
    return bar_figure(rows, finding=finding, alt=alt, unit=unit, width=width)


def then_and_now(pairs: Sequence[Pair], *, finding: str, alt: str, unit: str, width: float = WIDTH) -> Figure:
    """Two bars from zero for each label: now in blue on top, before in grey below it."""
    rows = [
        Row(
            label=pair.label,
            bars=(
                Bar(end=pair.now, shown=pair.now_shown, colour=BLUE),
                Bar(end=pair.before, shown=pair.before_shown, colour=MID_GREY),
            ),
        )
        for pair in pairs
    ]
    return bar_figure(rows, finding=finding, alt=alt, unit=unit, width=width)


def distances(measures: Sequence[Measure], *, finding: str, alt: str, unit: str, width: float = WIDTH) -> Figure:
    """Bars to the right of zero for what stands above, to the left for what stands below."""
    rows = [Row(label=m.label, bars=(Bar(end=m.value, shown=m.shown, colour=_tone(m.value)),)) for m in measures]
    return bar_figure(rows, finding=finding, alt=alt, unit=unit, width=width)


def spreads(values: Sequence[Spread], *, finding: str, alt: str, unit: str, width: float = WIDTH) -> Figure:
    """Distances as above, each with a whisker as far as it may lie off either way."""
    rows = [Row(label=each.label, bars=(_spread(each),)) for each in values]
    return bar_figure(rows, finding=finding, alt=alt, unit=unit, width=width)


def bridge(
    first: Measure,
    changes: Sequence[Measure],
    last: Measure,
    *,
    finding: str,
    alt: str,
    unit: str,
    width: float = WIDTH,
) -> Figure:
    """From a first value through changes, each beginning where the one before ended, to a last value."""
    rows = [Row(label=first.label, bars=(Bar(end=first.value, shown=first.shown, colour=DARK_BLUE),), is_total=True)]
    running = Fraction(first.value or 0)
    for change in changes:
        after = running + Fraction(change.value or 0)
        bar = Bar(start=running, end=after, shown=change.shown, colour=_tone(change.value))
        rows.append(Row(label=change.label, bars=(bar,)))
        running = after
    rows.append(Row(label=last.label, bars=(Bar(end=last.value, shown=last.shown, colour=DARK_BLUE),), is_total=True))
    return bar_figure(rows, finding=finding, alt=alt, unit=unit, are_linked=True, width=width)


def _spread(each: Spread) -> Bar:
    if each.value is None or each.off is None:
        return Bar(end=each.value, shown=each.shown, colour=_tone(each.value))
    whisker = (each.value - each.off, each.value + each.off)
    return Bar(end=each.value, shown=each.shown, colour=_tone(each.value), whisker=whisker)


def _tone(value: Fraction | int | None) -> str:
    return BLUE if value is None or value >= 0 else AQUA_GREEN
