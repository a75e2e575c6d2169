"""Sums of what stands, for pages that show activity: added up by the database, frozen or provisional said with each.

What stands of a service and period is the last certified submission that covers it; once the period is frozen no later
one can come, so that it is the one of the snapshot. What counts of a currency by practice is practices and unplaced
together, of any other the row of the whole service. Later adjustments are not in these sums: trends and
`queries/corrected.py` add them to the month they correct.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVarTuple

from sqlalchemy import Select, Subquery, and_, case, func, or_, select, union

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Adjustment, Snapshot
from commissioning.activity.models.submissions import Certification, CoveredService, Row, RowSum, Submission
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.teams import rates_among
from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.months import month_after
from commissioning.activity.rules.rows import UNITS
from commissioning.catalogue.models import CommissionedService
from commissioning.organisations.models import NeedWeighting
from commissioning.organisations.queries.populations import latest_of
from core.db import db
from core.parties.models import Party

REGISTERED = "registered"
_LONGEST_PERIOD = 3
_Cells = TypeVarTuple("_Cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose figures: of these commissioners, one provider where it is named, the months from the first to the last."""

    commissioner_ids: Collection[int]
    first_month: str
    last_month: str
    provider_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSum:
    """What was returned of a currency for a service and month, in units. None: no row of that kind."""

    provider_id: int
    service_id: int
    month: str
    currency: str
    placed: int | None
    unplaced: int | None
    total: int | None
    is_frozen: bool

    def counted(self, *, by_practice: bool) -> int | None:
        """The figure that counts, in units."""
        if not by_practice:
            return self.total
        return None if self.placed is None and self.unplaced is None else (self.placed or 0) + (self.unplaced or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One thing a provider returns of a service: what trends are drawn of."""

    provider_id: int
    provider: str
    service_id: int
    service_code: str
    service: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeCounts:
    """Counts by practice and month, and the months that are still provisional."""

    counts: dict[tuple[int, str], int]
    provisional: frozenset[str]


def list_sums_by_month(
    scope: Scope, *, service_id: int | None = None, currencies: Collection[str] = ()
) -> list[MonthSum]:
    """The sums of what stands by provider, service, month and currency, of one service or some currencies.

    A rate that a provider gives in more than one return has no sum.
    """
    stands = standing_parts(scope)
    keys = (stands.c.provider_id, RowSum.service_id, RowSum.month, RowSum.currency)
    rows = (
        select(
            *keys,
            func.sum(RowSum.placed),
            func.sum(RowSum.unplaced),
            func.sum(RowSum.total),
            func.min(stands.c.is_frozen),
        )
        .having(or_(RowSum.currency.not_in(_rates(scope)), func.count() == 1))
        .join(stands, and_(stands.c.submission_id == RowSum.submission_id, stands.c.service_id == RowSum.service_id))
        .where(RowSum.month.between(scope.first_month, scope.last_month))
        .group_by(*keys)
        .order_by(*keys)
    )
    if service_id is not None:
        rows = rows.where(RowSum.service_id == service_id)
    if currencies:
        rows = rows.where(RowSum.currency.in_(list(currencies)))
    return [
        MonthSum(
            provider_id=provider,
            service_id=service,
            month=month,
            currency=currency,
            placed=_whole(placed),
            unplaced=_whole(unplaced),
            total=_whole(total),
            is_frozen=bool(frozen),
        )
        for provider, service, month, currency, placed, unplaced, total, frozen in db.session.execute(rows)
    ]


def list_nil_months(scope: Scope) -> set[tuple[int, int, str, bool]]:
    """Provider, service, first month of the period, and whether frozen, where a nil return stands."""
    stands = standing_parts(scope)
    rows = select(stands.c.provider_id, stands.c.service_id, stands.c.period, stands.c.is_frozen)
    return {
        (provider, service, period, bool(frozen))
        for provider, service, period, frozen in db.session.execute(rows.where(stands.c.way == Way.NIL))
    }


def list_series(scope: Scope) -> list[Series]:
    """Everything that was returned of each service, by service, provider and currency."""
    stands = standing_parts(scope)
    rows = (
        select(
            Party.id,
            Party.name,
            CommissionedService.id,
            CommissionedService.code,
            CommissionedService.name,
            RowSum.currency,
        )
        .distinct()
        .select_from(RowSum)
        .join(stands, and_(stands.c.submission_id == RowSum.submission_id, stands.c.service_id == RowSum.service_id))
        .join(Party, Party.id == stands.c.provider_id)
        .join(CommissionedService, CommissionedService.id == RowSum.service_id)
        .order_by(CommissionedService.name, Party.name, RowSum.currency)
    )
    return [
        Series(
            provider_id=provider_id, provider=name, service_id=service_id, service_code=code, service=of, currency=what
        )
        for provider_id, name, service_id, code, of, what in db.session.execute(rows)
    ]


def count_practices_by_service(scope: Scope) -> dict[int, int]:
    """How many practices have a figure of each service, returned or posted as a correction, by the service's id."""
    stands = standing_parts(scope)
    returned = (
        select(Row.service_id, Row.practice_id)
        .join(stands, and_(stands.c.submission_id == Row.submission_id, stands.c.service_id == Row.service_id))
        .where(Row.practice_id.is_not(None), Row.month.between(scope.first_month, scope.last_month))
    )
    corrected = select(Adjustment.service_id, Adjustment.practice_id).where(Adjustment.practice_id.is_not(None))
    either = union(returned, corrections_within(corrected, scope)).subquery()
    rows = select(either.c.service_id, func.count(either.c.practice_id)).group_by(either.c.service_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def corrections_within(rows: Select[*_Cells], scope: Scope) -> Select[*_Cells]:
    """Only the later corrections of the months and providers of a scope."""
    rows = rows.join(Expectation, Expectation.id == Adjustment.expectation_id).where(
        Expectation.commissioner_id.in_(list(scope.commissioner_ids)),
        Adjustment.month.between(scope.first_month, scope.last_month),
    )
    return rows if scope.provider_id is None else rows.where(Expectation.provider_id == scope.provider_id)


def counts_of_practices(
    scope: Scope, *, service_id: int, currency: str, practice_ids: Collection[int]
) -> PracticeCounts:
    """Counts of practices by month of one service and currency, as whole numbers."""
    stands = standing_parts(scope)
    rows = (
        select(Row.practice_id, Row.month, func.sum(Row.units), func.min(stands.c.is_frozen))
        .join(stands, and_(stands.c.submission_id == Row.submission_id, stands.c.service_id == Row.service_id))
        .where(
            Row.service_id == service_id,
            Row.currency == currency,
            Row.practice_id.in_(list(practice_ids)),
            Row.month.between(scope.first_month, scope.last_month),
        )
        .group_by(Row.practice_id, Row.month)
    )
    counts: dict[tuple[int, str], int] = {}
    provisional = set()
    for practice_id, month, units, frozen in db.session.execute(rows):
        counts[practice_id, month] = int(units) // UNITS
        if not frozen:
            provisional.add(month)
    return PracticeCounts(counts=counts, provisional=frozenset(provisional))


def people_of(practice_ids: Collection[int], *, on: date, weighting: str) -> dict[int, Fraction]:
    """The people of each practice by the latest count up to a day: registered, or under a named need weighting."""
    latest = latest_of(practice_ids, on=on)
    if weighting == REGISTERED:
        return {practice_id: Fraction(each.registered) for practice_id, each in latest.items()}
    practices = {each.id: practice_id for practice_id, each in latest.items()}
    rows = select(NeedWeighting).where(
        NeedWeighting.population_id.in_(list(practices)), NeedWeighting.name == weighting
    )
    return {practices[each.population_id]: Fraction(each.people) for each in db.session.scalars(rows)}


def standing_parts(scope: Scope) -> Subquery:
    """The submission that stands for each service and period, with its provider, and whether the period is frozen."""
    rank = func.row_number().over(
        partition_by=(Submission.expectation_id, Submission.period, CoveredService.service_id),
        order_by=Submission.number.desc(),
    )
    rows: Select[*tuple[object, ...]] = (
        select(
            Submission.id.label("submission_id"),
            CoveredService.service_id.label("service_id"),
            Submission.period.label("period"),
            Submission.expectation_id.label("expectation_id"),
            Submission.way.label("way"),
            Expectation.provider_id.label("provider_id"),
            case((Snapshot.id.is_(None), 0), else_=1).label("is_frozen"),
            rank.label("rank"),
        )
        .join(CoveredService, CoveredService.submission_id == Submission.id)
        .join(Expectation, Expectation.id == Submission.expectation_id)
        .outerjoin(Certification, Certification.submission_id == Submission.id)
        .outerjoin(
            Snapshot, and_(Snapshot.expectation_id == Submission.expectation_id, Snapshot.period == Submission.period)
        )
        .where(
            or_(Submission.needs_certifier.is_(False), Certification.submission_id.is_not(None)),
            Expectation.commissioner_id.in_(list(scope.commissioner_ids)),
            Submission.period.between(month_after(scope.first_month, 1 - _LONGEST_PERIOD), scope.last_month),
        )
    )
    if scope.provider_id is not None:
        rows = rows.where(Expectation.provider_id == scope.provider_id)
    ranked = rows.subquery()
    return select(ranked).where(ranked.c.rank == 1).subquery()


def _rates(scope: Scope) -> list[str]:
    """The currencies of these commissioners that never add up."""
    return sorted({code for trust in scope.commissioner_ids for code in rates_among(currencies_of(trust))})


def _whole(units: int | None) -> int | None:
    return None if units is None else int(units)
