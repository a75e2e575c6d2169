"""What somebody signed in tries against the walls is noted, once an hour, and never what was typed or sent."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.attachments.checking import check_file
from core.attempts import ATTEMPT_NAMES, Attempt, find_mark, mark
from core.audit_trail import actions
from core.audit_trail.models import RefusedRequest
from core.db import db
from core.errors import Refusal
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import AT, a_commissioner, a_person, an_installation, an_organisation
from tests.builders_attachments import EICAR, NHS_NUMBER, a_scanner
from tests.integration.core.test_refused_requests import tokens
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROUTE = "/audit-trail/<int:event_id>"
UPLOAD = "/commissioning/organisations/practices/upload"


@pytest.fixture
def commissioner(app: Flask) -> Actor:
    """A commissioner, beside the administrator of the installation."""
    del app
    return a_commissioner(an_installation())


def noted() -> list[tuple[Attempt, str, str, str]]:
    """What stands in the log: why, how, the address and its form."""
    db.session.rollback()
    rows = db.session.scalars(select(RefusedRequest).order_by(RefusedRequest.id))
    return [(each.attempt, each.method, each.address, each.route) for each in rows]


def send_file(person: Person, content: bytes, name: str = "practices.csv") -> None:
    """Upload a file of practices."""
    sent = {**tokens(person.client.get(UPLOAD).text), "file": (BytesIO(content), name)}
    assert person.client.post(UPLOAD, data=sent, content_type="multipart/form-data").status_code in {409, 413, 422}


def test_every_kind_of_attempt_has_words() -> None:
    assert set(ATTEMPT_NAMES) == set(Attempt)


@pytest.mark.usefixtures("app")
def test_whoever_walks_the_numbers_of_others_is_noted_once_an_hour(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = an_installation()
    a_commissioner(administrator)
    other = an_organisation(PartyKind.PCT, "OTH", by=administrator, name="Another PCT")
    stranger = a_person(Role.AUDITOR, other.id, by=administrator, name="A stranger")
    sign_in_as(person, stranger)
    for number in (2, 1, 3, 9999):
        assert person.client.get(f"/audit-trail/{number}").status_code == 404
    assert noted() == [(Attempt.NO_RECORD, "GET", "/audit-trail/2", ROUTE)]
    person.client.get("/no-such-page")
    person.client.get("/audit-trail/99999999999999999999")
    assert len(noted()) == 1
    assert person.client.get("/audit-trail/records/person/2").status_code == 404
    assert [route for *_, route in noted()] == [ROUTE, "/audit-trail/records/<string:subject>/<int:subject_id>"]
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    sign_in_as(person, stranger)
    person.client.get("/audit-trail/3")
    assert [address for _, _, address, _ in noted()][2:] == ["/audit-trail/3"]


@pytest.mark.usefixtures("app")
def test_a_visitor_who_finds_nothing_leaves_nothing(person: Person) -> None:
    an_installation()
    person.client.get("/audit-trail/2")
    person.client.post("/people/sign-in", data={"email": "a@b.example", "csrf_token": "forged"})
    assert noted() == []


@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "20991231235959##forged"}])
def test_a_form_without_its_token_is_noted(person: Person, commissioner: Actor, token: dict[str, str]) -> None:
    sign_in_as(person, commissioner)
    for _ in range(2):
        assert person.client.post("/people/change-password", data={"current": "x", **token}).status_code == 422
    assert noted() == [(Attempt.FORGED_FORM, "POST", "/people/change-password", "/people/change-password")]


def test_a_form_that_is_only_wrong_is_not_noted(person: Person, commissioner: Actor) -> None:
    sign_in_as(person, commissioner)
    sent = tokens(person.client.get("/people/change-password").text)
    assert person.client.post("/people/change-password", data=sent).status_code == 422
    send_file(person, b"code,name\r\nX1,Oak\r\n")
    assert noted() == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 broken off", "practices.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "practices.xlsx"),
        (b"\x7fELF\x02", "practices.exe"),
        (f"code,name\r\nX82001,{NHS_NUMBER}\r\n".encode(), "practices.csv"),
        (b"code,date of birth\r\nX82001,\r\n", "practices.csv"),
    ],
)
def test_a_damaged_or_forbidden_file_is_noted_without_what_it_held(
    person: Person, commissioner: Actor, content: bytes, name: str
) -> None:
    sign_in_as(person, commissioner)
    send_file(person, content, name)
    assert noted() == [(Attempt.REFUSED_FILE, "POST", UPLOAD, UPLOAD)]


def test_a_file_that_is_too_large_is_noted(person: Person, commissioner: Actor, app: Flask) -> None:
    sign_in_as(person, commissioner)
    most = app.config["MAX_CONTENT_LENGTH"]
    try:
        app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
        kind = "multipart/form-data; boundary=x"
        assert person.client.post(UPLOAD, data=b"x" * 2 * 1024 * 1024, content_type=kind).status_code == 413
    finally:
        app.config["MAX_CONTENT_LENGTH"] = most
    assert [attempt for attempt, *_ in noted()] == [Attempt.REFUSED_FILE]


def test_a_patients_number_that_was_typed_is_noted_and_the_number_is_not(person: Person, commissioner: Actor) -> None:
    sign_in_as(person, commissioner)
    page = "/commissioning/organisations/localities/add"
    sent = {**tokens(person.client.get(page).text), "name": f"For {NHS_NUMBER}"}
    assert person.client.post(page, data=sent).status_code == 422
    assert noted() == [(Attempt.IDENTIFIER, "POST", page, page)]
    with db.engine.connect() as connection:
        rows = connection.execute(select(RefusedRequest.__table__)).all()
    assert NHS_NUMBER not in repr(rows)
    assert NHS_NUMBER.replace(" ", "") not in repr(rows)


def test_a_virus_is_told_as_one_whatever_was_marked_before(app: Flask, tmp_path: Path) -> None:
    with a_scanner(tmp_path / "clamd") as (_, setting), app.test_request_context():
        app.config["CLAMD"] = setting
        mark(Attempt.FORGED_FORM)
        with pytest.raises(Refusal, match="virus scanner found"):
            check_file(file_name="letter.txt", content=EICAR)
        assert find_mark() is Attempt.INFECTED_FILE
    app.config["CLAMD"] = ""
    with app.test_request_context():
        with pytest.raises(Refusal, match="is empty"):
            check_file(file_name="letter.txt", content=b"")
        assert find_mark() is None
        with pytest.raises(Refusal):
            check_file(file_name="letter.pdf", content=b"%PDF-broken")
        assert find_mark() is Attempt.REFUSED_FILE


@pytest.mark.usefixtures("database")
def test_what_is_noted_once_differs_by_kind_person_and_route() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    for attempt in (Attempt.NO_RECORD, Attempt.FORGED_FORM, Attempt.NO_RECORD):
        for by in (administrator, commissioner):
            for route in ("/a/<int:number>", "/b/<int:number>"):
                actions.note_refused(attempt=attempt, method="POST", address="/a/1", route=route, by=by, at=AT)
    assert len(noted()) == 2 * 2 * 2


@pytest.mark.usefixtures("app")
def test_the_page_of_refused_requests_can_be_asked_by_reason(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    a_reader = a_person(Role.AUDITOR, commissioner.organisation_id, by=administrator, name="Auditor")
    sign_in_as(person, commissioner)
    person.client.post("/people/change-password", data={})
    person.client.get("/audit-trail/")
    sign_in_as(person, a_reader)
    whole = person.visit("/audit-trail/refused").words
    assert "A form without a valid token An act /people/change-password" in whole
    assert "Not permitted A page /audit-trail/" in whole
    some = person.visit("/audit-trail/refused?why=forged_form").words
    assert "1 request, last first" in some
    assert "/audit-trail/ " not in some
    assert "No request fits" in person.visit("/audit-trail/refused?why=identifier").words
    assert "2 requests" in person.visit("/audit-trail/refused?why=nonsense").words
    assert "A form without a valid token,POST" in person.client.get("/audit-trail/refused.csv?why=forged_form").text
