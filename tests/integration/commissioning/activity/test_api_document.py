"""The OpenAPI document: it names every address for machines and no other, and its examples hold."""

import json
import re
from typing import Any

import pytest
import time_machine
from flask import Flask

from commissioning.activity.rules.states import Standing
from core.api.document import described
from tests.builders_activity import MAY_AT, a_field
from tests.builders_api import RETURNS, Machine, a_token, of_guide
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    """The document as a machine gets it, without a token."""
    answer = app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype, "Set-Cookie" in answer.headers) == (200, "application/json", False)
    told: dict[str, Any] = answer.json or {}
    return told


def test_it_names_every_address_for_machines_and_no_other(app: Flask, document: dict[str, Any]) -> None:
    routes = {
        (re.sub(r"<int:(\w+)>", r"{\1}", str(rule)), method.lower())
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, item in document["paths"].items() for method in item if method != "parameters"}
    assert routes == told
    assert {document["paths"][path][method]["operationId"] for path, method in told} == set(described())


def test_every_shape_it_refers_to_is_there_and_every_shape_is_referred_to(document: dict[str, Any]) -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert named == set(document["components"]["schemas"])


def test_it_says_which_act_a_token_needs_and_choices_as_the_rules_have_them(document: dict[str, Any]) -> None:
    post = document["paths"][RETURNS]["post"]
    assert post["description"].endswith("The token needs the act “submit activity returns”.")
    assert (document["openapi"], document["security"]) == ("3.1.0", [{"token": []}])
    assert document["paths"]["/api/v1/openapi.json"]["get"]["security"] == []
    states = document["components"]["schemas"]["Return"]["properties"]["state"]["enum"]
    assert states == [each.value for each in Standing]


@time_machine.travel(MAY_AT)
def test_its_examples_and_those_of_the_guide_are_taken(app: Flask, document: dict[str, Any]) -> None:
    machine = Machine(app, a_token(a_field().provider))
    bodies = document["paths"][RETURNS]["post"]["requestBody"]["content"]
    rows = machine.send(bodies["application/json"]["example"], query="?dry_run=true")
    file = machine.send(
        query="?dry_run=true&month=2008-04", data=bodies["text/csv"]["example"].encode(), content_type="text/csv"
    )
    guided = machine.send(of_guide(RETURNS), query="?dry_run=true")
    assert [(each.status_code, (each.json or {})["taken"]) for each in (rows, file, guided)] == [
        (200, 2),
        (200, 1),
        (200, 1),
    ]
    assert [(each.json or {})["would_be_taken"] for each in (rows, file, guided)] == [True, True, True]


@time_machine.travel(MAY_AT)
def test_a_providers_manager_issues_a_token_and_is_led_to_the_document(app: Flask, person: Person) -> None:
    field = a_field()
    sign_in_as(person, field.provider)
    person.visit("/people/account/tokens/issue")
    expiry = {"expires_on-day": "1", "expires_on-month": "5", "expires_on-year": "2009"}
    acts = ["see activity returns", "submit activity returns"]
    person.send({"purpose": "returns every month", "scope": acts, **expiry})
    (secret,) = re.findall(r"(ccb_\S{43})", person.words)
    assert Machine(app, secret).send(query="?dry_run=true").status_code == 200
    assert "What a token opens (OpenAPI)" in person.words
    sign_in_as(person, field.commissioner)
    person.visit("/people/account")
    assert "What a token opens" not in person.words
