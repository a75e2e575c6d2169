"""Figures as others use them: frozen ones by service, practice, month and currency, with the submission they came from.

What is counted: of a currency by practice, practices and unplaced; of any other, the row of the whole service. Teams
are added up; a rate never is, so that one given by several teams is no figure of the service (`queries/teams.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Adjustment, Snapshot, SnapshotPart
from commissioning.activity.models.submissions import Row
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.teams import adds_up_or_is_alone, rates_among
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.rows import as_quantity
from commissioning.catalogue.models import CommissionedService
from core.db import db
from core.parties.models import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFigure:
    """A frozen figure and where it came from. `practice` is blank for patients nobody could place, or the service."""

    service: str
    practice: str
    month: str
    currency: str
    quantity: Decimal
    submission_id: int


def list_frozen_figures(
    commissioner_id: int,
    *,
    first_month: str,
    last_month: str,
    services: Collection[str] = (),
    currencies: Collection[str] = (),
    provider_id: int | None = None,
) -> list[FrozenFigure]:
    """The frozen figures of a trust's providers for months, teams added up, without later adjustments.

    A rate that several teams gave is left out: it does not add up to one of the service.
    """
    rows = _select_frozen(commissioner_id).where(Row.month.between(first_month, last_month))
    if services:
        rows = rows.where(CommissionedService.code.in_(list(services)))
    if currencies:
        rows = rows.where(Row.currency.in_(list(currencies)))
    if provider_id is not None:
        rows = rows.where(Expectation.provider_id == provider_id)
    return [
        FrozenFigure(
            service=service,
            practice=code,
            month=month,
            currency=currency,
            quantity=as_quantity(int(units)),
            submission_id=submission_id,
        )
        for service, code, month, currency, units, submission_id in db.session.execute(rows)
    ]


def find_figure_now(expectation: Expectation, correction: Correction) -> int | None:
    """The frozen figure a correction is about with all corrections so far, in units; None where there is neither."""
    trust, month = expectation.commissioner_id, correction.month
    frozen = _select_frozen(trust).where(
        Expectation.id == expectation.id,
        Row.month == month,
        Row.currency == correction.currency,
        CommissionedService.code == correction.service,
    )
    figures = [int(row[4]) for row in db.session.execute(frozen) if row[1] == correction.practice]
    figures += [
        each.units
        for each in list_adjustments([expectation.id])
        if (each.month, each.currency, each.service.code) == (month, correction.currency, correction.service)
        and (each.practice.code if each.practice else "") == correction.practice
    ]
    return sum(figures) if figures else None


def _select_frozen(commissioner_id: int) -> Select[str, str, str, str, int, int]:
    """The rows of frozen submissions that count, added up over teams where they do."""
    practice = aliased(Party)
    known = currencies_of(commissioner_id)
    by_practice = [code for code, each in known.items() if each.by_practice]
    return (
        select(
            CommissionedService.code,
            func.coalesce(practice.code, ""),
            Row.month,
            Row.currency,
            func.sum(Row.units),
            Row.submission_id,
        )
        .join(CommissionedService, CommissionedService.id == Row.service_id)
        .join(
            SnapshotPart,
            and_(SnapshotPart.submission_id == Row.submission_id, SnapshotPart.service_id == Row.service_id),
        )
        .join(Snapshot, Snapshot.id == SnapshotPart.snapshot_id)
        .join(Expectation, Expectation.id == Snapshot.expectation_id)
        .outerjoin(practice, practice.id == Row.practice_id)
        .where(Expectation.commissioner_id == commissioner_id)
        .where(or_(Row.is_total.is_(False), Row.currency.not_in(by_practice)))
        .group_by(CommissionedService.code, practice.code, Row.month, Row.currency, Row.submission_id)
        .having(adds_up_or_is_alone(rates_among(known)))
        .order_by(CommissionedService.code, func.coalesce(practice.code, ""), Row.month, Row.currency)
    )


def select_adjustments(expectation_ids: Sequence[int], *, posted_to: str = "") -> Select[Adjustment]:
    """Later corrections of these returns, the oldest first; only those posted to a period, where it is given."""
    rows = select(Adjustment).options(
        joinedload(Adjustment.service), joinedload(Adjustment.practice), joinedload(Adjustment.posted_by)
    )
    rows = rows.where(Adjustment.expectation_id.in_(list(expectation_ids))).order_by(Adjustment.id)
    return rows.where(Adjustment.posted_to == posted_to) if posted_to else rows


def list_adjustments(expectation_ids: Sequence[int], *, posted_to: str = "") -> list[Adjustment]:
    """The same as a list."""
    return list(db.session.scalars(select_adjustments(expectation_ids, posted_to=posted_to)))
