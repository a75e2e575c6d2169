"""A trend: the figure of each month in order, or why there is none, and whether it may still change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import month_after
from commissioning.activity.rules.rows import UNITS
from commissioning.activity.rules.standing import standing_figure
from core.spc import Chart, Improvement, xmr


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A month with its figure as it stands now, or, where `value` is None, why there is none.

    `returned`: the figure before later corrections; `corrected`: those together, None where there are none.
    """

    month: str
    value: Fraction | None
    returned: Fraction | None = None
    corrected: Fraction | None = None
    why_not: str = ""
    is_frozen: bool = False
    is_nil: bool = False


def points_of(
    months: Sequence[str],
    figures: Mapping[str, tuple[int, bool]],
    *,
    currency: Currency,
    nil: Mapping[str, bool],
    corrected: Mapping[str, int],
    reasons: Mapping[str, str],
) -> list[Point]:
    """The points of a trend. `figures`: month → units and whether frozen; `nil`: months of a nil return, and whether
    frozen; `corrected`: month → units of its later corrections.

    A month without a figure is a gap, never a nought; `reasons` says why it is one.

    >>> from commissioning.activity.rules.currencies import CURRENCIES
    >>> [told] = points_of(["2008-04"], {}, currency=CURRENCIES[0], nil={}, corrected={}, reasons={"2008-04": "Late"})
    >>> told.value, told.why_not
    (None, 'Late')
    """
    points = []
    for month in months:
        returned, is_frozen = figures.get(month, (None, nil.get(month, month in corrected)))
        is_nil = returned is None and month in nil
        units = standing_figure(returned, corrected.get(month), currency, is_nil=is_nil)
        if units is None:
            why_not = reasons.get(month, "No return was expected")
            points.append(Point(month=month, value=None, why_not=why_not))
            continue
        points.append(
            Point(
                month=month,
                value=Fraction(units, UNITS),
                returned=None if returned is None else Fraction(returned, UNITS),
                corrected=Fraction(corrected[month], UNITS) if month in corrected else None,
                is_frozen=is_frozen,
                is_nil=is_nil,
            )
        )
    return points


def chart_of(points: Sequence[Point]) -> Chart:
    """The process chart of a trend. Neither more nor less activity is better by itself."""
    return xmr([each.value for each in points], improvement=Improvement.NEITHER)


def months_to(last: str, *, first: str, most: int) -> list[str]:
    """The months from the first to the last, no more than so many of the latest.

    >>> months_to("2008-03", first="2007-04", most=2)
    ['2008-02', '2008-03']
    """
    months: list[str] = []
    month = last
    while month >= first and len(months) < most:
        months.append(month)
        month = month_after(month, -1)
    return months[::-1]


def is_small_anywhere(figures: Collection[Point], *, hide_up_to: int) -> bool:
    """Whether any figure is small, so that the series is not shown to who may not see small figures.

    The whole series: from its mean and limits a single hidden month would follow. A correction, and the figure before
    it, count as figures.
    """
    shown = (part for each in figures for part in (each.value, each.returned, each.corrected))
    return any(part is not None and 0 < abs(part) <= hide_up_to for part in shown)
