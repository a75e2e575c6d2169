"""KPIs as the dashboard shows them: every one over the last months, in the same number of queries however many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.models.kpis import Kpi
from contracts.performance.models.notes import Annotation, QualityMark, RebasedLimits
from contracts.performance.queries.results import Standing, counts_of, derived_figures, standing_results
from contracts.performance.rules.assessing import HISTORY, Assessed, MarkFrom, assess, chart_of, periods_of
from contracts.performance.rules.kinds import OFF_TRACK, Status
from contracts.performance.rules.showing import has_small, without_counts
from core.db import db
from core.permissions import Actor
from core.spc import Chart
from core.spc_limits import Rebase


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A KPI over time, oldest period first; its standing results by period, and the mark of its data that stands.

    `is_small`: its counts are small and not for this reader, who sees no more than `rules/showing.py` leaves.
    """

    kpi: Kpi
    assessed: Sequence[Assessed]
    standing: Mapping[str, Standing]
    mark: QualityMark | None
    is_small: bool = False

    @property
    def is_withheld(self) -> bool:
        """Whether no figure of it is shown to this reader."""
        return self.is_small and not all(each.version.definition.has_denominator for each in self.assessed)

    @property
    def latest(self) -> Assessed | None:
        """The last period that is over."""
        return self.assessed[-1] if self.assessed else None

    @property
    def status(self) -> Status:
        """The colour of the last period; grey where there is none yet."""
        return self.latest.judgement.status if self.latest else Status.GREY

    @property
    def is_off_track(self) -> bool:
        """Whether the last period is red or amber."""
        return self.status in OFF_TRACK

    def is_provisional(self, month: str) -> bool:
        """Whether the result of the period that begins with that month may still change."""
        stands = self.standing.get(month)
        return stands is not None and not stands.is_frozen

    def in_month(self, month: str) -> Assessed | None:
        """The period that ends with that month; None where none does."""
        return next((each for each in self.assessed if each.period.months[-1] == month), None)


def lines_of(kpis: Sequence[Kpi], *, first_month: str, last_month: str, frozen_by: date | None = None) -> list[Line]:
    """These KPIs in the periods that end from the first to the last month.

    At most five queries: results, marks, and three of frozen activity where a KPI is made of it. `frozen_by`: only
    results that were frozen by that day count.
    """
    since = month_after(first_month, -HISTORY - 2)
    ids = [kpi.id for kpi in kpis]
    standing = standing_results(ids, since, last_month, frozen_by=frozen_by) if ids else {}
    derived = derived_figures(kpis, since, last_month)
    marks = marks_of(ids)
    found: list[Line] = []
    for kpi in kpis:
        versions, retired = kpi.in_use, kpi.retired_month or ""
        shown = periods_of(versions, first_month, last_month, retired=retired)
        counted = periods_of(versions, since, last_month, retired=retired)
        counts = counts_of(kpi, versions, standing.get(kpi.id, {}), derived, counted)
        own = marks.get(kpi.id, [])
        dated = [MarkFrom(month=mark.from_month, is_sufficient=mark.is_sufficient) for mark in own]
        found.append(
            Line(
                kpi=kpi,
                assessed=assess(versions, counts, shown, dated),
                standing=standing.get(kpi.id, {}),
                mark=own[-1] if own else None,
            )
        )
    return found


def as_seen(lines: Sequence[Line], by: Actor, *, small_up_to: int) -> list[Line]:
    """The lines as a reader may see them: small counts are for the provider and the commissioner of the KPI."""
    return [
        line if by.organisation_id in (line.kpi.commissioner_id, line.kpi.provider_id) else _seen(line, small_up_to)
        for line in lines
    ]


def as_all_see(lines: Sequence[Line], *, small_up_to: int) -> list[Line]:
    """The lines as everybody may see them: for packs, minutes and logs that all sides read."""
    return [_seen(line, small_up_to) for line in lines]


def _seen(line: Line, small_up_to: int) -> Line:
    units = {each.version.definition.unit for each in line.assessed}
    observed = list(line.assessed[0].counts.values()) if line.assessed else []
    if not any(has_small(observed, unit, up_to=small_up_to) for unit in units):
        return line
    return replace(line, assessed=without_counts(line.assessed), is_small=True)


def marks_of(kpi_ids: Sequence[int]) -> dict[int, list[QualityMark]]:
    """The marks of the data of KPIs, oldest first."""
    found: dict[int, list[QualityMark]] = {}
    if kpi_ids:
        rows = select(QualityMark).where(QualityMark.kpi_id.in_(kpi_ids)).order_by(QualityMark.id)
        for mark in db.session.scalars(rows):
            found.setdefault(mark.kpi_id, []).append(mark)
    return found


def rebases_of(kpi_ids: Sequence[int]) -> dict[int, dict[str, Rebase]]:
    """Where limits of KPIs begin anew, by the first month of the period."""
    rows = select(RebasedLimits).where(RebasedLimits.kpi_id.in_(kpi_ids)).order_by(RebasedLimits.period)
    found: dict[int, dict[str, Rebase]] = {}
    for row in db.session.scalars(rows):
        found.setdefault(row.kpi_id, {})[row.period] = Rebase(at=0, on=row.since_on, reason=row.reason)
    return found


def annotations_of(kpi_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """What was noted of periods of KPIs: the first month, and the words."""
    rows = select(Annotation).where(Annotation.kpi_id.in_(kpi_ids)).order_by(Annotation.period, Annotation.id)
    found: dict[int, list[tuple[str, str]]] = {}
    for row in db.session.scalars(rows):
        found.setdefault(row.kpi_id, []).append((row.period, row.words))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the chart of a KPI is drawn from."""

    line: Line
    chart: Chart
    annotations: Sequence[tuple[str, str]]

    @property
    def periods(self) -> list[Period]:
        """Its periods in order."""
        return [each.period for each in self.line.assessed]


def drawn_lines(lines: Sequence[Line]) -> list[Drawn]:
    """The process charts of KPIs that have a period; two queries."""
    lines = [line for line in lines if not line.is_withheld]
    ids = [line.kpi.id for line in lines]
    rebases, noted = rebases_of(ids), annotations_of(ids)
    charts = [(line, chart_of(line.assessed, rebases.get(line.kpi.id, {}))) for line in lines]
    return [
        Drawn(line=line, chart=chart, annotations=noted.get(line.kpi.id, ()))
        for line, chart in charts
        if chart is not None
    ]
