"""Which results of a provider are due, overdue or returned: one line for each KPI and period that a return gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.activity.rules.months import Period, month_after, month_of
from contracts.performance.models.kpis import Kpi
from contracts.performance.queries.kpis import list_of_provider
from contracts.performance.queries.results import Standing, standing_results
from contracts.performance.rules.assessing import periods_of
from contracts.performance.rules.states import DueState
from contracts.performance.rules.versions import Version, version_at
from core.working_days import add_working_days

LOOKED_BACK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A result that is asked for: of which KPI and period, under which version, by when, and what stands."""

    kpi: Kpi
    period: Period
    version: Version
    due_on: date
    standing: Standing | None

    @property
    def is_open(self) -> bool:
        """Whether nothing was returned yet."""
        return self.standing is None

    def is_late(self, *, on: date) -> bool:
        """Whether nothing was returned and the day is past."""
        return self.is_open and self.due_on < on

    @property
    def is_frozen(self) -> bool:
        """Whether what stands is frozen."""
        return self.standing is not None and self.standing.is_frozen

    def state(self, *, on: date) -> DueState:
        """How far it is."""
        if self.is_frozen:
            return DueState.FROZEN
        if not self.is_open:
            return DueState.RETURNED
        return DueState.LATE if self.is_late(on=on) else DueState.DUE


def list_due(provider_id: int, *, on: date, months: int = LOOKED_BACK, since: str = "") -> list[Due]:
    """What a provider is asked for of periods that are over, newest first.

    Of those that end in the last months, or from the month `since` on where it is given.
    """
    last = month_after(month_of(on), -1)
    first = since or month_after(last, 1 - months)
    kpis = list_of_provider(provider_id)
    standing = standing_results([kpi.id for kpi in kpis], month_after(first, -2), last) if kpis else {}
    found = [due for kpi in kpis for due in _of(kpi, first, last, standing.get(kpi.id, {}))]
    return sorted(found, key=lambda due: (due.period.months[-1], due.kpi.code), reverse=False)[::-1]


def _of(kpi: Kpi, first: str, last: str, standing: dict[str, Standing]) -> list[Due]:
    versions = kpi.in_use
    periods = periods_of(versions, first, last, retired=kpi.retired_month or "")
    held = [(period, version_at(versions, period.first_month)) for period in periods]
    return [
        Due(
            kpi=kpi,
            period=period,
            version=version,
            due_on=add_working_days(period.last_day, version.definition.due_days),
            standing=standing.get(period.first_month),
        )
        for period, version in held
        if version is not None and version.definition.needs_return
    ]


def open_of(due: Sequence[Due]) -> list[Due]:
    """Those for which nothing was returned yet."""
    return [each for each in due if each.is_open]
