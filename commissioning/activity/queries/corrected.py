"""Sums with later corrections counted in the month they correct, as the trends have them (`rules/standing.py`).

Frozen figures stay as they are; where months, services or practices are compared, what is known by now counts.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import Select, func, select

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.queries.seeing import (
    MonthSum,
    PracticeCounts,
    Scope,
    corrections_within,
    counts_of_practices,
    list_sums_by_month,
)
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.rows import UNITS
from commissioning.activity.rules.standing import standing_figure
from core.db import db

_Key = tuple[int, int, str, str]


def list_corrected_sums(
    scope: Scope, *, currencies: Mapping[str, Currency], only: Collection[str] = ()
) -> list[MonthSum]:
    """The sums of what stands by provider, service, month and currency, corrections added; of some currencies only.

    `currencies`: all of the trust, by code. What nobody returned is begun by a correction of what is counted over the
    month; a correction without a practice counts as unplaced.
    """
    sums: dict[_Key, MonthSum] = {_key_of(each): each for each in list_sums_by_month(scope, currencies=only)}
    for provider, service, month, code, has_practice, units in db.session.execute(_corrections(scope)):
        if code in currencies and (not only or code in only):
            key = (provider, service, month, code)
            found = _corrected(sums.get(key), key, int(units), currencies[code], has_practice=bool(has_practice))
            if found is not None:
                sums[key] = found
    return [sums[key] for key in sorted(sums)]


def corrected_counts_of_practices(
    scope: Scope, *, service_id: int, currency: Currency, practice_ids: Collection[int]
) -> PracticeCounts:
    """Counts of practices by month of one service and currency as whole numbers, corrections added."""
    found = counts_of_practices(scope, service_id=service_id, currency=currency.code, practice_ids=practice_ids)
    counts = dict(found.counts)
    rows = (
        select(Adjustment.practice_id, Adjustment.month, func.sum(Adjustment.units))
        .where(
            Adjustment.service_id == service_id,
            Adjustment.currency == currency.code,
            Adjustment.practice_id.in_(list(practice_ids)),
        )
        .group_by(Adjustment.practice_id, Adjustment.month)
    )
    for practice_id, month, units in db.session.execute(corrections_within(rows, scope)):
        if practice_id is None:
            continue
        known = counts.get((practice_id, month))
        units_now = standing_figure(None if known is None else known * UNITS, int(units), currency, is_nil=False)
        if units_now is not None:
            counts[practice_id, month] = units_now // UNITS
    return PracticeCounts(counts=counts, provisional=found.provisional)


def _key_of(each: MonthSum) -> _Key:
    return each.provider_id, each.service_id, each.month, each.currency


def _corrections(scope: Scope) -> Select[int, int, str, str, bool, int]:
    has_practice = Adjustment.practice_id.is_not(None)
    keys = (Expectation.provider_id, Adjustment.service_id, Adjustment.month, Adjustment.currency, has_practice)
    return corrections_within(select(*keys, func.sum(Adjustment.units)).group_by(*keys).order_by(*keys), scope)


def _corrected(
    found: MonthSum | None, key: _Key, units: int, currency: Currency, *, has_practice: bool
) -> MonthSum | None:
    """The sum of a month with a correction; None where there was none and a correction begins none."""
    if found is None:
        if standing_figure(None, units, currency, is_nil=False) is None:
            return None
        provider, service, month, code = key
        found = MonthSum(
            provider_id=provider,
            service_id=service,
            month=month,
            currency=code,
            placed=None,
            unplaced=None,
            total=None,
            is_frozen=True,
        )
    if not currency.by_practice:
        return replace(found, total=(found.total or 0) + units)
    if has_practice:
        return replace(found, placed=(found.placed or 0) + units)
    return replace(found, unplaced=(found.unplaced or 0) + units)
