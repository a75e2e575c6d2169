"""For rooms above: the KPIs of a contract that are off track or stand out, as plain values, fit to be frozen."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissioning.activity.rules.months import month_after
from contracts.performance.queries.board import Drawn, as_all_see, drawn_lines, lines_of
from contracts.performance.queries.kpis import list_of_contract
from contracts.performance.rules.assessing import value_written
from contracts.performance.rules.kinds import OFF_TRACK, STATUS_NAMES
from contracts.performance.rules.measuring import Measured
from core.spc import Meaning

CHARTED_MONTHS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class OffTrack:
    """A KPI of a contract in the last period that was over, all of it in words but `kpi_id`.

    `is_off_track`: red or amber. `is_exception`: its process chart says that the last figure is no chance and a
    concern. `is_missing`: there is no figure. `is_provisional`: it is not frozen, and may still change. `reason`: why
    it is grey, blank otherwise.
    """

    kpi_id: int
    code: str
    name: str
    definition_version: int
    period: str
    value: str
    unit: str
    target: str
    status: str
    reason: str
    year_to_date: str
    consequence: str
    is_off_track: bool
    is_exception: bool
    is_missing: bool
    is_provisional: bool

    @property
    def needs_a_look(self) -> bool:
        """Whether a review must look at it: off track, standing out, or without a figure."""
        return self.is_off_track or self.is_exception or self.is_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """KPIs as everybody may see them, each with its chart; and the names of those that show no figure to all."""

    told: Sequence[tuple[OffTrack, Drawn]]
    withheld: Sequence[str]


def list_performance(contract_id: int, last_month: str, *, small_up_to: int) -> list[OffTrack]:
    """Every KPI of a contract in its last period up to that month (`2008-06`), in the order of their IDs.

    As everybody may see them: counts up to `small_up_to` are left out.
    """
    return [told for told, _ in told_and_drawn(contract_id, last_month, small_up_to=small_up_to).told]


def told_and_drawn(contract_id: int, last_month: str, *, small_up_to: int) -> Told:
    """The same, each with what its process chart is drawn from; and which have small counts for figures."""
    first = month_after(last_month, 1 - CHARTED_MONTHS)
    lines = lines_of(list_of_contract(contract_id), first_month=first, last_month=last_month)
    seen = as_all_see(lines, small_up_to=small_up_to)
    return Told(
        told=[(_told(drawn), drawn) for drawn in drawn_lines(seen)],
        withheld=[line.assessed[-1].version.definition.name for line in seen if line.is_withheld],
    )


def list_off_track(contract_id: int, last_month: str, *, small_up_to: int) -> list[OffTrack]:
    """Of these, the ones a review must look at: off track, standing out, or without a figure."""
    told = list_performance(contract_id, last_month, small_up_to=small_up_to)
    return [each for each in told if each.needs_a_look]


def _told(drawn: Drawn) -> OffTrack:
    kpi, latest = drawn.line.kpi, drawn.line.assessed[-1]
    judged, definition = latest.judgement, latest.version.definition
    return OffTrack(
        kpi_id=kpi.id,
        code=kpi.code,
        name=definition.name,
        definition_version=latest.version.number,
        period=str(latest.period),
        value=value_written(latest.measured.value),
        unit=definition.unit_said,
        target=str(judged.target) if judged.target else "",
        status=STATUS_NAMES[judged.status],
        reason=judged.reason,
        year_to_date=_to_date(latest.to_date),
        consequence=definition.consequence,
        is_off_track=judged.status in OFF_TRACK,
        is_exception=drawn.chart.points[-1].meaning is Meaning.CONCERN,
        is_missing=latest.measured.value is None,
        is_provisional=drawn.line.is_provisional(latest.period.first_month),
    )


def _to_date(measured: Measured) -> str:
    return value_written(measured.value)
