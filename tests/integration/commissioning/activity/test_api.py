"""`/api/v1/returns`: a provider's machine sends returns, asks what would be found, and reads what is due."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.models.submissions import Submission, SubmittedFile
from commissioning.activity.queries.submissions import file_of, get_submission
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency
from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from tests.builders_activity import APRIL, HEADER, MAY_AT, Field, a_field, lines_for
from tests.builders_api import PURPOSE, RETURNS, Machine, a_body, a_token, rows_for, said

NUMBER = "9434765919"
CSV = "\r\n".join([HEADER, *lines_for()]).encode()


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
def _in_may() -> Any:
    with time_machine.travel(MAY_AT):
        yield


def _kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Submission)) or 0


def test_a_return_is_submitted_as_data_and_read_again(machine: Machine, field: Field) -> None:
    answer = machine.send()
    assert (answer.status_code, answer.mimetype) == (201, "application/json")
    told = answer.json or {}
    assert (told["number"], told["taken"], told["owed"], told["verdict"]) == (1, 4, 0, "clean")
    assert (told["return"], told["period"], told["way"], told["file"]) == ("Contacts", [APRIL], "data", "sent.csv")
    assert answer.headers["Location"] == f"{RETURNS}/{told['id']}"
    submission = get_submission(told["id"])
    assert (submission.prepared_by_id, submission.expectation_id) == (field.provider.person_id, field.expectation_id)
    kept = file_of(told["id"]).decode().splitlines()
    assert kept[:2] == ["service,team,practice,month,currency,quantity", "DIAB,,X82001,2008-04,contact,30"]
    read = machine.get(answer.headers["Location"]).json or {}
    assert {name: read[name] for name in told} == told
    assert (read["state"], read["month_state"], read["stands"], read["queries"]) == ("received", "open", True, [])
    assert (read["is_certified"], read["is_accepted"]) == (True, False)


def test_the_audit_trail_names_person_and_token(machine: Machine, field: Field) -> None:
    machine.send()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "activity.submit_return")).one()
    assert (event.by_id, event.account) == (field.provider.person_id, PURPOSE)


def test_a_dry_run_changes_nothing_and_says_what_would_be_found(machine: Machine) -> None:
    rows = [*rows_for(), {**rows_for()[0], "practice": "X99999"}]
    answer = machine.send(a_body(rows), query="?dry_run=true", key="dry")
    told = answer.json or {}
    assert (answer.status_code, told["verdict"], told["owed"], told["taken"]) == (200, "errors", 1, 4)
    assert [(each["rule"], each["row"], each["value"]) for each in told["findings"]] == [("practice", 6, "X99999")]
    assert (told["would_be_taken"], told["why_not"]) == (
        False,
        "Nothing was stored: 1 row has an error. Mend the file, or owe those rows.",
    )
    assert (machine.send(a_body(rows), query="?dry_run=true&owe=true").json or {})["would_be_taken"] is True
    assert _kept() == 0
    machine.send()
    again = machine.send(query="?dry_run=true").json or {}
    assert (again["would_be_taken"], again["why_not"]) == (
        False,
        "This very file was submitted already, as number 1. Nothing was changed.",
    )


def test_errors_store_nothing_unless_the_rows_are_owed(machine: Machine) -> None:
    rows = [*rows_for(), {**rows_for()[0], "practice": "X99999"}]
    answer = machine.send(a_body(rows))
    assert answer.status_code == 422
    assert said(answer) == "Nothing was stored: 1 row has an error. Mend the file, or owe those rows."
    told = answer.json or {}
    assert (told["findings_in_all"], told["findings"][0]["column"], told["findings"][0]["severity"]) == (
        1,
        "practice",
        "error",
    )
    assert _kept() == 0
    owed = machine.send(a_body(rows), query="?owe=true")
    assert (owed.status_code, (owed.json or {})["owed"], (owed.json or {})["verdict"]) == (201, 1, "errors")
    assert len((owed.json or {})["findings"]) == 1


@pytest.mark.parametrize("kind", ["text/csv", "text/csv; charset=utf-8"])
def test_a_file_is_the_body_and_kept_byte_for_byte(machine: Machine, kind: str) -> None:
    answer = machine.send(query=f"?month={APRIL}", data=CSV, content_type=kind)
    told = answer.json or {}
    assert (answer.status_code, told["way"], told["taken"]) == (201, "file", 4)
    assert file_of(told["id"]) == CSV


def test_one_key_makes_one_submission_and_the_first_answer_again(machine: Machine) -> None:
    first, second = machine.send(key="april-1"), machine.send(key="april-1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.data, first.headers["Location"]) == (second.data, second.headers["Location"])
    assert _kept() == 1


def test_a_key_is_not_used_for_anything_else(machine: Machine, field: Field) -> None:
    with transaction():
        expect_return(
            provider_id=field.provider.organisation_id,
            expected=Expected(name="Beds", frequency=Frequency.MONTHLY, first_month=APRIL, last_month=None),
            services=("DIAB",),
            source="Agreed",
            by=field.commissioner,
            at=MAY_AT,
        )
    named = {"return": "Contacts"}
    assert machine.send(a_body(**named), key="k").status_code == 201
    used = "This key was used for other figures before. Send these with a key of their own."
    for other in (a_body(rows_for(contacts=31), **named), a_body(rows_for()[:2], **{"return": "Beds"})):
        answer = machine.send(other, key="k")
        assert (answer.status_code, said(answer)) == (409, used)
    march = {"month": "2008-03", "rows": rows_for("2008-03"), **named}
    assert said(machine.send(march, key="k")) == used
    assert _kept() == 1


def test_one_of_several_returns_is_named(machine: Machine, field: Field) -> None:
    with transaction():
        expect_return(
            provider_id=field.provider.organisation_id,
            expected=Expected(name="Beds", frequency=Frequency.MONTHLY, first_month=APRIL, last_month=None),
            services=("DIAB",),
            source="Agreed",
            by=field.commissioner,
            at=MAY_AT,
        )
    answer = machine.send()
    assert answer.status_code == 409
    assert said(answer).endswith("makes several returns for 2008-04: “Beds” and “Contacts”. Name one in “return”.")
    assert machine.send(a_body(**{"return": "Contacts"})).status_code == 201
    unknown = machine.send(a_body(**{"return": "Cots"}))
    assert (unknown.status_code, said(unknown)[:27]) == (404, "No return of that name of P")
    file = machine.send(query=f"?month={APRIL}&return=Beds&dry_run=true", data=CSV, content_type="text/csv")
    assert (file.json or {})["return"] == "Beds"


def test_what_is_due_is_listed_for_the_own_provider_alone(app: Flask, machine: Machine, field: Field) -> None:
    listed = (machine.get(RETURNS).json or {})["returns"]
    assert [each["period"] for each in listed][-2:] == [[APRIL], ["2008-05"]]
    april = listed[-2]
    assert (april["state"], april["due_on"], april["can_be_sent"], april["latest"]) == ("due", "2008-05-15", True, None)
    assert listed[-1]["why_not"] == "May 2008 is not over yet. Its return can be sent from 1 June 2008 on."
    assert len((machine.get(f"{RETURNS}?since={APRIL}").json or {})["returns"]) == 2
    other = Machine(app, a_token(field.other_provider))
    assert other.get(RETURNS).json == {"returns": []}


def test_the_state_of_a_month_speaks_as_on_the_pages(machine: Machine) -> None:
    may = machine.send({"month": "2008-05", "rows": rows_for("2008-05")})
    assert (may.status_code, said(may)) == (
        409,
        "May 2008 is not over yet. Its return can be sent from 1 June 2008 on.",
    )
    early = machine.send({"month": "2007-03", "rows": rows_for("2007-03")})
    assert (early.status_code, said(early)) == (404, "No return of Provider services is expected for 2007-03.")


def test_a_patients_number_is_named_by_place_and_kept_nowhere(machine: Machine) -> None:
    rows = [*rows_for(), {**rows_for()[0], "team": NUMBER}]
    for answer in (
        machine.send(a_body(rows)),
        machine.send(
            query=f"?month={APRIL}", data=f"{HEADER}\r\n{NUMBER},a,b,c,1\r\n".encode(), content_type="text/csv"
        ),
    ):
        assert (answer.status_code, NUMBER in answer.text) == (422, False)
        found = (answer.json or {})["findings"][0]
        assert (found["severity"], found["value"], found["row"] in (2, 6)) == ("refused", "", True)
    assert _kept() == 0
    assert db.session.scalar(select(func.count()).select_from(SubmittedFile)) == 0
    for answer in (
        machine.send({"month": NUMBER, "rows": rows_for()}),
        machine.send(key=f"april-{NUMBER}"),
        machine.send({"month": APRIL, "rows": [{**rows_for()[0], NUMBER: "x"}]}),
        machine.send({"month": APRIL, "rows": rows_for(), NUMBER: "x"}),
        machine.send(query=f"?{NUMBER}=1"),
        machine.get(f"{RETURNS}?since={NUMBER}"),
        machine.send(a_body(**{"return": NUMBER})),
    ):
        assert (answer.status_code in {400, 404, 422}, NUMBER in answer.text) == (True, False), answer.text
