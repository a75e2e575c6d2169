"""The addresses for machines against their own document: whatever is sent, no fault of ours, and answers as described.

Schemathesis makes requests from the OpenAPI document, such as fit it and such as do not; always the same ones.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.permissions import Permission
from core.sending import KINDS
from tests.builders_activity import APRIL, HEADER, MAY_AT, a_field, submitted
from tests.builders_api import BOTH, RETURNS, Machine, a_token
from tests.builders_claims import IN_JULY, Claims, injections
from tests.builders_kpi_api import COLUMNS, KPI_RESULTS, OF_KPIS, KpiMachine, a_kpi_of, a_row, freeze
from tests.conftest import make_app

always_alike = settings(
    max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def what_does_not_fit_is_refused(ctx: Any, response: Any, case: Any) -> bool | None:
    """As Schemathesis has it, but a number or a list sent for a CSV or XLSX file goes out as text: a file like any."""
    sent_as_file = case.media_type in {KINDS["csv"].partition(";")[0], KINDS["xlsx"]}
    if sent_as_file and case.meta.phase.data.parameter_location is ParameterLocation.BODY:
        return None
    return negative_data_rejection(ctx, response, case)


CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    what_does_not_fit_is_refused,
    ignored_auth,
]
OPERATIONS = (
    f"GET {RETURNS}",
    f"GET {RETURNS}/{{submission_id}}",
    f"POST {RETURNS}",
    f"GET {KPI_RESULTS}",
    f"GET {KPI_RESULTS}/{{return_id}}",
    f"POST {KPI_RESULTS}",
)
CLAIMS = "/api/v1/les-claims"
CLAIM_OPERATIONS = (f"GET {CLAIMS}", f"GET {CLAIMS}/{{claim_id}}", f"POST {CLAIMS}")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
texts = st.one_of(st.text(max_size=12), st.sampled_from(["DIAB", "X82001", "unplaced", "total", APRIL, "contact", "3"]))
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
rows = st.one_of(
    anything,
    st.fixed_dictionaries(dict.fromkeys(HEADER.split(","), texts), optional={"team": texts}),
    st.fixed_dictionaries({**dict.fromkeys(HEADER.split(","), texts), "quantity": st.one_of(anything, st.integers())}),
)

kpi_texts = st.one_of(st.text(max_size=12), st.sampled_from(["CN-01", "CN-02", "2008-03", APRIL, "96", "7.5", ""]))
results = st.one_of(
    anything,
    st.fixed_dictionaries(dict.fromkeys(COLUMNS.split(","), kpi_texts)),
    st.fixed_dictionaries(
        {"kpi": kpi_texts, "period": kpi_texts, "numerator": st.one_of(anything, st.integers(), kpi_texts)},
        optional={"denominator": st.one_of(anything, st.integers())},
    ),
)


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """An application with a provider, one submission and one KPI return of it, the latter frozen in part, and a token.

    Outside any context, as on a server.
    """
    path = tmp_path_factory.mktemp("api") / "api.sqlite"
    shutil.copy(sqlite_template, path)
    app = make_app(f"sqlite:///{path}")
    with time_machine.travel(MAY_AT):
        with app.app_context():
            field = a_field()
            submitted(field, month="2008-03")
            kpi_id = a_kpi_of(field)
            a_kpi_of(field, "CN-02")
            secret = a_token(field.provider, BOTH | OF_KPIS)
            assert KpiMachine(app, secret).returns(a_row(), a_row(period="2008-03")).status_code == 201
            freeze(field, (kpi_id, "2008-03"))
        yield app, secret


@pytest.fixture(scope="module")
def served_practice(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """An application with a practice that is in a scheme, a claim of it, and a token."""
    path = tmp_path_factory.mktemp("claims") / "claims.sqlite"
    shutil.copy(sqlite_template, path)
    app = make_app(f"sqlite:///{path}")
    with time_machine.travel(IN_JULY):
        with app.app_context():
            claims = Claims()
            claims.claimed(claims.member_of(), injections(3))
            secret = a_token(claims.manager, frozenset({Permission.SEE_CLAIMS, Permission.CLAIM}))
        yield app, secret


def _operation(app: Flask, label: str) -> Any:
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = {each.ok().label: each.ok() for each in document.get_all_operations() if isinstance(each, Ok)}
    assert set(found) == {*OPERATIONS, *CLAIM_OPERATIONS}
    return found[label]


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_as_the_document_says(served: tuple[Flask, str], label: str, mode: GenerationMode) -> None:
    _answers_as_described(*served, label, mode)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", CLAIM_OPERATIONS)
def test_answers_on_claims_are_as_the_document_says(
    served_practice: tuple[Flask, str], label: str, mode: GenerationMode
) -> None:
    _answers_as_described(*served_practice, label, mode)


def _answers_as_described(app: Flask, secret: str, label: str, mode: GenerationMode) -> None:
    operation = _operation(app, label)

    @always_alike
    @given(case=operation.as_strategy(generation_mode=mode))
    def sends(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKED)

    sends()


@settings(always_alike, max_examples=150)
@given(
    month=st.one_of(anything, st.just(APRIL)), sent=st.one_of(anything, st.lists(rows, max_size=4)), dry=st.booleans()
)
def test_any_json_is_answered_in_words(served: tuple[Flask, str], month: object, sent: object, *, dry: bool) -> None:
    content = json.dumps({"month": month, "rows": sent}).encode()
    _is_answered(served, content, "application/json", "?dry_run=true" if dry else "")


@settings(always_alike, max_examples=80)
@given(content=st.one_of(st.binary(max_size=200), st.builds(lambda lines: f"{HEADER}\n{lines}".encode(), texts)))
@pytest.mark.parametrize("kind", ["application/json", "text/csv", KINDS["xlsx"]], ids=["json", "csv", "xlsx"])
def test_any_body_is_answered_in_words(served: tuple[Flask, str], kind: str, content: bytes) -> None:
    _is_answered(served, content, kind, "" if kind == "application/json" else f"?month={APRIL}")


@settings(always_alike, max_examples=150)
@given(sent=st.one_of(anything, st.lists(results, max_size=4)), words=anything, dry=st.booleans())
def test_any_json_of_kpi_results_is_answered_in_words(
    served: tuple[Flask, str], sent: object, words: object, *, dry: bool
) -> None:
    content = json.dumps({"words": words, "rows": sent} if words is not None else {"rows": sent}).encode()
    _is_answered(served, content, "application/json", "?dry_run=true" if dry else "", to=KPI_RESULTS)


@settings(always_alike, max_examples=80)
@given(content=st.one_of(st.binary(max_size=200), st.builds(lambda lines: f"{COLUMNS}\n{lines}".encode(), kpi_texts)))
@pytest.mark.parametrize("kind", ["application/json", "text/csv", KINDS["xlsx"]], ids=["json", "csv", "xlsx"])
def test_any_body_of_kpi_results_is_answered_in_words(served: tuple[Flask, str], kind: str, content: bytes) -> None:
    _is_answered(served, content, kind, "", to=KPI_RESULTS)


def _is_answered(served: tuple[Flask, str], content: bytes, kind: str, query: str, *, to: str = RETURNS) -> None:
    app, secret = served
    answer = Machine(app, secret).send(query=query, to=to, data=content, content_type=kind)
    told = answer.json or {}
    if answer.status_code < 300 and to == RETURNS:
        assert told["verdict"] in {"refused", "errors", "queries", "clean"}
    elif answer.status_code < 300:
        assert told["would_be_taken"] in {True, False} if "dry_run" in query else told["results"]
    else:
        assert answer.status_code in {400, 404, 409, 413, 415, 422}
        assert (answer.mimetype, told["status"]) == ("application/problem+json", answer.status_code)
        assert told["detail"]
