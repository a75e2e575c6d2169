"""What a request gets that nobody should send: an answer in words, never a fault of ours. On SQLite and PostgreSQL."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError, StatementError

from core.db import db
from core.web import address_with, public
from tests.builders import WORDS, an_installation
from tests.person import checked_html

ADMIN = {"email": "admin@whp.example", "password": WORDS}


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', text))


@pytest.fixture
def administrator(database: Flask) -> FlaskClient:
    """A browser in which the administrator is signed in; faults are answered as on a server."""
    an_installation()
    database.config["PROPAGATE_EXCEPTIONS"] = False
    client = database.test_client()
    answer = client.post("/people/sign-in", data={**ADMIN, **tokens(client.get("/people/sign-in").text)})
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/people/?page=abc", 200),
        ("/people/?page=0", 200),
        ("/people/?page=-1", 200),
        ("/people/?page=99999999999999999999", 200),
        ("/people/?endpoint=x&_scheme=javascript&_external=1&values=y", 200),
        ("/audit-trail/?endpoint=x&_anchor=y", 200),
        ("/people/99999999999999999999", 404),
        ("/people/2147483648", 404),
        ("/audit-trail/99999999999999999999", 404),
        ("/audit-trail/?last_day-day=31&last_day-month=12&last_day-year=9999", 200),
        ("/audit-trail/?first_day-day=1&first_day-month=1&first_day-year=1", 200),
        ("/people/?text=%00", 400),
        ("/audit-trail/?person=a%00b", 400),
        ("/audit-trail/?a%00b=c", 400),
        ("/audit-trail/records/a%00b/1", 400),
        ("/people/links/1/a%00b", 400),
        ("/contracts/reviews/calendar/a%00b.ics", 400),
        ("/activity/rules/a%00b", 400),
        ("/no-such%00page", 400),
        ("/people/?text=" + "x" * 5000, 200),
        ("/people/sign-out", 405),
        ("/no-such-page", 404),
    ],
)
def test_an_address_typed_by_hand_is_never_a_fault(administrator: FlaskClient, address: str, status: int) -> None:
    answer = administrator.get(address)
    assert answer.status_code == status
    checked_html(answer.text, address)


def test_the_links_of_paging_stay_on_this_page(app: Flask) -> None:
    with app.test_request_context("/people/?_scheme=javascript&_external=1&_host=evil.example&text=a b"):
        assert address_with({"page": 2}).startswith("/people/?")


@pytest.mark.parametrize(
    "name",
    [f"New{hidden}Person" for hidden in "\0\x1b\x9b\xad\u061c\u200b\u200d\u200f\u202e\u2028\u2063\ufeff\U000e0041"],
)
def test_characters_nobody_sees_are_refused_and_the_rest_is_kept(administrator: FlaskClient, name: str) -> None:
    sent = {**tokens(administrator.get("/people/create").text), "name": name, "email": "new@whp.example"}
    answer = administrator.post("/people/create", data=sent)
    assert answer.status_code == 422
    assert "Name held characters that cannot be seen. They are taken out: check it" in answer.text
    assert 'value="NewPerson"' in answer.text
    assert 'value="new@whp.example"' in answer.text
    checked_html(answer.text, "/people/create")


@pytest.mark.parametrize("field", ["name", "email"])
def test_very_long_text_is_refused_in_a_sentence(administrator: FlaskClient, field: str) -> None:
    sent = {**tokens(administrator.get("/people/create").text), "name": "New", "email": "new@whp.example"}
    answer = administrator.post("/people/create", data={**sent, field: "x" * 100_000})
    assert answer.status_code == 422
    assert "Field cannot be longer than" in answer.text


@pytest.mark.parametrize("token", [None, "", "forged", "20991231235959##forged"])
def test_a_form_without_a_valid_token_is_refused_in_words_and_keeps_what_was_typed(
    administrator: FlaskClient, token: str | None
) -> None:
    sent = {"name": "Typed name", "email": "new@whp.example", **({} if token is None else {"csrf_token": token})}
    answer = administrator.post("/people/create", data=sent)
    assert answer.status_code == 422
    assert "This page was open too long, or you signed in anew meanwhile. What you typed is still here" in answer.text
    assert "CSRF" not in answer.text
    assert 'value="Typed name"' in answer.text
    checked_html(answer.text, "/people/create")


def test_a_one_use_key_of_any_length_is_no_fault(administrator: FlaskClient) -> None:
    sent = {**tokens(administrator.get("/people/create").text), "name": "New", "email": "new@whp.example"}
    assert administrator.post("/people/create", data={**sent, "form_key": "k" * 3000}).status_code == 302


def test_html_in_a_name_is_text(administrator: FlaskClient) -> None:
    sent = tokens(administrator.get("/people/create").text)
    typed = {"name": "<script>alert(1)</script>{{ 7*7 }}", "email": "new@whp.example"}
    administrator.post("/people/create", data={**sent, **typed})
    listed = administrator.get("/people/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in listed


def test_a_too_large_upload_says_so(administrator: FlaskClient) -> None:
    administrator.application.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    kind = "multipart/form-data; boundary=x"
    answer = administrator.post("/people/create", data=b"x" * 3 * 1024 * 1024, content_type=kind)
    assert answer.status_code == 413
    assert "a file and all that is typed with it may have 2 MB together" in answer.text
    checked_html(answer.text, "/people/create")


def test_a_fault_shows_a_page_without_its_inside_and_is_logged(
    administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Even when the database is away, which every other page asks."""

    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT secret", {}, RuntimeError("no route to the database"))

    monkeypatch.setattr("core.people.queries.find_actor", away)
    monkeypatch.setattr(administrator.application.logger, "propagate", True)
    with caplog.at_level(logging.ERROR):
        answer = administrator.get("/people/")
    assert answer.status_code == 500
    page = checked_html(answer.text, "/people/")
    assert page is not None
    assert "Sorry, something went wrong" in answer.text
    assert "secret" not in answer.text
    assert "no route to the database" in caplog.text


def test_what_people_typed_stands_in_no_message_of_the_database(database: Flask) -> None:
    with database.app_context(), pytest.raises(StatementError) as caught:
        db.session.execute(db.text("SELECT * FROM no_such_table WHERE a = :a"), {"a": "typed by somebody"})
    assert "typed by somebody" not in str(caught.value)
    db.session.rollback()


def test_machines_get_every_error_as_json(own_app: Flask) -> None:
    own_app.config["PROPAGATE_EXCEPTIONS"] = False

    @public
    def fail() -> str:
        raise ZeroDivisionError("the inside")

    own_app.add_url_rule("/api/v1/fail", view_func=fail)
    missing, fault = (own_app.test_client().get(f"/api/v1/{place}") for place in ("nothing", "fail"))
    for answer, status, title, said in (
        (missing, 404, "Not Found", "There is nothing at this address, or it belongs to another organisation."),
        (fault, 500, "Internal Server Error", "Something went wrong here. Nothing was saved. Try again in a moment."),
    ):
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert answer.json == {"type": "about:blank", "title": title, "status": status, "detail": said}
