"""A process chart as JSON and as lines of text."""

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from core.money import decimals
from core.spc import Chart
from core.spc_signals import Label

_PLACES: Final = 6


def chart_json(chart: Chart, periods: Sequence[str]) -> str:
    """The chart as JSON: figures as numbers of at most six decimals, limits as they come out, also below zero."""
    limits = chart.latest
    told = {
        "mean": _number(limits.mean),
        "average_moving_range": _number(limits.average_moving_range),
        "lower_limit": _number(limits.lower_limit),
        "upper_limit": _number(limits.upper_limit),
        "lower_near_limit": _number(limits.lower_near_limit),
        "upper_near_limit": _number(limits.upper_near_limit),
        "improvement": chart.improvement.value,
        "trial_limits": chart.is_trial,
        "target": _number(chart.target),
        "assurance": chart.assurance.value if chart.assurance else None,
        "points": [
            {
                "period": period,
                "value": _number(point.value),
                "moving_range": _number(point.moving_range),
                "label": point.label.value,
                "side": point.side.value if point.side else None,
                "meaning": point.meaning.value,
            }
            for period, point in zip(periods, chart.points, strict=True)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def chart_text(chart: Chart, periods: Sequence[str]) -> str:
    """The chart in lines: what holds now, then every point that stands out."""
    limits = chart.latest
    lines = [
        f"mean {_written(limits.mean)}, limits {_written(limits.lower_limit)} to {_written(limits.upper_limit)}"
        + (" (trial limits: fewer than 12 figures)" if chart.is_trial else ""),
        *(
            f"{period}: {_written(point.value)}, {point.label.value}, {point.meaning.value}"
            for period, point in zip(periods, chart.points, strict=True)
            if point.label not in (Label.COMMON_CAUSE, Label.NO_FIGURE)
        ),
    ]
    if chart.assurance:
        lines.append(f"target {_written(chart.target)}: {chart.assurance.value}")
    return "\n".join(lines)


def _written(value: Fraction | None) -> str:
    return "not known" if value is None else decimals(value, 2)


def _number(value: Fraction | None) -> int | float | None:
    """An exact figure as JSON has numbers."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(decimals(value, _PLACES))
