"""Process charts (XmR): is a row of figures only varying as it always does, or has something changed?

`xmr` is exact: values are whole numbers, `Decimal` or `Fraction`; mean, moving ranges and limits are fractions. The
rules are those of NHS England's “Making Data Count”; limits stand in `core/spc_limits.py`, signals in
`core/spc_signals.py`.

Which convention is the default: nothing is screened out, as in the national spreadsheet that boards are used to, so
that our limits equal theirs. The national R package (NHSRplotthedots) screens large ranges unless told not to, after
L. S. Nelson (Journal of Quality Technology, 1982); `screen=True` does as it does. Screened limits are narrower, so the
default is also the one that raises fewer alarms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.errors import Refusal
from core.spc_limits import Limits, Rebase, limits_of, moving_ranges, stretches_of
from core.spc_signals import Label, Side, signals

Value = int | Decimal | Fraction


class Improvement(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Meaning(StrEnum):
    """What a label says of a point, given which way is better."""

    COMMON_CAUSE = "common cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEITHER = "neither"
    NO_FIGURE = "no figure"


class Assurance(StrEnum):
    """Whether the process as it now runs can be relied on to meet its target."""

    PASSES = "consistently passes"
    FAILS = "consistently fails"
    HIT_AND_MISS = "hit and miss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure with its moving range (None: no figure directly before it, or limits begin anew) and its one label."""

    value: Fraction | None
    moving_range: Fraction | None
    label: Label
    side: Side | None
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The whole of it: points in order, the limits of each stretch, and what the latest say."""

    points: tuple[Point, ...]
    stretches: tuple[Limits, ...]
    improvement: Improvement
    target: Fraction | None
    assurance: Assurance | None

    @property
    def latest(self) -> Limits:
        """The limits that hold now."""
        return self.stretches[-1]

    @property
    def variation(self) -> Meaning:
        """What the latest figure known says: the symbol of variation."""
        return next((each.meaning for each in reversed(self.points) if each.value is not None), Meaning.NO_FIGURE)

    @property
    def is_trial(self) -> bool:
        """Whether the limits that hold now are only trial limits."""
        return self.latest.is_trial


def xmr(
    values: Sequence[Value | None],
    *,
    improvement: Improvement,
    target: Value | None = None,
    baseline_points: int | None = None,
    screen: bool = False,
    rebase_at: Sequence[Rebase] = (),
) -> Chart:
    """The process chart of figures in the order of their periods; None is a period without a figure, never a zero.

    `baseline_points`: limits rest on the first so many figures (of each stretch, where limits are rebased) and hold for
    those after. `screen`: ranges of at least 3.267 × their average are left out of it, once; the mean stays. A period
    without a figure makes no moving range with its neighbours; for runs the figures around it count as following each
    other, so that leaving a month out hides no signal. Runs and ranges end where limits begin anew. No target is judged
    where neither way is better; a target that is just met is met. Raises Refusal in words for a rebase that is out of
    place, twice in one place or without a reason, TypeError for a binary floating-point number, and ValueError for an
    improvement there is not; its value (`"higher"`) will do for one.

    >>> chart = xmr([1, 2, 1, 2, 10] + [1, 2] * 6 + [1], improvement=Improvement.LOWER)
    >>> [round(float(each), 2) for each in (chart.latest.mean, chart.latest.lower_limit, chart.latest.upper_limit)]
    [1.94, -3.06, 6.95]
    >>> chart.points[4].label.value, chart.points[4].meaning.value
    ('outside', 'concern')
    """
    improvement = Improvement(improvement)
    exact = [None if value is None else _exact(value) for value in values]
    starts = stretches_of(rebase_at, len(exact))
    if baseline_points is not None and baseline_points < 2:
        raise Refusal("A baseline needs at least two points. Name more of them, or leave the baseline out.")
    stretches = tuple(limits_of(exact, *start, baseline_points, screen=screen) for start in starts)
    points = (each for held in stretches for each in _points(exact[held.first : held.end], held, improvement))
    aim = None if target is None else _exact(target)
    return Chart(
        points=tuple(points),
        stretches=stretches,
        improvement=improvement,
        target=aim,
        assurance=_assurance(stretches[-1], aim, improvement),
    )


def _exact(value: Value) -> Fraction:
    if isinstance(value, float):
        raise TypeError("an exact number: a whole number, a Decimal or a Fraction, not a float")
    return Fraction(value)


def _points(values: Sequence[Fraction | None], limits: Limits, improvement: Improvement) -> Iterator[Point]:
    known = [value for value in values if value is not None]
    bounds = (limits.lower_limit, limits.lower_near_limit, limits.upper_near_limit, limits.upper_limit)
    found = iter(signals(known, limits.mean, bounds))
    for value, moved in zip(values, moving_ranges(values), strict=True):
        label, side = (Label.NO_FIGURE, None) if value is None else next(found)
        meaning = meaning_of(label, side, improvement)
        yield Point(value=value, moving_range=moved, label=label, side=side, meaning=meaning)


def meaning_of(label: Label, side: Side | None, improvement: Improvement) -> Meaning:
    """What a label on that side says, given which way is better."""
    if label is Label.NO_FIGURE or side is None:
        return Meaning.NO_FIGURE if label is Label.NO_FIGURE else Meaning.COMMON_CAUSE
    if improvement is Improvement.NEITHER:
        return Meaning.NEITHER
    is_better = (side is Side.HIGH) == (improvement is Improvement.HIGHER)
    return Meaning.IMPROVEMENT if is_better else Meaning.CONCERN


def _assurance(limits: Limits, target: Fraction | None, improvement: Improvement) -> Assurance | None:
    low, high = limits.lower_limit, limits.upper_limit
    if target is None or low is None or high is None or improvement is Improvement.NEITHER:
        return None
    worst, best = (low, high) if improvement is Improvement.HIGHER else (-high, -low)
    aim = target if improvement is Improvement.HIGHER else -target
    if worst >= aim:
        return Assurance.PASSES
    return Assurance.FAILS if best < aim else Assurance.HIT_AND_MISS
