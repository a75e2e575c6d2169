"""`/api/v1/les-claims`: a practice’s machine asks what it would claim, submits it once, reads how it stands."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from core.permissions import Permission
from les.claims.models.claims import Claim
from les.claims.queries.claims import get_claim
from les.claims.rules.kinds import State
from tests.builders_api import Machine, a_token
from tests.builders_claims import IN_JULY, Claims, injections

ADDRESS = "/api/v1/les-claims"
OF_QUARTER = "?quarter=2008/09%20Q1"
SCOPE = frozenset({Permission.SEE_CLAIMS, Permission.CLAIM})


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with time_machine.travel(IN_JULY):
        yield


@pytest.fixture
def claims(app: Flask) -> Claims:
    """A trust with windows for two quarters."""
    del app
    return Claims()


def _row(count: object = 12, **changes: object) -> dict[str, object]:
    row = {"quarter": "2008/09 Q1", "scheme": "LES-001", "element": "joint-injection", "from": "2008-04-01"}
    return {**row, "to": "2008-06-30", "count": count, **changes}


def _kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Claim)) or 0


def test_claims_are_checked_submitted_once_and_read(claims: Claims, app: Flask) -> None:
    claims.member_of()
    machine = Machine(app, a_token(claims.manager, SCOPE))
    body = {"rows": [_row()]}
    checked: dict[str, Any] = machine.send(body, query=f"{OF_QUARTER}&dry_run=true", to=ADDRESS).json or {}
    assert (checked["would_be_taken"], checked["claims"][0]["claimed"], _kept()) == (True, "504.00", 0)
    sent = machine.send(body, query=OF_QUARTER, key="july-1", to=ADDRESS)
    told: dict[str, Any] = (sent.json or {})["claims"][0]
    assert (sent.status_code, sent.headers["Location"], told["state"]) == (201, f"{ADDRESS}/{told['id']}", "submitted")
    assert len(told["receipt"]) == 64
    again = machine.send(body, query=OF_QUARTER, key="july-1", to=ADDRESS)
    assert (again.status_code, (again.json or {})["claims"][0]["number"], _kept()) == (200, told["number"], 1)
    other = machine.send({"rows": [_row(13)]}, query=OF_QUARTER, key="july-1", to=ADDRESS)
    assert "This key was used for other claims before." in str(other.json)
    same = machine.send(body, query=OF_QUARTER, to=ADDRESS)
    assert "All of this is claimed for quarter 1 of 2008/09 already" in str(same.json)
    changed = machine.send({"rows": [_row(13)]}, query=OF_QUARTER, to=ADDRESS)
    assert (changed.json or {})["claims"][0]["replaces"] == told["id"]
    listed = (machine.get(f"{ADDRESS}{OF_QUARTER}").json or {})["claims"]
    assert [(each["claimed"], each["lines"][0]["counted"]) for each in listed] == [("546.00", "13")]
    assert (machine.get(f"{ADDRESS}/{told['id']}").json or {})["state"] == "replaced"
    db.session.rollback()
    assert get_claim(told["id"]).state is State.REPLACED


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_kept(claims: Claims, app: Flask) -> None:
    claims.member_of()
    machine = Machine(app, a_token(claims.manager, SCOPE))
    for rows, said in (
        ([_row(scheme="LES-009")], "Row 2, scheme: the number of a scheme that you are in this quarter"),
        ([_row(quarter="2008/09 Q2")], "Row 2, quarter: 2008/09 Q1"),
        ([_row(), _row(3)], "Row 3, element: each element once for the same days; row 2 says it already."),
        ([_row(**{"from": "2008-03-31"})], "Row 2, from: days within 1 April 2008 to 30 June 2008."),
        ([_row(element="tooth")], "Row 2, element: one of joint-injection."),
        ([_row(1.5)], "Row 2, count: a text such as"),
        ([_row("9434765919")], "NHS number"),
        ([_row(None)], "at least one count; all are blank"),
    ):
        answer = machine.send({"rows": rows}, query=OF_QUARTER, to=ADDRESS)
        assert (answer.status_code, "9434765919" in answer.text) == (422, False), rows
        assert said in str((answer.json or {})["findings"]), (said, answer.json)
    for query in ("", "?quarter=2008", "?quarter=2008/09%20Q1&dryrun=true"):
        assert machine.send({"rows": [_row()]}, query=query, to=ADDRESS).status_code == 400
    assert _kept() == 0


def test_walls(claims: Claims, app: Flask) -> None:
    scheme_id = claims.member_of()
    claim_id = claims.claimed(scheme_id, injections(2))
    other = Machine(app, a_token(claims.other_manager, SCOPE))
    assert other.get(f"{ADDRESS}/{claim_id}").status_code == 404
    assert (other.get(ADDRESS).json or {})["claims"] == []
    assert other.send({"rows": [_row()]}, query=OF_QUARTER, to=ADDRESS).status_code == 422
    commissioner = Machine(app, a_token(claims.commissioner, frozenset({Permission.SEE_CLAIMS})))
    assert commissioner.get(ADDRESS).status_code == 403
    reader = Machine(app, a_token(claims.manager, frozenset({Permission.SEE_CLAIMS})))
    assert reader.send({"rows": [_row()]}, query=OF_QUARTER, to=ADDRESS).status_code == 403
    assert reader.get(f"{ADDRESS}/{claim_id}").status_code == 200
    assert _kept() == 1


def test_its_examples_are_taken(claims: Claims, app: Flask) -> None:
    claims.member_of()
    machine = Machine(app, a_token(claims.manager, SCOPE))
    document: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json or {}
    bodies = document["paths"][ADDRESS]["post"]["requestBody"]["content"]
    query = f"{OF_QUARTER}&dry_run=true"
    rows = machine.send(bodies["application/json"]["example"], query=query, to=ADDRESS)
    content = bodies["text/csv"]["example"].encode()
    file = machine.send(query=query, to=ADDRESS, data=content, content_type="text/csv")
    assert [(each.json or {})["why_not"] for each in (rows, file)] == ["", ""]
