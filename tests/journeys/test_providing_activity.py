"""What a provider does with its returns, through pages: check, submit, owe, type, state, certify, answer, release."""

import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from commissioning.activity.actions.accepting import ask_to_resubmit
from commissioning.activity.actions.querying import Line, query_lines
from commissioning.activity.actions.settings import set_certifying
from commissioning.activity.models.submissions import Submission
from core.db import db, transaction
from tests.builders_activity import HEADER, MAY_AT, MAY_DAY, Field, a_field, lines_for, submitted
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

_NHS_NUMBER = "9434765919"


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """A provider that returns two services every month since April 2007; nothing is there yet."""
    del app
    return a_field()


def test_a_file_is_checked_and_nothing_is_kept_then_submitted(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit(_page(field)).follow("Check or submit a file")
    person.send({"file": _file(lines_for()), "act": "check"})
    assert "The file can be submitted" in person.words
    assert person.table("What would be taken")[1] == ["Service DIAB DIAB", "April 2008", "All contacts", "50"]
    assert _count() == 0
    person.send({"file": _file(lines_for()), "act": "submit"})
    assert "Number 1 is submitted: 4 rows taken; no row is owed." in person.words
    assert person.table("Totals")[1][-1] == "50"
    assert _count() == 1


def test_rows_with_errors_are_shown_and_owed_only_by_choice(field: Field, person: Person) -> None:
    lines = [*lines_for(), "PULM,X82002,2008-04,contact,1.5", "PULM,X99999,2008-04,contact,3"]
    sign_in_as(person, field.provider).visit(f"{_page(field)}/send")
    person.send({"file": _file(lines), "act": "submit"}, status=422)
    assert "2 rows have errors" in person.words
    errors = person.table("Errors: these rows cannot be taken (2)")
    assert [row[0] for row in errors[1:]] == ["6", "7"]
    assert _count() == 0
    told = person.client.post(f"{_page(field)}/findings.csv", data=_fields(person, "packed"))
    assert "X99999" in told.data.decode("utf-8-sig")
    other = [*lines_for(), "PULM,X82002,2008-04,contact,2.5"]
    person.send({"file": _file(other), "taking": "owe", "act": "submit"}, status=422)
    assert "This is not the file whose rows you were shown" in person.words
    person.send({"file": _file(other), "taking": "owe", "act": "submit"})
    assert "Number 1 is submitted: 4 rows taken; 1 row is owed." in person.words
    assert "2.5" in str(person.table("Errors: these rows cannot be taken (1)"))
    person.visit(_page(field))
    assert "You owe 1 row of this return" in person.words


def test_a_file_about_a_person_is_refused_and_a_false_alarm_passes_by_two_people(field: Field, person: Person) -> None:
    lines = [*lines_for(), f"PULM,X82002,2008-04,contact,{_NHS_NUMBER}"]
    sign_in_as(person, field.provider).visit(f"{_page(field)}/send")
    person.send({"file": _file(lines), "act": "submit"}, status=422)
    assert "This file cannot be taken" in person.words
    assert _NHS_NUMBER not in person.words
    person.follow("Say that row 6, quantity is nobody’s")
    person.send({"reason": "Minutes of a machine"})
    assert "Waits for a second person: you said it first." in person.words
    sign_in_as(person, field.other_provider).visit("/activity/releases")
    assert "No cell waits" in person.words
    assert person.client.post("/activity/releases/1/confirm").status_code == 404
    sign_in_as(person, field.certifier).visit("/activity/releases")
    person.send(button="I looked at it: let row 6 pass")
    assert "passes when this very file is sent again" in person.words
    person.visit(f"{_page(field)}/send").send({"file": _file(lines), "act": "check"})
    assert "This file cannot be taken" not in person.words


def test_findings_that_were_not_made_here_are_not_given_back(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit(f"{_page(field)}/send")
    person.send({"file": _file([*lines_for(), "PULM,X9,2008-04,contact,3"]), "act": "check"})
    fields = {**_fields(person, "packed"), "packed": "made up"}
    assert person.client.post(f"{_page(field)}/findings.csv", data=fields).status_code == 400


def test_no_file_is_said_and_a_second_click_submits_once(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit(f"{_page(field)}/send")
    person.send({"act": "check"}, status=422)
    assert "Choose a file." in person.words
    person.send({"act": "submit"}, status=422)
    fields = _fields(person, "seen")
    for _ in range(2):
        answer = person.client.post(
            f"{_page(field)}/send", data={**fields, "file": _file(lines_for()), "act": "submit"}
        )
        assert answer.status_code == 302
    assert _count() == 1


def test_figures_are_typed_in_and_kept_beside_their_errors(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit(_page(field)).follow("Type the figures in")
    box = "q|DIAB|2008-04|X82001|contact"
    person.send({box: "1,5", "q|DIAB|2008-04|X82002|contact": "0", "act": "submit"}, status=422)
    assert "a number with a point before its decimals, such as 12.5" in str(person.table("Service DIAB, April 2008"))
    assert _count() == 0
    person.send({box: _NHS_NUMBER, "act": "check"})
    assert _NHS_NUMBER not in str(_fields(person, box))
    person.send({box: "15", "act": "submit"})
    assert "Number 1 is submitted: 2 rows taken" in person.words
    person.visit(f"{_page(field)}/type")
    assert _fields(person, box)[box] == "15"
    assert _fields(person, box)["q|PULM|2008-04|X82001|contact"] == ""


def test_a_nil_return_needs_the_statement_and_words(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit(_page(field)).follow("Make a nil return")
    person.send({"words": "Closed for building works"}, status=422)
    assert "Tick the statement" in person.words
    person.send({"sure": "y", "words": "Closed for building works"})
    assert "Nil return: nothing of what is asked for happened. Closed for building works" in person.words


def test_a_second_person_certifies_where_it_is_set(field: Field, person: Person) -> None:
    sign_in_as(person, field.provider).visit("/activity/certifying").send({"needs": "yes"})
    person.visit(f"{_page(field)}/send").send({"file": _file(lines_for()), "act": "submit"})
    assert "It counts once a second person of yours has certified it." in person.words
    person.visit(_page(field))
    assert "waits for somebody else" in person.words
    sign_in_as(person, field.certifier).visit("/")
    assert "Certify Contacts for April 2008" in person.words
    person.visit(_page(field)).send(button="Certify number 1")
    assert "Number 1 is certified. It counts from now on." in person.words


def test_a_query_is_answered_and_services_are_sent_again(field: Field, person: Person) -> None:
    made = submitted(field)
    with transaction():
        line = Line(
            service_id=field.services["DIAB"], words="Was a clinic closed?", month="2008-04", currency="contact"
        )
        query_lines(
            submission_id=made.id, lines=(line,), answer_due_on=MAY_DAY, by=field.commissioner, at=MAY_AT, on=MAY_DAY
        )
    sign_in_as(person, field.provider).visit("/")
    assert "Answer 1 query about Contacts for April 2008" in person.words
    person.visit(_page(field)).follow("Was a clinic closed?")
    person.send({"words": " "}, status=422)
    person.send({"words": "Yes, for a week"})
    assert "No query is left to answer." in person.words
    with transaction():
        ask_to_resubmit(
            submission_id=made.id,
            service_ids=[field.services["PULM"]],
            reason="Telephone contacts were left out",
            due_on=MAY_DAY,
            by=field.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )
    person.visit(_page(field))
    assert "Please send these services again by 8 May 2008" in person.words
    person.visit(f"{_page(field)}/send")
    person.send({"file": _file(["PULM,X82001,2008-04,contact,12", "PULM,unplaced,2008-04,contact,0"]), "act": "submit"})
    assert person.table("What changed (1 figures)")[1][-3:] == ["10", "12", "+2"]
    for kind in ("csv", "xlsx"):
        assert person.client.get(f"{_page(field)}/submissions/2/changes.{kind}").status_code == 200


def test_file_receipt_and_template_are_taken_away(field: Field, person: Person) -> None:
    made = submitted(field)
    sign_in_as(person, field.provider)
    answer = person.client.get(f"{_page(field)}/submissions/1/file")
    assert answer.data.decode() == "\r\n".join([HEADER, *lines_for()]) + "\r\n"
    assert made.file_name in answer.headers["Content-Disposition"]
    assert person.client.get(f"{_page(field)}/submissions/1/receipt.pdf").data.startswith(b"%PDF")
    template = person.client.get(f"{_page(field)}/template.xlsx")
    assert "2008-04.xlsx" in template.headers["Content-Disposition"]
    assert person.client.get(f"{_page(field)}/submissions/1/findings.csv").status_code == 200
    person.visit(f"{_page(field)}/submissions/2", status=404)


def test_walls_stand_around_what_a_provider_does(field: Field, person: Person) -> None:
    made = submitted(field)
    with transaction():
        line = Line(service_id=field.services["DIAB"], words="Why?", month="2008-04", currency="contact")
        (query,) = query_lines(
            submission_id=made.id, lines=(line,), answer_due_on=MAY_DAY, by=field.commissioner, at=MAY_AT, on=MAY_DAY
        )
        query_id = query.id
    sent = ("send", "type", "state-nil", "template.xlsx", f"queries/{query_id}/answer")
    seen = ("submissions/1", "submissions/1/file", "submissions/1/receipt.pdf", "submissions/1/findings.csv")
    sign_in_as(person, field.other_provider)
    assert {person.client.get(f"{_page(field)}/{each}").status_code for each in (*sent, *seen)} == {404}
    sign_in_as(person, field.commissioner)
    assert {person.client.get(f"{_page(field)}/{each}").status_code for each in sent} == {403}
    assert {person.client.get(f"{_page(field)}/{each}").status_code for each in seen} == {200}
    person.visit(_page(field))
    assert "Check or submit a file" not in person.words
    sign_in_as(person, field.provider)
    person.visit(f"{_page(field, '2008-03')}/queries/{query_id}/answer", status=404)
    person.visit("/activity/releases/propose?file=x&row=2&column=team", status=404)


def test_home_says_what_is_due(field: Field, person: Person) -> None:
    with transaction():
        set_certifying(provider_id=field.provider.organisation_id, needs_certifier=True, by=field.provider)
    submitted(field)
    sign_in_as(person, field.provider).visit("/")
    assert "Send Contacts for March 2008" in person.words
    assert "Send Contacts for April 2008" not in person.words


def _page(field: Field, month: str = "2008-04") -> str:
    return f"/activity/returns/{field.expectation_id}/{month}"


def _file(lines: list[str]) -> tuple[io.BytesIO, str]:
    return io.BytesIO(("\r\n".join([HEADER, *lines]) + "\r\n").encode()), "april.csv"


def _count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Submission)) or 0


def _fields(person: Person, name: str) -> dict[str, str]:
    """What stands in the fields of the form that has this one."""
    for form in person.page.iter("{http://www.w3.org/1999/xhtml}form"):
        values = {str(e.get("name")): str(e.get("value") or "") for e in form.iter() if e.get("name")}
        if name in values:
            return {key: value for key, value in values.items() if not re.fullmatch("act|file|taking", key)}
    raise AssertionError(f"no form with {name}")
