"""Contracts with their services month by month: the plan as it stands in each month against what was returned.

However many contracts there are, the number of queries is the same for each commissioner.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.queries.expectations import currencies_of, list_expectations
from commissioning.activity.queries.figures import list_adjustments
from commissioning.activity.queries.seeing import Scope
from commissioning.activity.queries.standing import StandingFigure, list_standing_figures, list_standing_nils
from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.organisations.queries.lines import memberships_of
from contracts.agreements.models.contracts import Contract
from contracts.monitoring.queries.plans import bases_of
from contracts.monitoring.rules.months import Month, Returned, Service
from contracts.monitoring.rules.plans import (
    PlannedService,
    last_month_over,
    months_within,
    paid_without_plan,
    planned_services,
    readings,
)
from contracts.monitoring.rules.returned import Correction, Figure, Groups, by_month, currency_for, nothing_counts
from contracts.variations.queries.content import Base
from core.periods import FinancialYear

Nil = Mapping[tuple[int, str], Mapping[str, tuple[bool, tuple[int, str] | None]]]
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A contract in a year: its services month by month, adjustments posted to months of it, services without a plan.

    `months`: those in which it runs.
    """

    contract: Contract
    year: FinancialYear
    months: tuple[str, ...]
    services: tuple[Service, ...]
    adjustments: tuple[Adjustment, ...]
    unplanned: tuple[str, ...]

    def service(self, key: str) -> Service | None:
        """The service of that key."""
        return next((each for each in self.services if each.key == key), None)

    def adjusted(self, service: Service) -> list[Adjustment]:
        """The adjustments that count for a service, in the order in which they were posted."""
        months = {each.month for each in service.months}
        return [
            each
            for each in self.adjustments
            if (each.service.code, each.currency) == (service.code, service.currency) and each.posted_to in months
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Activity:
    """What a commissioner's providers returned in a year."""

    currencies: Mapping[str, Currency]
    groups: Groups
    expectations: Sequence[Expectation]
    figures: Mapping[Key, list[StandingFigure]]
    nil: Nil
    adjustments: Mapping[Key, list[Adjustment]]


def watched(contracts: Sequence[Contract], year: FinancialYear, *, on: date) -> list[Watched]:
    """These signed contracts in a year, in their order; those without an issue that stands are left out."""
    bases = bases_of(contracts)
    read = {each.id: _read(bases[each.id], year) for each in contracts if each.id in bases}
    trusts = dict.fromkeys(each.commissioner_id for each in contracts)
    activity = {
        trust: _activity(
            trust,
            year,
            services={
                service.code
                for each in contracts
                if each.commissioner_id == trust and each.id in read
                for service in read[each.id].services
            },
            provider_ids={each.provider_id for each in contracts if each.commissioner_id == trust},
        )
        for trust in trusts
    }
    return [_watched(each, read[each.id], activity[each.commissioner_id], on) for each in contracts if each.id in read]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A contract's plan in a year."""

    year: FinancialYear
    months: list[str]
    services: list[PlannedService]
    unplanned: list[str]


def _read(base: Base, year: FinancialYear) -> _Read:
    months = months_within(year, base.term.first, base.last)
    found = readings(base.pieces, base.signed, months)
    return _Read(year=year, months=months, services=planned_services(found), unplanned=paid_without_plan(found))


def _activity(
    trust: int, year: FinancialYear, *, services: Collection[str], provider_ids: Collection[int]
) -> _Activity:
    expectations = [each for each in list_expectations(commissioner_id=trust) if each.provider_id in provider_ids]
    currencies = currencies_of(trust)
    flows = [each for each in currencies.values() if each.adding is Adding.FLOW]
    only = next(iter(provider_ids)) if len(provider_ids) == 1 else None
    scope = Scope(
        commissioner_ids=(trust,),
        first_month=f"{year.first_day:%Y-%m}",
        last_month=f"{year.last_day:%Y-%m}",
        provider_id=only,
    )
    figures: defaultdict[Key, list[StandingFigure]] = defaultdict(list)
    for each in list_standing_figures(
        scope,
        services=services,
        by_practice=[currency.code for currency in flows if currency.by_practice],
        whole=[currency.code for currency in flows if not currency.by_practice],
    ):
        figures[each.provider_id, each.service, each.currency].append(each)
    provider_of = {each.id: each.provider_id for each in expectations}
    adjustments: defaultdict[Key, list[Adjustment]] = defaultdict(list)
    for posted in list_adjustments(list(provider_of)):
        key = provider_of[posted.expectation_id], posted.service.code, posted.currency
        adjustments[key].append(posted)
    return _Activity(
        currencies=currencies,
        groups=Groups(memberships_of(trust)),
        expectations=expectations,
        figures=figures,
        nil=_nil(scope, expectations, services),
        adjustments=adjustments,
    )


def _nil(scope: Scope, expectations: Sequence[Expectation], services: Collection[str]) -> Nil:
    """The months of nil returns by provider and service: whether frozen, and the return that says so."""
    by_id = {each.id: each for each in expectations}
    found: defaultdict[tuple[int, str], dict[str, tuple[bool, tuple[int, str] | None]]] = defaultdict(dict)
    for nil in list_standing_nils(scope, services=services):
        if nil.expectation_id in by_id:
            said = (nil.is_frozen, (nil.expectation_id, nil.period))
            months = by_id[nil.expectation_id].period(nil.period).months
            found[nil.provider_id, nil.service] |= dict.fromkeys(months, said)
    return found


def _asks(expectation: Expectation, month: str) -> bool:
    return expectation.first_month <= month and (expectation.last_month is None or month <= expectation.last_month)


def _watched(contract: Contract, read: _Read, activity: _Activity, on: date) -> Watched:
    adjustments: list[Adjustment] = []
    services = []
    for planned in read.services:
        currency = currency_for(planned.unit, activity.currencies.values())
        key = (contract.provider_id, planned.code, currency.code if currency else "")
        returned = _returned(planned, read.months, key, activity, last_month_over(on), is_counted=currency is not None)
        posted = [each for each in activity.adjustments.get(key, ()) if each.posted_to in read.months]
        adjustments += [each for each in posted if each not in adjustments]
        services.append(
            Service(
                key=planned.key,
                code=planned.code,
                name=planned.name,
                unit=planned.unit,
                currency=currency.code if currency else "",
                currency_name=currency.label if currency else "",
                groups=planned.groups,
                months=tuple(
                    Month(month=month, plan=planned.months.get(month), returned=returned[month])
                    for month in read.months
                ),
            )
        )
    return Watched(
        contract=contract,
        year=read.year,
        months=tuple(read.months),
        services=tuple(services),
        adjustments=tuple(adjustments),
        unplanned=tuple(read.unplanned),
    )


def _returned(
    planned: PlannedService, months: Sequence[str], key: Key, activity: _Activity, over: str, *, is_counted: bool
) -> dict[str, Returned]:
    if not is_counted:
        return nothing_counts(months, unit=planned.unit, over=over)
    provider, code, _ = key
    return by_month(
        months,
        figures=_figures(activity.figures.get(key, ())),
        corrections=[
            Correction(posted_to=each.posted_to, practice=each.practice.code if each.practice else "", units=each.units)
            for each in activity.adjustments.get(key, ())
        ],
        nil=activity.nil.get((provider, code), {}),
        groups=activity.groups,
        expected=_expected(activity.expectations, provider, code, months),
        over=over,
    )


def _figures(standing: Iterable[StandingFigure]) -> list[Figure]:
    return [
        Figure(
            month=each.month,
            practice=each.practice,
            units=each.units,
            is_frozen=each.is_frozen,
            source=(each.expectation_id, each.period),
        )
        for each in standing
    ]


def _expected(expectations: Iterable[Expectation], provider: int, code: str, months: Iterable[str]) -> list[str]:
    of_service = [
        each
        for each in expectations
        if each.provider_id == provider and any(expected.service.code == code for expected in each.services)
    ]
    return [month for month in months if any(_asks(each, month) for each in of_service)]
