"""Practices compared by what they claim per 1,000 of their lists, drawn as a funnel."""

from commissioning.activity.charts import practices_funnel
from commissioning.activity.presented.seeing.practices import Compared
from core.charts.figure import Figure

WIDE, NARROW = 760.0, 300.0


def peers_figure(held: Compared, *, what: str, width: float = WIDE) -> Figure:
    """The funnel of a scheme and quarter."""
    return practices_funnel(held, what=what, people="registered patients", width=width)
