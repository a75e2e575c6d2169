"""Builders of KPIs: one in use tied to a contract, results returned, results frozen."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from commissioning.activity.rules.asking import Way
from contracts.performance.actions.checking import Given, Sent
from contracts.performance.actions.defining import Tie, make_kpi, put_in_use
from contracts.performance.actions.judging import freeze_results
from contracts.performance.actions.returning import return_results
from contracts.performance.models.results import KpiReturn
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.examples import plain_definition
from core.db import transaction
from core.permissions import Actor
from tests.builders_contracts import Contracting, a_contract
from tests.builders_rounds import AT, DAY

FIRST = "2007-04"


def a_definition(**changes: Any) -> Definition:
    """The plain definition with changes."""
    return replace(plain_definition(), **changes)


def a_draft_kpi(people: Contracting, code: str = "CN-01", contract_id: int | None = None, **changes: Any) -> int:
    """A KPI with a draft of its definition; its id."""
    with transaction():
        return make_kpi(
            commissioner_id=people.pct,
            code=code,
            tie=Tie(provider_id=people.providing, contract_id=contract_id),
            definition=a_definition(**changes),
            by=people.commissioner,
            at=AT,
        ).id


def used(kpi_id: int, people: Contracting, from_month: str = FIRST) -> int:
    """The KPI with its draft in use; its id."""
    with transaction():
        put_in_use(kpi_id=kpi_id, from_month=from_month, reason="Agreed", by=people.commissioner, at=AT)
    return kpi_id


def a_kpi(people: Contracting, code: str = "CN-01", contract_id: int | None = None, **changes: Any) -> int:
    """A KPI in use from April 2007; its id."""
    return used(a_draft_kpi(people, code, contract_id, **changes), people)


def a_kpi_of_contract(people: Contracting) -> tuple[int, int]:
    """A KPI in use of a contract that covers DacCom; its id and the contract’s."""
    contract_id = a_contract(people)
    return a_kpi(people, contract_id=contract_id), contract_id


def given(kpi_id: int, period: str, above: int | None, below: int | None) -> Given:
    """A result of one period."""
    return Given(
        kpi_id=kpi_id,
        period=period,
        numerator=None if above is None else Fraction(above),
        denominator=None if below is None else Fraction(below),
    )


def returned(by: Actor, *results: Given) -> KpiReturn:
    """These results, typed in by a provider."""
    with transaction():
        return return_results(
            provider_id=by.organisation_id,
            given=results,
            sent=Sent(way=Way.TYPED, file_name="", content=b"typed"),
            by=by,
            at=AT,
            on=DAY,
        )


def frozen(people: Contracting, *keys: tuple[int, str]) -> None:
    """What stands for these KPIs and periods, frozen."""
    with transaction():
        freeze_results(commissioner_id=people.pct, keys=keys, by=people.commissioner, at=AT)
