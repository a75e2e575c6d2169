"""Who opens `/api/v1/kpi-results`, what is told to a machine that sent something else, and two machines at once."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from contracts.performance.models.results import KpiReturn, ReturnedFile
from contracts.performance.queries.results import list_results, standing_results
from core.api.body import MOST_JSON_BYTES
from core.db import db, transaction
from core.people.actions.tokens import revoke_token
from core.people.queries import find_token
from core.permissions import Permission
from tests.builders_activity import APRIL, MAY_AT, Field, a_field
from tests.builders_api import BOTH, a_token, said
from tests.builders_kpi_api import KPI_RESULTS, OF_KPIS, KpiMachine, a_csv, a_kpi_of, a_machine, a_row, freeze

NUMBER = "9434765919"
SHOW = "Show a token that is valid: it may be wrong, expired or revoked, or its grant has ended."
FRACTION = "a text such as “12.75”, or a whole number: other numbers of JSON are not exact"
SHAPES: list[tuple[str, object, str, str]] = [
    ("a fraction", {**a_row(), "numerator": 7.5}, "numerator", FRACTION),
    ("a truth", {**a_row(), "denominator": True}, "denominator", FRACTION),
    ("a list", {**a_row(), "numerator": [1]}, "numerator", FRACTION),
    ("no KPI", {**a_row(), "kpi": None}, "kpi", "a text"),
    ("a NUL", {**a_row(), "kpi": "C\0"}, "kpi", "a text without control characters, in whole characters"),
    ("no numerator", {"kpi": "CN-01", "period": APRIL}, "numerator", "numerator; it is missing"),
    (
        "a name",
        {**a_row(), "patient": "somebody"},
        "",
        "only kpi, period, numerator and denominator; this row has a member of another name",
    ),
    (
        "all blank",
        {"kpi": "", "period": "", "numerator": None},
        "",
        "a row with something in it; a file would pass over this one",
    ),
    ("a text", "CN-01", "", "an object with kpi, period and numerator"),
]
BODIES: list[tuple[str, bytes, int, str]] = [
    ("not JSON", b"{", 400, "The body is not JSON, or names a member twice. Send {"),
    ("a list", b"[]", 400, "The JSON is not as it must be. Send {"),
    ("no rows", b'{"rows": []}', 400, "There are no rows. A period without a figure has null as numerator."),
    ("another member", b'{"rows": [{}], "provider": "WHHT"}', 400, "The JSON is not as it must be."),
    ("words that are none", b'{"rows": [{}], "words": 1}', 400, "Give what the reader should know as a text of at mo"),
    ("long words", json.dumps({"rows": [{}], "words": "w" * 1001}).encode(), 400, "Give what the reader should know"),
    ("too large", b'{"words": "' + b" " * MOST_JSON_BYTES + b'"}', 413, "JSON may have 10 MB."),
]


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """The trust with its provider, which reports CN-01."""
    del app
    made = a_field()
    a_kpi_of(made)
    return made


@pytest.fixture
def machine(app: Flask, field: Field) -> KpiMachine:
    """The provider's machine."""
    return a_machine(app, field.provider)


def _kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(KpiReturn)) or 0


def _is_nobody(machine: KpiMachine) -> None:
    for answer in (machine.returns(), machine.get(KPI_RESULTS), machine.get(f"{KPI_RESULTS}/1")):
        assert (answer.status_code, said(answer)) == (401, SHOW)
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert _kept() == 0


def test_without_a_token_that_is_valid_nothing_opens(app: Flask, field: Field) -> None:
    _is_nobody(KpiMachine(app, "ccb_wrong"))
    expired = a_token(field.provider, OF_KPIS, expires_on=date(2008, 5, 9))
    with time_machine.travel(datetime(2008, 5, 9, 9, 0, tzinfo=UTC)):
        _is_nobody(KpiMachine(app, expired))
    revoked = a_token(field.provider, OF_KPIS)
    token = find_token(revoked)
    assert token is not None
    with transaction():
        revoke_token(token_id=token.id, by=field.provider, at=MAY_AT)
    _is_nobody(KpiMachine(app, revoked))


def test_a_token_for_activity_opens_no_kpi_results(app: Flask, field: Field) -> None:
    machine = a_machine(app, field.provider, BOTH)
    for answer, act in (
        (machine.returns(), Permission.SUBMIT_RESULTS),
        (machine.returns(query="?dry_run=true"), Permission.SUBMIT_RESULTS),
        (machine.get(KPI_RESULTS), Permission.SEE_PERFORMANCE),
        (machine.get(f"{KPI_RESULTS}/1"), Permission.SEE_PERFORMANCE),
    ):
        assert (answer.status_code, said(answer)) == (
            403,
            f"This token may not {act}: it was issued for other acts. Issue one that may.",
        )
    assert _kept() == 0


def test_a_token_to_read_reads_and_one_to_send_sends(app: Flask, field: Field) -> None:
    sends = a_machine(app, field.provider, OF_KPIS - {Permission.SEE_PERFORMANCE})
    reads = a_machine(app, field.provider, OF_KPIS - {Permission.SUBMIT_RESULTS})
    where = sends.returns().headers["Location"]
    assert (sends.get(where).status_code, reads.get(where).status_code, reads.returns().status_code) == (403, 200, 403)


def test_a_commissioners_token_is_told_whose_address_this_is(app: Flask, field: Field) -> None:
    machine = a_machine(app, field.commissioner, frozenset({Permission.SEE_PERFORMANCE}))
    assert said(machine.returns()).endswith("you may not submit results of key performance indicators.")
    for path in (KPI_RESULTS, f"{KPI_RESULTS}/1"):
        answer = machine.get(path)
        assert answer.status_code == 403
        assert said(answer).endswith("KPI results are read here by the provider who returns them.")


def test_another_providers_kpi_and_return_are_as_unknown_as_none(app: Flask, machine: KpiMachine, field: Field) -> None:
    a_kpi_of(field, "OT-01", provider=field.other_provider)
    where = machine.returns().headers["Location"]
    other = a_machine(app, field.other_provider)
    answer = other.get(where)
    assert (answer.status_code, said(answer)) == (404, said(machine.get(f"{KPI_RESULTS}/9999")))
    for query in ("", "?dry_run=true"):
        theirs, unknown = (machine.returns(a_row(code), query=query).json or {} for code in ("OT-01", "OT-99"))
        assert theirs["findings"][0]["said"].replace("OT-01", "OT-99") == unknown["findings"][0]["said"]
    listed = other.get(KPI_RESULTS).json or {}
    assert ({each["kpi"] for each in listed["due"]}, listed["returns"], _kept()) == ({"OT-01"}, [], 1)


def test_a_key_is_each_providers_own(app: Flask, machine: KpiMachine, field: Field) -> None:
    a_kpi_of(field, "OT-01", provider=field.other_provider)
    other = a_machine(app, field.other_provider)
    made = [machine.returns(key="k"), other.returns(a_row("OT-01"), key="k")]
    assert ([each.status_code for each in made], _kept()) == ([201, 201], 2)


@pytest.mark.parametrize(("row", "column", "expected"), [each[1:] for each in SHAPES], ids=[each[0] for each in SHAPES])
def test_rows_have_their_shape(machine: KpiMachine, row: object, column: str, expected: str) -> None:
    for query in ("", "?dry_run=true"):
        answer = machine.returns(a_row(), row, query=query)
        (found,) = (answer.json or {})["findings"]
        assert (answer.status_code, found["row"], found["column"], found["value"]) == (422, 3, column, "")
        assert found["said"].endswith(f"expected is {expected}.")
        assert said(answer) == found["said"]
    assert _kept() == 0


@pytest.mark.parametrize(("body", "status", "words"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES])
def test_a_body_that_cannot_be_read_is_refused_in_words(
    machine: KpiMachine, body: bytes, status: int, words: str
) -> None:
    answer = machine.uploads(body, "application/json")
    assert (answer.status_code, said(answer)[: len(words)], _kept()) == (status, words, 0)


@pytest.mark.parametrize(
    ("query", "key", "words"),
    [
        ("?dry-run=true", "", "The address has a parameter that is unknown here. Known are dry_run, words."),
        ("?dry_run=yes", "", "Say true or false for dry_run."),
        ("?words=Final", "", "Words with results sent as JSON stand in the JSON, not in the address."),
        ("", "k" * 81, "Idempotency-Key: A key of your own has 1 to 80 plain letters"),
    ],
    ids=["a misspelt dry run", "a dry run that is neither", "words in the address", "a long key"],
)
def test_a_request_that_is_unclear_does_nothing(machine: KpiMachine, query: str, key: str, words: str) -> None:
    answer = machine.returns(query=query, key=key)
    assert (answer.status_code, said(answer)[: len(words)], _kept()) == (400, words, 0)


@pytest.mark.parametrize(
    ("content", "kind", "status", "words"),
    [
        (b"a", "text/plain", 415, "Send rows as application/json, or a file as text/csv or"),
        (b"", "text/csv", 400, "The body of the request is empty."),
        (b"\x00\x01", "text/csv", 422, "sent.csv"),
        (a_csv(), "text/csv", 422, "sent.csv: expected is at least one row below the heading."),
        (b"kpi,period\r\nCN-01,2008-04\r\n", "text/csv", 422, "sent.csv, column numerator: expected is this column."),
    ],
    ids=["text", "nothing", "no text", "no rows", "no column"],
)
def test_only_rows_and_files_are_taken(machine: KpiMachine, content: bytes, kind: str, status: int, words: str) -> None:
    answer = machine.uploads(content, kind)
    assert (answer.status_code, said(answer)[: len(words)], _kept()) == (status, words, 0)


def test_what_looks_like_a_person_is_neither_kept_nor_repeated(machine: KpiMachine) -> None:
    answers = [
        machine.returns(a_row(NUMBER)),
        machine.returns(a_row(above=int(NUMBER), below=int(NUMBER))),
        machine.uploads(f"kpi,period,numerator,denominator,seen\r\nCN-01,2008-04,1,2,{NUMBER}\r\n".encode()),
        machine.returns(words=f"about {NUMBER}"),
        machine.returns(key=NUMBER),
    ]
    assert [each.status_code for each in answers] == [422, 422, 422, 400, 400]
    assert all(NUMBER not in each.text for each in answers)
    dry = machine.returns(words=f"about {NUMBER}", query="?dry_run=true")
    assert (dry.json or {})["why_not"] == said(answers[3])
    assert (_kept(), db.session.scalar(select(func.count()).select_from(ReturnedFile))) == (0, 0)


def test_two_at_once_with_one_key_make_one_version(database: Flask) -> None:
    field = a_field()
    a_kpi_of(field)
    secret = a_token(field.provider, OF_KPIS)
    came, ready = list[tuple[int, bytes]](), threading.Barrier(3)

    def run() -> None:
        machine = KpiMachine(database, secret)
        ready.wait()
        answer = machine.returns(key="april")
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


def test_two_at_once_with_other_figures_make_two_versions_one_after_the_other(database: Flask) -> None:
    field = a_field()
    kpi_id = a_kpi_of(field)
    secret = a_token(field.provider, OF_KPIS)
    came, ready = list[int](), threading.Barrier(2)

    def run(above: int) -> None:
        machine = KpiMachine(database, secret)
        ready.wait()
        came.append(machine.returns(a_row(above=above)).status_code)

    db.session.rollback()
    threads = [threading.Thread(target=run, args=(above,)) for above in (95, 96)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert came == [201, 201]
    assert [each.number for each in list_results(kpi_id)] == [2, 1]


def test_a_return_and_a_freeze_at_once_leave_no_version_above_the_frozen_one(database: Flask) -> None:
    field = a_field()
    kpi_id = a_kpi_of(field)
    machine = a_machine(database, field.provider)
    machine.returns()
    came, ready = list[int](), threading.Barrier(2)

    def send() -> None:
        ready.wait()
        came.append(machine.returns(a_row(above=95)).status_code)

    def freeze_it() -> None:
        with database.app_context():
            ready.wait()
            freeze(field, (kpi_id, APRIL))

    db.session.rollback()
    threads = [threading.Thread(target=act) for act in (send, freeze_it)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    standing = standing_results([kpi_id], APRIL, APRIL)[kpi_id][APRIL]
    assert (standing.is_frozen, standing.number) == (True, list_results(kpi_id)[0].number)
    assert (came, standing.number) in [([201], 2), ([422], 1)]
