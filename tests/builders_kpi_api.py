"""Builders for KPI results that machines send: KPIs of a provider, its token, and a client that sends results."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from contracts.performance.actions.defining import Tie, make_kpi, put_in_use
from contracts.performance.actions.judging import freeze_results
from core.db import transaction
from core.permissions import Actor, Permission
from tests.builders_activity import APRIL, MAY_AT, Field
from tests.builders_api import Machine, a_token
from tests.builders_performance import a_definition

KPI_RESULTS = "/api/v1/kpi-results"
OF_KPIS = frozenset({Permission.SEE_PERFORMANCE, Permission.SUBMIT_RESULTS})
COLUMNS = "kpi,period,numerator,denominator"


def a_kpi_of(field: Field, code: str = "CN-01", *, provider: Actor | None = None, **changes: Any) -> int:
    """A KPI in use from January 2008, which a provider reports; its id."""
    with transaction():
        kpi_id = make_kpi(
            commissioner_id=field.trust.id,
            code=code,
            tie=Tie(provider_id=(provider or field.provider).organisation_id),
            definition=a_definition(**changes),
            by=field.commissioner,
            at=MAY_AT,
        ).id
        put_in_use(kpi_id=kpi_id, from_month="2008-01", reason="Agreed", by=field.commissioner, at=MAY_AT)
    return kpi_id


def freeze(field: Field, *keys: tuple[int, str]) -> None:
    """What stands for these KPIs and periods, frozen."""
    with transaction():
        freeze_results(commissioner_id=field.trust.id, keys=keys, by=field.commissioner, at=MAY_AT)


def a_row(kpi: str = "CN-01", period: str = APRIL, above: object = 96, below: object = 100) -> dict[str, object]:
    """A result as a row of JSON."""
    return {"kpi": kpi, "period": period, "numerator": above, "denominator": below}


def a_csv(*lines: str) -> bytes:
    """Results as a file."""
    return "\r\n".join([COLUMNS, *lines, ""]).encode()


class KpiMachine(Machine):
    """A system of a provider that sends KPI results."""

    def returns(self, *rows: object, query: str = "", key: str = "", **more: object) -> TestResponse:
        """Send results as JSON; a plain one where none are given."""
        body = {"rows": list(rows) or [a_row()], **more}
        return self.send(body, query=query, key=key, to=KPI_RESULTS)

    def uploads(self, content: bytes, kind: str = "text/csv", *, query: str = "", key: str = "") -> TestResponse:
        """Send results as a file."""
        return self.send(query=query, key=key, to=KPI_RESULTS, data=content, content_type=kind)


def a_machine(app: Flask, by: Actor, scope: frozenset[Permission] = OF_KPIS) -> KpiMachine:
    """The machine of a provider with a token of its own."""
    return KpiMachine(app, a_token(by, scope))
