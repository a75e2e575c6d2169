"""The process chart of a KPI, for its page, the PDF and rooms above: single periods, limits, target, what was noted."""

from typing import Final

from commissioning.activity.rules.months import Period
from contracts.performance.queries.board import Drawn
from contracts.performance.rules.assessing import value_written
from contracts.performance.rules.kinds import Kind, Unit
from core.charts.figure import WIDTH, Figure
from core.charts.process import HEIGHT, Process, process_figure
from core.periods import FinancialYear

NARROW: Final = 180.0
"""How wide a chart is drawn for a narrow window: its texts then stand there as large as they are meant to be."""


def kpi_figure(drawn: Drawn, *, width: float = WIDTH, plot: float = HEIGHT) -> Figure:
    """The process chart of a KPI with its sentence."""
    return process_figure(kpi_process(drawn), width=width, plot=plot)


def kpi_process(drawn: Drawn) -> Process:
    """What the process chart of a KPI is drawn from. Results that are not frozen may still change: they have a ring.

    Cumulative counts and twelve months are drawn period by period: sums that share periods are no process.
    """
    definition = drawn.line.assessed[-1].version.definition
    places = {period.first_month: place for place, period in enumerate(drawn.periods)}
    alone = "" if definition.kind in (Kind.RATE, Kind.SNAPSHOT) else ", each period by itself"
    return Process(
        chart=drawn.chart,
        periods=[period_text(period) for period in drawn.periods],
        name=f"{definition.name}{alone}",
        unit=definition.unit_said,
        write=value_written,
        floor=0,
        ceiling=100 if definition.unit is Unit.PERCENT else None,
        provisional=[place for month, place in places.items() if drawn.line.is_provisional(month)],
        annotations=[(places[month], words) for month, words in drawn.annotations if month in places],
    )


def period_text(period: Period) -> str:
    """A period as an axis has room for it.

    >>> period_text(Period("2008-04")), period_text(Period("2008-10", 3))
    ('Apr 08', 'Q3 08/09')
    """
    if period.length == 1:
        return f"{period.first_day:%b %y}"
    quarter = (period.first_day.month - 4) % 12 // 3 + 1
    return f"Q{quarter} {str(FinancialYear.of(period.first_day))[2:]}"
