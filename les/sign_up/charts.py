"""Cover drawn: the uncovered registered patients of each scheme, most first."""

from core.charts.bars import Measure, comparison
from core.charts.figure import Figure
from les.sign_up.presented.cover import finding_of
from les.sign_up.queries.cover import CoverView

WIDE, NARROW = 760.0, 340.0
ALT = "Bars of uncovered registered patients by scheme; the table below says the same"


def cover_figure(view: CoverView, width: float = WIDE) -> Figure:
    """The uncovered patients by scheme; its title says the finding."""
    sums = view.sums()
    measures = [
        Measure(label=scheme.name, value=total.uncovered_people, shown=f"{total.uncovered_people:,}")
        for scheme, total in sums
    ]
    return comparison(
        measures,
        finding=finding_of(sums),
        alt=ALT,
        unit="registered patients without cover",
        width=width,
    )
