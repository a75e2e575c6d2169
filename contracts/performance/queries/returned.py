"""Looking up KPI returns of a provider as they came, and the results in each."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from contracts.performance.models.kpis import Kpi
from contracts.performance.models.results import Correction, KpiReturn, Result
from core.db import db


def find_by_request(provider_id: int, request_key: str) -> KpiReturn | None:
    """The return a machine of a provider sent under a key of its own."""
    rows = select(KpiReturn).where(KpiReturn.provider_id == provider_id, KpiReturn.request_key == request_key)
    return db.session.scalars(rows).one_or_none()


def get_return(provider_id: int, return_id: int) -> KpiReturn:
    """A return of a provider; NoResultFound for one of any other."""
    return db.session.scalars(
        select(KpiReturn).where(KpiReturn.provider_id == provider_id, KpiReturn.id == return_id)
    ).one()


def list_returns(provider_id: int, *, since: datetime) -> list[tuple[KpiReturn, int]]:
    """The returns of a provider from an instant on, newest first, each with the count of its results."""
    counted = select(func.count()).where(Result.return_id == KpiReturn.id).scalar_subquery()
    rows = select(KpiReturn, counted).where(KpiReturn.provider_id == provider_id, KpiReturn.returned_at >= since)
    return [(each, count) for each, count in db.session.execute(rows.order_by(KpiReturn.number.desc()))]


def list_results_in(return_id: int) -> list[Result]:
    """The results that came with a return, by the ID of the KPI and period."""
    rows = select(Result).join(Result.kpi).where(Result.return_id == return_id)
    rows = rows.options(joinedload(Result.kpi), joinedload(Result.definition))
    return list(db.session.scalars(rows.order_by(Kpi.code, Result.period)))


def list_corrections_in(return_id: int) -> list[Correction]:
    """The corrections beside results that came with a return, oldest first."""
    rows = select(Correction).join(Result, Result.id == Correction.result_id).where(Result.return_id == return_id)
    return list(db.session.scalars(rows.order_by(Correction.id)))
