"""What people try who mean no good, as the browser would send it: addresses, hosts, methods, fields, files."""

import json
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from core.db import db
from core.people.models import Person, PersonSession
from core.web import public
from tests.architecture.test_sizes import PYTHON
from tests.builders import WORDS, an_installation
from tests.builders_activity import MAY_AT, a_field
from tests.builders_api import Machine, a_token
from tests.conftest import SETTINGS, Browser
from tests.integration.core.test_refused_requests import tokens

ADMIN = {"email": "admin@whp.example", "password": WORDS}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
)


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    an_installation()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert _signed_in(client).status_code == 302
    return client


def _signed_in(client: FlaskClient, path: str = "/people/sign-in", **options: Any) -> Any:
    return client.post(path, data={**ADMIN, **tokens(client.get(path).text)}, **options)


def _behind(sqlite: Flask, **settings: object) -> Flask:
    made = create_app({**SETTINGS, "DATABASE_URL": sqlite.config["DATABASE_URL"], **settings})
    made.test_client_class = Browser
    return made


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(client: FlaskClient, address: str) -> None:
    an_installation()
    answer = client.post("/people/sign-in", query_string={"next": address}, data={**ADMIN, **_fresh(client)})
    assert (answer.status_code, answer.location) == (302, "/")


def _now(asked: Any) -> Any:
    """What the database says now, and not when this test first looked at it."""
    db.session.rollback()
    return db.session.scalars(asked)


def _fresh(client: FlaskClient) -> dict[str, str]:
    return tokens(client.get("/people/sign-in").text)


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "X-Client-IP"])
def test_nobody_chooses_the_address_they_come_from(client: FlaskClient, name: str) -> None:
    """Without PROXIES, what a request says of its own address is not believed."""
    an_installation()
    _signed_in(client, headers={name: "203.0.113.7"})
    assert _now(select(PersonSession.address)).all() == ["127.0.0.0/24"]


def test_of_several_proxies_only_ours_is_believed(app: Flask) -> None:
    an_installation()
    client = _behind(app, PROXIES=1).test_client()
    _signed_in(client, headers={"X-Forwarded-For": "203.0.113.7, 198.51.100.2"})
    assert _now(select(PersonSession.address)).all() == ["198.51.100.0/24"]


@pytest.mark.parametrize("host", ["evil.example", "pct.example.evil.example", "budgets.pct.example@evil.example"])
def test_another_host_is_refused_where_the_right_one_is_known(app: Flask, host: str) -> None:
    client = _behind(app, SITE_ADDRESS="https://budgets.pct.example").test_client()
    assert client.get("/people/sign-in", headers={"Host": host}).status_code == 400
    assert client.get("/people/sign-in", headers={"Host": "budgets.pct.example"}).status_code == 200
    assert client.get("/people/sign-in").status_code == 200
    assert client.get("/health", headers={"Host": "10.0.0.5:8000"}).status_code == 200


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_or_field_changes_the_method(administrator: FlaskClient, header: str) -> None:
    assert administrator.get("/people/sign-out", headers={header: "POST"}).status_code == 405
    assert administrator.get("/people/sign-out?_method=POST").status_code == 405
    assert administrator.get("/people/").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "DELETE", "PUT", "PATCH"])
def test_methods_that_nothing_uses_are_refused(administrator: FlaskClient, method: str) -> None:
    assert administrator.open("/people/", method=method).status_code == 405


def test_fields_that_a_form_does_not_have_change_nothing(administrator: FlaskClient) -> None:
    more = {
        "id": "1",
        "is_active": "",
        "password_hash": "x",
        "role": "administrator",
        "session_stamp": "x",
        "version": "9",
    }
    sent = {"name": "New person", "email": "new@whp.example", **more}
    assert (
        administrator.post("/people/create", data={**_of(administrator, "/people/create"), **sent}).status_code == 302
    )
    made = _now(select(Person).where(Person.email == "new@whp.example")).one()
    assert made.is_active
    assert made.id != 1
    assert made.password_hash != "x"
    assert not made.grants


def _of(client: FlaskClient, path: str) -> dict[str, str]:
    return tokens(client.get(path).text)


def test_no_code_writes_whatever_was_sent_into_a_record() -> None:
    """Forms name their fields, acts their arguments; nothing is copied wholesale."""
    wholesale = ("populate_obj(", "**request.form", "**form.data", "setattr(")
    found = [(path.name, word) for path in PYTHON for word in wholesale if word in path.read_text(encoding="utf-8")]
    allowed = {name for name, word in found if word == "setattr("}
    assert not [each for each in found if each[1] != "setattr("]
    assert len(allowed) < 12, allowed


def test_a_field_sent_twice_is_one_value_and_never_another_kind(administrator: FlaskClient) -> None:
    sent = _of(administrator, "/people/create")
    twice = [("name", "First"), ("name", "Second"), ("email", "two@whp.example"), *sent.items()]
    body = "&".join(f"{name}={value.replace('#', '%23').replace('@', '%40')}" for name, value in twice)
    kind = "application/x-www-form-urlencoded"
    assert administrator.post("/people/create", data=body, content_type=kind).status_code == 302
    assert _now(select(Person.name).where(Person.email == "two@whp.example")).one() == "First"
    as_data = json.dumps({**sent, "name": "Third", "email": "three@whp.example"})
    refused = administrator.post("/people/create", data=as_data, content_type="application/json")
    assert refused.status_code == 422
    by_address = administrator.post(
        "/people/create", query_string={**sent, "name": "Four", "email": "four@whp.example"}
    )
    assert by_address.status_code == 422


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"[" * 200_000, 400),
        (b'{"rows": ' + b'{"a": ' * 5_000, 400),
        (b'{"month": "2008-04", "rows": [' + b"0," * 200_000 + b"0]}", 422),
        (b" " * 10_000_001, 413),
        (b'{"month": ' + b"9" * 100_000 + b', "rows": []}', 400),
        (b"\xff\xfe{\x00}\x00", 400),
    ],
    ids=["deep list", "deep object", "endless rows", "too large", "endless number", "another encoding"],
)
def test_oversized_or_endless_json_is_refused_in_words(app: Flask, sent: bytes, status: int) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with time_machine.travel(MAY_AT):
        secret = a_token(a_field().provider)
        answer = Machine(app, secret).send(data=sent, content_type="application/json")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("cookie", ["", "x", "eyJfdXNlcl9pZCI6IjE6eDp4In0.x.x", "A" * 4_000, "é"])
def test_a_cookie_that_was_made_up_is_nobody(app: Flask, cookie: str) -> None:
    an_installation()
    answer = app.test_client().get("/people/", headers={"Cookie": f"session={cookie}"})
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/people/sign-in")


def test_a_session_signed_by_another_installation_is_nobody(app: Flask, administrator: FlaskClient) -> None:
    taken = administrator.get_cookie("session")
    assert taken is not None
    other = _behind(app, SECRET_KEY="another key, of another installation").test_client()
    other.set_cookie("session", taken.value)
    assert other.get("/people/").status_code == 302


def test_a_page_that_forgot_its_policy_is_closed(own_app: Flask) -> None:
    own_app.add_url_rule("/forgotten", view_func=lambda: "open")
    assert own_app.test_client().get("/forgotten").status_code == 403


def test_a_file_where_words_are_asked_for_is_refused(administrator: FlaskClient) -> None:
    sent = {
        **_of(administrator, "/people/create"),
        "name": (BytesIO(b"x" * 1000), "name.txt"),
        "email": "a@whp.example",
    }
    answer = administrator.post("/people/create", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 400


def test_nothing_that_was_typed_becomes_a_template_or_a_header(own_app: Flask) -> None:
    @public
    def lead() -> tuple[str, int, dict[str, str]]:
        return "", 302, {"Location": "/a\r\nSet-Cookie: b=c"}

    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    own_app.add_url_rule("/lead", view_func=lead)
    answer = own_app.test_client().get("/lead")
    assert answer.status_code == 500
    assert "Set-Cookie" not in answer.headers
