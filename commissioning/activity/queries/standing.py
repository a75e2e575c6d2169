"""Figures as they stand, by practice and month, each with the return it came in: frozen or provisional alike."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from commissioning.activity.models.submissions import Row
from commissioning.activity.queries.seeing import Scope, standing_parts
from commissioning.activity.rules.asking import Way
from commissioning.catalogue.models import CommissionedService
from core.db import db
from core.parties.models import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFigure:
    """What stands of a service, practice (blank: nobody's, or the whole service), month and currency, in units.

    `expectation_id` and `period` name the return it came in.
    """

    provider_id: int
    service: str
    practice: str
    month: str
    currency: str
    units: int
    is_frozen: bool
    expectation_id: int
    period: str


def list_standing_figures(
    scope: Scope, *, services: Collection[str], by_practice: Collection[str], whole: Collection[str]
) -> list[StandingFigure]:
    """What stands of these services by practice and month, teams added up, with the return each figure came in.

    `by_practice`: currencies whose rows of practices and of nobody count; `whole`: those whose row of the service does.
    """
    stands = standing_parts(scope)
    practice = aliased(Party)
    return_of = (stands.c.expectation_id, stands.c.period, stands.c.is_frozen)
    keys = (stands.c.provider_id, CommissionedService.code, practice.code, Row.month, Row.currency, *return_of)
    counts = or_(
        and_(Row.is_total.is_(False), Row.currency.in_(list(by_practice))),
        and_(Row.is_total.is_(True), Row.currency.in_(list(whole))),
    )
    rows = (
        select(*keys, func.sum(Row.units))
        .select_from(Row)
        .join(stands, and_(stands.c.submission_id == Row.submission_id, stands.c.service_id == Row.service_id))
        .join(CommissionedService, CommissionedService.id == Row.service_id)
        .outerjoin(practice, practice.id == Row.practice_id)
        .where(counts, CommissionedService.code.in_(list(services)))
        .where(Row.month.between(scope.first_month, scope.last_month))
        .group_by(*keys)
        .order_by(stands.c.provider_id, CommissionedService.code, Row.month, func.coalesce(practice.code, ""))
    )
    return [
        StandingFigure(
            provider_id=provider,
            service=service,
            practice=code or "",
            month=month,
            currency=currency,
            units=int(units),
            is_frozen=bool(frozen),
            expectation_id=expectation,
            period=period,
        )
        for provider, service, code, month, currency, expectation, period, frozen, units in db.session.execute(rows)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNil:
    """That a nil return stands for a service and a period, with the return that says so."""

    provider_id: int
    service: str
    expectation_id: int
    period: str
    is_frozen: bool


def list_standing_nils(scope: Scope, *, services: Collection[str]) -> list[StandingNil]:
    """The nil returns that stand for these services."""
    stands = standing_parts(scope)
    rows = (
        select(
            stands.c.provider_id,
            CommissionedService.code,
            stands.c.expectation_id,
            stands.c.period,
            stands.c.is_frozen,
        )
        .join(CommissionedService, CommissionedService.id == stands.c.service_id)
        .where(stands.c.way == Way.NIL, CommissionedService.code.in_(list(services)))
        .order_by(stands.c.expectation_id, stands.c.period)
    )
    return [
        StandingNil(
            provider_id=provider, service=service, expectation_id=expectation, period=period, is_frozen=bool(frozen)
        )
        for provider, service, expectation, period, frozen in db.session.execute(rows)
    ]
