"""Pages of funding applications: who sees which, the whole way page by page, lists and files, home, one press."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from core.attachments.checking import check_file
from core.db import db, transaction
from core.permissions import Actor
from les.schemes.actions.funding.applying import attach_evidence
from les.schemes.models.funding import FundingApplication
from les.schemes.rules.funding import Opinion
from tests.builders import AT
from tests.builders_attachments import a_docx
from tests.builders_funding import Funding
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/funding"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def place(app: Flask) -> Funding:
    """A trust with a scheme, its budget of £10,000.00, practices and groups."""
    del app
    return Funding()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def _day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def _fields(place: Funding) -> dict[str, str]:
    return {
        "scheme": str(place.scheme_id),
        "what": "Training of a nurse",
        "why": "The service needs a trained nurse.",
        "amount": "3,000.00",
        **_day("wanted_on", date(2008, 5, 1)),
    }


def test_from_asking_to_the_decision_page_by_page(place: Funding, app: Flask) -> None:
    practice = _as(app, place.manager).visit(ROOT)
    assert "Your practice has not asked for funding yet." in practice.words
    practice.follow("Apply for funding", within="main").send(_fields(place), button="Save as a draft")
    assert practice.heading == "FUND-001, LES-001 Minor surgeryTraining of a nurse"
    practice.follow("Sign and send", within="main").send(button="Sign and send")
    assert "FUND-001 is signed and sent. The commissioner is told." in practice.words
    commissioner = _as(app, place.commissioner).visit("/")
    commissioner.follow("Ask groups for their opinion on FUND-001 Training of a nurse")
    commissioner.follow("Ask groups for their opinion", within="main")
    groups = {"groups": [str(place.trust.ids["DAC"])], **_day("due_on", date(2008, 4, 18))}
    commissioner.send(groups, button="Ask for their opinion")
    assert "Asked: DacCom. The leads are told." in commissioner.words
    assert "Wait for the opinion" not in commissioner.words
    assert "You asked for the opinions. Ask a second person to decide." in commissioner.words
    lead = _as(app, place.lead).visit("/").follow("Give your group’s opinion on FUND-001 Training of a nurse")
    assert [row[1] for row in lead.table("Budget, commitment and spend of 2008/09")[1:]] == [
        "10,000.00",
        "0.00",
        "0.00",
        "0.00",
        "10,000.00",
        "3,000.00",
        "7,000.00",
    ]
    lead.follow("Give your group’s opinion", within="main")
    assert "What is said of aims." in lead.words
    assert "Beware: what else is committed" not in lead.words
    lead.send({"opinion": "conditions", "words": "If she stays a year."}, button="Give this opinion")
    assert "The opinion of your group is given: supports it with conditions." in lead.words
    finance = _as(app, place.finance).visit("/").follow("Decide FUND-001 Training of a nurse")
    assert finance.table("Opinions asked")[1][3] == "If she stays a year."
    finance.follow("Decide", within="main")
    finance.send({"outcome": "part", "reason": "As far as it goes."}, button="Record the decision", status=422)
    assert "Say which part is approved, in pounds" in finance.words
    finance.send({"outcome": "part", "amount": "2000", "reason": "As far as it goes."}, button="Record the decision")
    assert "Approved in part" in finance.words
    assert "£2,000.00 of £3,000.00" in finance.words
    practice.visit(f"{ROOT}/1")
    assert "If she stays a year." in practice.words
    assert "Budget, commitment and spend of 2008/09" not in practice.words
    assert practice.table("Opinions asked")[0] == ["Group", "Asked", "Opinion", "What it rests on"]
    assert "10,000.00" not in practice.words


def test_each_sees_what_concerns_them(place: Funding, app: Flask) -> None:
    draft, asked = place.begin(), place.asked()
    file = check_file(file_name="quote.docx", content=a_docx("Quote of the college"))
    with transaction():
        evidence = attach_evidence(application_id=asked, title="Quote", file=file, by=place.manager, at=AT).id
    pages = (f"/{draft}", f"/{asked}", f"/{asked}/documents/{evidence}", f"/{asked}/opinion", f"/{asked}/decide")
    seen = {
        place.manager: (200, 200, 200, 403, 403),
        place.other_manager: (404, 404, 404, 403, 403),
        place.lead: (404, 200, 200, 200, 403),
        place.other_lead: (404, 404, 404, 404, 403),
        place.member: (404, 200, 200, 403, 403),
        place.commissioner: (404, 200, 200, 403, 200),
        place.finance: (404, 200, 200, 403, 200),
        place.auditor: (404, 200, 200, 403, 403),
        place.provider: (403, 403, 403, 403, 403),
        place.neighbour: (404, 404, 404, 403, 404),
    }
    for actor, expected in seen.items():
        person = _as(app, actor)
        assert tuple(person.client.get(f"{ROOT}{page}").status_code for page in pages) == expected, actor.name
        listed = "FUND-002" in person.client.get(ROOT).text
        assert listed is (expected[1] == 200), actor.name


def test_a_group_sees_its_own_opinion_and_a_practice_none_before_the_decision(place: Funding, app: Flask) -> None:
    asked = place.asked("DAC", "HER")
    place.advise(asked, opinion=Opinion.AGAINST, words="Not in our plan.")
    place.advise(asked, by=place.other_lead, words="Hertsmere needs it.")
    own = _as(app, place.lead).visit(f"{ROOT}/{asked}").words
    assert ("Not in our plan." in own, "Hertsmere needs it." in own) == (True, False)
    practice = _as(app, place.manager).visit(f"{ROOT}/{asked}")
    assert "Not in our plan." not in practice.words
    assert "Does not support it" not in practice.words
    assert [row[2].split()[0] for row in practice.table("Opinions asked")[1:]] == ["Given", "Given"]


def test_silence_is_shown(place: Funding, app: Flask) -> None:
    asked = place.asked()
    with time_machine.travel(AT + timedelta(days=18)):
        finance = _as(app, place.finance).visit(f"{ROOT}/{asked}")
        assert "Said nothing by 18 April 2008 Silence is not consent." in finance.words
        assert finance.follow("Decide", within="main").status == 200


def test_lists_are_filtered_and_taken_away(place: Funding, app: Flask) -> None:
    place.asked()
    place.sent(place.other_manager, what="A couch, for minor surgery", pence=9900)
    person = _as(app, place.commissioner).visit(ROOT)
    assert [row[:3] for row in person.table("2 applications")[1:]] == [
        ["FUND-002", "A couch, for minor surgery", "Practice 2 X82002"],
        ["FUND-001", "Two places on a course for practice nurses", "Practice 1 X82001"],
    ]
    assert "0 of 1 opinions, by 18 April 2008" in person.words
    assert person.visit(f"{ROOT}?text=couch&sort=amount").table("1 application")[1][4] == "99.00"
    assert "No application fits." in person.visit(f"{ROOT}?state=declined").words
    csv = person.client.get(f"{ROOT}/applications.csv?state=sent").text.splitlines()
    assert (csv[0].split(",")[0], len(csv)) == ("Number", 2)
    book = load_workbook(io.BytesIO(person.client.get(f"{ROOT}/applications.xlsx").data))
    assert book.worksheets[0].max_row == 3


def test_a_list_asks_the_database_as_often_for_many_as_for_few(place: Funding, app: Flask) -> None:
    person = _as(app, place.commissioner)
    place.asked("DAC", "HER")
    with statements() as few:
        person.visit(ROOT)
    for _ in range(4):
        place.advise(place.asked("DAC", "HER"))
    with statements() as many:
        person.visit(ROOT)
    assert len(many) == len(few)


def test_one_press_makes_one_application(place: Funding, app: Flask) -> None:
    person = _as(app, place.manager).visit(f"{ROOT}/apply")
    inputs = {each.get("name"): each.get("value") for each in person.page.iter() if each.get("type") == "hidden"}
    sent = {**_fields(place), **{name: inputs[name] for name in ("form_key", "csrf_token")}}
    first, second = (person.client.post(f"{ROOT}/apply", data=sent) for _ in range(2))
    assert first.location == second.location == f"{ROOT}/1"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(FundingApplication)) == 1
