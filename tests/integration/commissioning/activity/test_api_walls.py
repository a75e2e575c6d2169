"""Who opens `/api/v1`, what is told to a machine that sent something else, and two machines at once."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from commissioning.activity.models.submissions import Submission
from core.api.body import MOST_JSON_BYTES
from core.db import db, transaction
from core.people.actions.tokens import revoke_token
from core.people.queries import find_token
from core.permissions import Actor, Permission
from tests.builders_activity import APRIL, MAY_AT, Field, a_field, lines_for
from tests.builders_api import BOTH, RETURNS, Machine, a_body, a_token, rows_for, said
from tests.journeys.signing_in import session_of

SHOW = "Show a token that is valid: it may be wrong, expired or revoked, or its grant has ended."
ROW = rows_for()[0]
FRACTION = "a text such as “12.75”, or a whole number: other numbers of JSON are not exact"
UNKNOWN = "only service, team, practice, month, currency and quantity; this row has a member of another name"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHAPES: list[tuple[str, object, str, str]] = [
    ("a fraction", {**ROW, "quantity": 12.75}, "quantity", FRACTION),
    ("a whole number as fraction", {**ROW, "quantity": 12.0}, "quantity", FRACTION),
    ("a truth", {**ROW, "quantity": True}, "quantity", FRACTION),
    ("nothing", {**ROW, "quantity": None}, "quantity", FRACTION),
    ("a number as code", {**ROW, "practice": 82001}, "practice", "a text"),
    ("a list", {**ROW, "service": ["DIAB"]}, "service", "a text"),
    ("a NUL", {**ROW, "service": "DI\0AB"}, "service", "a text without control characters, in whole characters"),
    ("half a character", {**ROW, "team": "\ud800"}, "team", "a text without control characters, in whole characters"),
    ("no quantity", {name: ROW[name] for name in ROW if name != "quantity"}, "quantity", "quantity; it is missing"),
    ("a name", {**ROW, "patient": "somebody"}, "", UNKNOWN),
    ("all blank", dict.fromkeys(ROW, ""), "", "a row with something in it; a file would pass over this one"),
    ("a text", "DIAB", "", "an object with service, practice, month, currency and quantity"),
]
BODIES: list[tuple[str, bytes, int, str]] = [
    ("not JSON", b"{", 400, "The body is not JSON, or names a member twice. Send {"),
    ("no text", b"\xff\xfe\xfa", 400, "The body is not JSON"),
    ("deeply nested", b"[" * 100_000, 400, "The body is not JSON"),
    ("a member twice", b'{"month": "2008-04", "month": "2008-05", "rows": []}', 400, "The body is not JSON, or names"),
    ("a very long number", b'{"month": ' + b"9" * 5000 + b"}", 400, "The body is not JSON"),
    ("a list", b"[]", 400, "The JSON is not as it must be."),
    ("no rows", b'{"month": "2008-04", "rows": []}', 400, "There are no rows."),
    ("rows of another kind", b'{"month": "2008-04", "rows": {}}', 400, "There are no rows."),
    ("no month", b'{"rows": [{}]}', 400, "The JSON is not as it must be."),
    (
        "another member",
        b'{"month": "2008-04", "rows": [{}], "provider": "WHHT"}',
        400,
        "The JSON is not as it must be.",
    ),
    ("no such month", b'{"month": "2008-13", "rows": [{}]}', 400, "Give the month as year and month, such as"),
    (
        "a month no calendar reaches",
        b'{"month": "9999-12", "rows": [{}]}',
        400,
        "Give the month as year and month, such as",
    ),
    ("a month as number", b'{"month": 200804, "rows": [{}]}', 400, "Give the month as year and month, such as"),
    ("a name that is none", b'{"month": "2008-04", "return": 1, "rows": [{}]}', 400, "Give the name of the return"),
    ("a NUL", b'{"month": "2008-04", "return": "\\u0000", "rows": [{}]}', 400, "Give the name of the return"),
    ("too large", b'{"month": "' + b" " * MOST_JSON_BYTES + b'"}', 413, "JSON may have 10 MB. Send a longer return as"),
]
REQUESTS: list[tuple[str, str, str, int, str]] = [
    ("a misspelt dry run", "?dry-run=true", "", 400, "The address has a parameter that is unknown here."),
    ("a dry run that is neither", "?dry_run=yes", "", 400, "Say true or false for dry_run. Nothing was done."),
    ("a dry run twice", "?dry_run=true&dry_run=false", "", 400, "A parameter of the address is given twice."),
    ("month in the address", f"?month={APRIL}", "", 400, "Month and name of a return sent as JSON stand in the JSON"),
    ("a long key", "", "k" * 81, 400, "Idempotency-Key: A key of your own has 1 to 80 plain letters"),
]


@pytest.fixture
def field(app: Flask) -> Field:
    """The trust with its provider."""
    del app
    return a_field()


@pytest.fixture
def machine(app: Flask, field: Field) -> Machine:
    """The provider's machine."""
    return Machine(app, a_token(field.provider))


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


def _kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Submission)) or 0


def _is_nobody(machine: Machine) -> None:
    for answer in (machine.send(), machine.get(RETURNS), machine.get(f"{RETURNS}/1")):
        assert (answer.status_code, said(answer)) == (401, SHOW)
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert _kept() == 0


def test_without_a_token_that_is_valid_nothing_opens(app: Flask, field: Field) -> None:
    _is_nobody(Machine(app, "ccb_wrong"))
    expired = a_token(field.provider, expires_on=date(2008, 5, 9))
    with time_machine.travel(datetime(2008, 5, 9, 9, 0, tzinfo=UTC)):
        _is_nobody(Machine(app, expired))
    revoked = a_token(field.provider)
    token = find_token(revoked)
    assert token is not None
    with transaction():
        revoke_token(token_id=token.id, by=field.provider, at=MAY_AT)
    _is_nobody(Machine(app, revoked))


def test_a_browsers_cookie_opens_nothing_here(app: Flask, field: Field) -> None:
    machine = Machine(app, "")
    machine.headers = {}
    with machine.client.session_transaction() as session:
        session.update(session_of(field.provider))
    assert machine.client.get("/activity").status_code == 200
    _is_nobody(machine)


def test_no_form_key_is_asked_and_no_cookie_is_set(machine: Machine) -> None:
    answer = machine.send()
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (201, False)


@pytest.mark.parametrize("lacking", [Permission.SUBMIT_ACTIVITY, Permission.SEE_ACTIVITY])
def test_a_token_does_only_what_it_was_issued_for(app: Flask, field: Field, lacking: Permission) -> None:
    machine = Machine(app, a_token(field.provider, BOTH - {lacking}))
    answer = machine.send() if lacking is Permission.SUBMIT_ACTIVITY else machine.get(RETURNS)
    assert (answer.status_code, said(answer)) == (
        403,
        f"This token may not {lacking}: it was issued for other acts. Issue one that may.",
    )
    assert _kept() == 0


def test_a_commissioners_token_is_told_whose_address_this_is(app: Flask, field: Field) -> None:
    machine = Machine(app, a_token(field.commissioner, frozenset({Permission.SEE_ACTIVITY})))
    sent = machine.send()
    assert sent.status_code == 403
    assert said(sent).endswith("you may not submit activity returns.")
    read = machine.get(RETURNS)
    assert read.status_code == 403
    assert said(read).endswith("Returns are read here by the provider who makes them.")


def test_another_providers_token_finds_nothing(app: Flask, machine: Machine, field: Field) -> None:
    mine = machine.send().headers["Location"]
    other = Machine(app, a_token(field.other_provider))
    answer = other.get(mine)
    assert (answer.status_code, said(answer)) == (404, said(machine.get(f"{RETURNS}/9999")))
    sent = other.send()
    assert (sent.status_code, said(sent).startswith("No return of ")) == (404, True)
    assert _kept() == 1


@pytest.mark.parametrize(("row", "column", "expected"), [each[1:] for each in SHAPES], ids=[each[0] for each in SHAPES])
def test_rows_have_their_shape(machine: Machine, row: object, column: str, expected: str) -> None:
    for query in ("", "?dry_run=true"):
        answer = machine.send(data=json.dumps(a_body([ROW, row])), content_type="application/json", query=query)
        assert (answer.status_code, said(answer)) == (422, "Nothing was stored: 1 place is not written as rows are.")
        (found,) = (answer.json or {})["findings"]
        assert (found["row"], found["column"], found["expected"], found["value"]) == (3, column, expected, "")
    assert _kept() == 0


@pytest.mark.parametrize(("body", "status", "words"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES])
def test_a_body_that_cannot_be_read_is_refused_in_words(machine: Machine, body: bytes, status: int, words: str) -> None:
    answer = machine.send(data=body, content_type="application/json")
    assert (answer.status_code, said(answer)[: len(words)]) == (status, words)
    assert _kept() == 0


@pytest.mark.parametrize(
    ("query", "key", "status", "words"), [each[1:] for each in REQUESTS], ids=[each[0] for each in REQUESTS]
)
def test_a_request_that_is_unclear_does_nothing(
    machine: Machine, query: str, key: str, status: int, words: str
) -> None:
    answer = machine.send(query=query, key=key)
    assert (answer.status_code, said(answer)[: len(words)]) == (status, words)
    assert _kept() == 0


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"data": b"a", "content_type": "text/plain"}, 415, "Send rows as application/json, or a file as text/csv or"),
        ({"data": b"a"}, 415, "Send rows as application/json"),
        ({"data": b"a", "content_type": "text/csv", "headers": {"Content-Encoding": "gzip"}}, 415, "Send rows as"),
        ({"data": b"a", "content_type": "multipart/form-data; boundary=x"}, 415, "Send rows as application/json"),
        ({"data": b"", "content_type": "text/csv"}, 400, "The body of the request is empty."),
        ({"data": b"PK", "content_type": XLSX}, 422, "Nothing was stored: this file cannot be taken."),
        ({"data": b"\x00\x01", "content_type": "text/csv"}, 422, "Nothing was stored: this file cannot be taken."),
    ],
)
def test_only_rows_and_files_are_taken(machine: Machine, options: dict[str, Any], status: int, words: str) -> None:
    answer = machine.send(query=f"?month={APRIL}", **options)
    assert (answer.status_code, said(answer)[: len(words)]) == (status, words)
    assert _kept() == 0


def test_a_file_names_its_month_in_the_address(machine: Machine) -> None:
    answer = machine.send(data="\r\n".join(lines_for()).encode(), content_type="text/csv")
    assert (answer.status_code, said(answer)[:24]) == (400, "Give the month as year a")


def test_a_request_that_is_too_large_is_refused_in_words(app: Flask, machine: Machine) -> None:
    app.config["MAX_CONTENT_LENGTH"], before = 1000, app.config["MAX_CONTENT_LENGTH"]
    try:
        answer = machine.send(query=f"?month={APRIL}", data=b"x" * 2000, content_type="text/csv")
    finally:
        app.config["MAX_CONTENT_LENGTH"] = before
    assert (answer.status_code, said(answer)[:26]) == (413, "What you sent is too large")


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v2/returns", "/api/v1/returns/x", "/api/v1/returns/"]
)
def test_an_unknown_address_is_no_page(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, said(answer)) == (
        404,
        "There is nothing at this address, or it belongs to another organisation.",
    )


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_an_unknown_method_is_no_page_and_says_which_are_known(app: Flask, method: str) -> None:
    answer = app.test_client().open(RETURNS, method=method)
    assert (answer.status_code, said(answer)) == (
        405,
        "This address is not asked in that way. The header Allow says in which ways it is.",
    )
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_fault_of_ours_says_nothing_of_the_inside(
    app: Flask, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the inside")

    monkeypatch.setattr("commissioning.activity.api.sending.submitted_as_values", fail)
    answer = machine.send()
    assert (answer.status_code, said(answer)) == (
        500,
        "Something went wrong here. Nothing was saved. Try again in a moment.",
    )
    assert _kept() == 0


def test_two_at_once_with_one_key_make_one_submission(database: Flask) -> None:
    field = a_field()
    secret = a_token(field.provider)
    came, ready = list[tuple[int, bytes]](), threading.Barrier(3)

    def run() -> None:
        machine = Machine(database, secret)
        ready.wait()
        answer = machine.send(key="april")
        came.append((answer.status_code, answer.data))

    db.session.rollback()
    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _ in came) == [200, 200, 201]
    assert len({content for _, content in came}) == 1
    assert _kept() == 1


def test_another_persons_token_of_the_same_provider_may_read(app: Flask, machine: Machine, field: Field) -> None:
    certifier: Actor = field.certifier
    where = machine.send().headers["Location"]
    assert Machine(app, a_token(certifier)).get(where).status_code == 200
