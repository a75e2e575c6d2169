"""KPI results in the OpenAPI document and in the guide: the examples hold, and the page of tokens offers their acts."""

import re
from typing import Any

import pytest
import time_machine
from flask import Flask

from contracts.performance.rules.kinds import Unit
from contracts.performance.rules.states import DueState
from core.api.document import Part, add_part
from tests.builders_activity import MAY_AT, Field, a_field
from tests.builders_api import RETURNS, of_guide, said
from tests.builders_kpi_api import KPI_RESULTS, KpiMachine, a_kpi_of, a_machine
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


def _document(app: Flask) -> dict[str, Any]:
    told: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json or {}
    return told


def _field_of_examples() -> Field:
    field = a_field()
    a_kpi_of(field)
    a_kpi_of(field, "CN-02", unit=Unit.NUMBER, denominator="", unit_words="infections")
    return field


@time_machine.travel(MAY_AT)
def test_its_examples_are_taken(app: Flask) -> None:
    machine = a_machine(app, _field_of_examples().provider)
    bodies = _document(app)["paths"][KPI_RESULTS]["post"]["requestBody"]["content"]
    rows = machine.send(bodies["application/json"]["example"], query="?dry_run=true", to=KPI_RESULTS)
    file = machine.uploads(bodies["text/csv"]["example"].encode(), query="?dry_run=true")
    assert [(each.status_code, (each.json or {})["why_not"]) for each in (rows, file)] == [(200, ""), (200, "")]
    assert [(each.json or {})["changes"] for each in (rows, file)] == [2, 1]


@time_machine.travel(MAY_AT)
def test_the_worked_example_of_the_guide_goes_as_it_says(app: Flask) -> None:
    field = _field_of_examples()
    machine = a_machine(app, field.provider)
    (line, *_) = (machine.get(KPI_RESULTS).json or {})["due"]
    assert (line["state"], line["asked"]) == ("due", ["numerator"])
    body = of_guide(KPI_RESULTS)
    checked = machine.send(body, query="?dry_run=true", to=KPI_RESULTS).json or {}
    assert (checked["would_be_taken"], checked["changes"]) == (True, 1)
    made = machine.send(body, key="kpis-2008-04-a", to=KPI_RESULTS)
    assert (made.status_code, (made.json or {})["results"][0]["number"]) == (201, 1)
    assert re.fullmatch(rf"{KPI_RESULTS}/\d+", made.headers["Location"])
    again = machine.send(body, key="kpis-2008-04-a", to=KPI_RESULTS)
    assert (again.status_code, again.data) == (200, made.data)
    (result,) = (machine.get(made.headers["Location"]).json or {})["results"]
    assert (result["stands"], result["is_frozen"], result["corrections"]) == (True, False, [])


def test_it_says_which_act_a_token_needs_and_choices_as_the_rules_have_them(app: Flask) -> None:
    document = _document(app)
    post, reading = (document["paths"][KPI_RESULTS][method] for method in ("post", "get"))
    assert post["description"].endswith("The token needs the act “submit results of key performance indicators”.")
    assert reading["description"].endswith("“see key performance indicators, reviews and notices”.")
    assert (post["tags"], document["paths"][RETURNS]["post"]["tags"]) == (["KPI results"], ["Activity returns"])
    states = document["components"]["schemas"]["KpiResultDue"]["properties"]["state"]["enum"]
    assert states == [each.value for each in DueState]
    assert [each["name"] for each in document["tags"]] == [
        "This document",
        "Activity returns",
        "KPI results",
        "Enhanced services",
    ]


def test_two_rooms_do_not_describe_the_same(app: Flask) -> None:
    del app
    for operations, schemas in (({"send_return": {}}, {}), ({}, {"KpiReturn": {}})):
        with pytest.raises(ValueError, match=r"“Another room” describes what “.*” describes already"):
            add_part(Part(name="Another room", about="", operations=operations, schemas=schemas))


@time_machine.travel(MAY_AT)
def test_a_providers_manager_issues_a_token_for_kpi_results_alone(app: Flask, person: Person) -> None:
    field = _field_of_examples()
    sign_in_as(person, field.provider)
    person.visit("/people/account/tokens/issue")
    for act in ("See key performance indicators, reviews and notices", "Submit results of key performance indicators"):
        assert act in person.words
    expiry = {"expires_on-day": "1", "expires_on-month": "5", "expires_on-year": "2009"}
    acts = ["see key performance indicators, reviews and notices", "submit results of key performance indicators"]
    person.send({"purpose": "KPI results every month", "scope": acts, **expiry})
    (secret,) = re.findall(r"(ccb_\S{43})", person.words)
    assert "What a token opens (OpenAPI)" in person.words
    machine = KpiMachine(app, secret)
    assert (machine.returns().status_code, machine.get(KPI_RESULTS).status_code) == (201, 200)
    assert said(machine.get(RETURNS)).startswith("This token may not see activity returns")
