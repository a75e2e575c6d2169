"""Looking up what was counted: results as they stand, from KPI returns and from frozen activity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.figures import list_frozen_figures
from commissioning.activity.rules.months import Period
from contracts.performance.models.kpis import Kpi
from contracts.performance.models.results import Correction, FrozenResult, KpiReturn, Result
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.figures import figure_of
from contracts.performance.rules.kinds import Kind
from contracts.performance.rules.measuring import Observed
from contracts.performance.rules.versions import Version, version_at
from core.clock import LONDON
from core.db import db

Derived = Mapping[tuple[int, str, str, str], Fraction]
"""Frozen activity by provider, service, month and currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The result of a period that stands: which one, its number, what was counted, and whether it is frozen."""

    result_id: int
    number: int
    observed: Observed
    is_frozen: bool


Standings = dict[int, dict[str, Standing]]


def standing_results(
    kpi_ids: Sequence[int], first_month: str, last_month: str, *, frozen_by: date | None = None
) -> Standings:
    """By KPI and period: the frozen result, or else the last one. One query.

    `frozen_by`: only those that were frozen by the end of that day.
    """
    rows = (
        select(
            Result.kpi_id,
            Result.period,
            Result.id,
            Result.number,
            Result.numerator,
            Result.denominator,
            func.coalesce(FrozenResult.result_id, 0),
        )
        .outerjoin(FrozenResult, and_(FrozenResult.kpi_id == Result.kpi_id, FrozenResult.period == Result.period))
        .where(Result.kpi_id.in_(kpi_ids), Result.period.between(first_month, last_month))
        .order_by(Result.kpi_id, Result.period, Result.number)
    )
    if frozen_by is not None:
        rows = rows.where(FrozenResult.result_id == Result.id, FrozenResult.frozen_at < _end_of(frozen_by))
    found: Standings = {}
    for kpi_id, period, result_id, number, numerator, denominator, frozen_id in db.session.execute(rows):
        if frozen_id in (0, result_id):
            found.setdefault(kpi_id, {})[period] = Standing(
                result_id=result_id,
                number=number,
                observed=Observed(figure_of(numerator), figure_of(denominator)),
                is_frozen=frozen_id != 0,
            )
    return found


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def derived_figures(kpis: Iterable[Kpi], first_month: str, last_month: str) -> Derived:
    """The frozen activity that these KPIs of one commissioner are made of. Three queries, none where none is."""
    definitions = [(kpi, version.definition) for kpi in kpis for version in kpi.in_use if version.definition.is_derived]
    found: dict[tuple[int, str, str, str], Fraction] = {}
    for commissioner_id in sorted({kpi.commissioner_id for kpi, _ in definitions}):
        own = [each for kpi, each in definitions if kpi.commissioner_id == commissioner_id]
        figures = list_frozen_figures(
            commissioner_id,
            first_month=first_month,
            last_month=last_month,
            services=sorted({code for each in own for code in each.services}),
            currencies=sorted({code for each in own for code in (*each.numerator_from, *each.denominator_from)}),
        )
        providers = _providers_of({figure.submission_id for figure in figures})
        for figure in figures:
            key = (providers[figure.submission_id], figure.service, figure.month, figure.currency)
            found[key] = found.get(key, Fraction(0)) + Fraction(figure.quantity)
    return found


def _providers_of(submission_ids: set[int]) -> dict[int, int]:
    rows = select(Submission.id, Expectation.provider_id).join(Expectation, Expectation.id == Submission.expectation_id)
    found = db.session.execute(rows.where(Submission.id.in_(sorted(submission_ids))))
    return {row[0]: row[1] for row in found}


def counts_of(
    kpi: Kpi, versions: Sequence[Version], standing: Mapping[str, Standing], derived: Derived, periods: Sequence[Period]
) -> dict[str, Observed]:
    """What was counted of a KPI by period, each part from where its version has it."""
    found = {period: each.observed for period, each in standing.items()}
    for period in periods:
        version = version_at(versions, period.first_month)
        if version is None or not version.definition.is_derived:
            continue
        definition, sent = version.definition, found.get(period.first_month, Observed(None, None))
        found[period.first_month] = Observed(
            _added(kpi, definition, definition.numerator_from, derived, period)
            if definition.numerator_from
            else sent.numerator,
            _added(kpi, definition, definition.denominator_from, derived, period)
            if definition.denominator_from
            else sent.denominator,
        )
    return found


def _added(
    kpi: Kpi, definition: Definition, currencies: Sequence[str], derived: Derived, period: Period
) -> Fraction | None:
    """Currencies added up over services and months; of a snapshot the last month’s. None where one is missing."""
    months = period.months[-1:] if definition.kind is Kind.SNAPSHOT else period.months
    keys = [
        (kpi.provider_id, service, month, currency)
        for service in definition.services
        for month in months
        for currency in currencies
    ]
    return sum((derived[key] for key in keys), Fraction(0)) if all(key in derived for key in keys) else None


def list_results(kpi_id: int) -> list[Result]:
    """All results of a KPI, newest period and number first, with the return they came by."""
    rows = select(Result).where(Result.kpi_id == kpi_id).order_by(Result.period.desc(), Result.number.desc())
    rows = rows.options(joinedload(Result.returned).joinedload(KpiReturn.returned_by), joinedload(Result.definition))
    return list(db.session.scalars(rows))


def get_result(kpi_id: int, result_id: int) -> Result:
    """A result of a KPI; NoResultFound for one of any other."""
    return db.session.scalars(select(Result).where(Result.kpi_id == kpi_id, Result.id == result_id)).one()


def list_corrections(kpi_id: int) -> list[Correction]:
    """The corrections of a KPI’s frozen results, oldest first."""
    rows = select(Correction).join(Result, Result.id == Correction.result_id).where(Result.kpi_id == kpi_id)
    rows = rows.options(joinedload(Correction.result), joinedload(Correction.corrected_by))
    return list(db.session.scalars(rows.order_by(Correction.id)))


def last_period_with_result(kpi_id: int) -> str | None:
    """The first month of the last period for which a result was returned."""
    return db.session.scalar(select(func.max(Result.period)).where(Result.kpi_id == kpi_id))


def next_result_numbers(keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The number of the next result of each KPI and period."""
    rows = select(Result.kpi_id, Result.period, func.max(Result.number))
    rows = rows.where(Result.kpi_id.in_(sorted({kpi_id for kpi_id, _ in keys}))).group_by(Result.kpi_id, Result.period)
    last = {(kpi_id, period): number for kpi_id, period, number in db.session.execute(rows)}
    return {key: last.get(key, 0) + 1 for key in keys}


def next_return_number(provider_id: int) -> int:
    """The number of a provider’s next KPI return."""
    last = db.session.scalar(select(func.max(KpiReturn.number)).where(KpiReturn.provider_id == provider_id))
    return (last or 0) + 1
