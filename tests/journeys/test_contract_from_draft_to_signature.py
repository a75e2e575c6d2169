"""A contract on its way: drafted with its legal form first, discussed, tied to money, issued, signed by both, read."""

import hashlib
import io
from collections.abc import Iterator

import pytest
import time_machine
from docx import Document
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from contracts.agreements.models.contracts import Contract
from core.db import db
from tests.builders_attachments import PROGRAM, a_docx
from tests.builders_contracts import Contracting, a_contract, a_signed_contract, put_to_groups, with_schedule
from tests.builders_rounds import AT
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

CONTRACT = "/contracts/1"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def people(app: Flask) -> Contracting:
    """The budgets put to the groups."""
    del app
    found = Contracting()
    put_to_groups(found)
    return found


def typed(people: Contracting, **changes: object) -> dict[str, object]:
    """What a commissioner types to start a contract."""
    days = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2008"}
    days |= {"ends_on-day": "31", "ends_on-month": "3", "ends_on-year": "2009"}
    return {
        "form": "internal",
        "provider": str(people.providing),
        "kind": "community",
        "reference": "wh/01",
        "title": "Community services",
        "notice_months": "6",
        "year": "2008/09",
        "year_value": "£100,000",
        "whole_value": "100,000.00",
        "groups": [str(people.dacom)],
        **days,
        **changes,
    }


def test_from_the_draft_to_the_signatures_of_both(people: Contracting, person: Person, app: Flask) -> None:
    write_the_draft(people, person)
    provider = sign_in_as(Person(app.test_client()), people.provider).visit(CONTRACT)
    discuss_and_issue(person, provider)
    sign_and_read(people, person, provider, app)


def write_the_draft(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit("/contracts")
    assert "There is no contract yet." in person.words
    person.follow("Start a contract").send(typed(people, form="binding"), "Start the contract", status=422)
    assert "an internal agreement, not a legally binding contract" in person.words
    person.send({"form": "internal"}, "Start the contract")
    assert person.heading.endswith("Community services")
    assert "It has no schedule. Write at least one." in person.words

    person.follow("Add a schedule")
    person.send({"kind": "prices", "title": "Prices", "text": "<script>x</script>"}, "Add the schedule", status=422)
    assert "Line 1 holds a script." in person.words or "Line 1 holds HTML." in person.words
    person.send({"text": "Paid in **twelfths**."}, "Add the schedule")
    person.visit(CONTRACT).follow("Settings")
    person.send({"payment_days__value": "30"}, "Save the settings", status=422)
    assert "Say where “Payment after a valid invoice within” comes from" in person.words
    person.send({"payment_days__source": "Trust’s standing orders"}, "Save the settings")

    person.follow("Write lines of money").send({"line": "PHYSIO"}, "Write this line")
    person.send({"group_DAC": "70,000"}, "Save the line", status=422)
    assert "Physiotherapy for DacCom: £70,000.00 is £8,620.00 more than the line has left" in person.words
    person.send({"group_DAC": "50,000"}, "Save the line")
    assert person.table("Lines of money in this contract")[1][-2:] == ["50,000.00", "11,380.00"]


def discuss_and_issue(person: Person, provider: Person) -> None:
    provider.follow("Discuss “Prices”").send({"words": "Monthly invoices, please."}, "Add comment")
    assert "Monthly invoices, please." in provider.words
    provider.visit(f"{CONTRACT}/schedules/1/write", status=403)

    person.visit(CONTRACT)
    assert "Comments open" in person.words
    person.follow("Issue for signature")
    assert "Provider services is asked to sign: for the provider" in person.words
    person.send(button="Issue WH/01 for signature")
    assert "WH/01 is issued under number 1. All who have to sign are told." in person.words


def sign_and_read(people: Contracting, person: Person, provider: Person, app: Flask) -> None:
    person.follow("Read and sign").send(button="Sign for West Hertfordshire PCT")

    provider.visit("/").follow("Sign contract WH/01, Community services")
    assert "Provider services agrees to contract WH/01" in provider.words
    provider.send(button="Sign for Provider services")
    assert "Signed, not yet in force" in provider.words
    assert "DacCom may still assent." in provider.words
    provider.follow("issue 1")
    signed = provider.client.get(f"{CONTRACT}/issues/1/signed.json").data
    assert hashlib.sha256(signed).hexdigest() in provider.words

    lead = sign_in_as(Person(app.test_client()), people.lead).visit(CONTRACT).follow("Read and sign")
    lead.send(button="Sign for DacCom")
    assert "You signed WH/01 for DacCom." in lead.words
    rows = lead.visit("/contracts").table("1 contract")
    assert "signed by 2 of 2 parties, 1 of 1 groups assent" in rows[1][1]


def test_documents_say_what_is_signed(people: Contracting, person: Person) -> None:
    a_signed_contract(people)
    draft = a_contract(people, reference="WH/02")
    with_schedule(draft, people)
    sign_in_as(person, people.provider)
    answers = [person.client.get(f"/contracts/{number}/contract.pdf").data for number in (1, draft)]
    texts = ["\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer)).pages) for answer in answers]
    assert "Page 1 of" in texts[0]
    assert "DRAFT" not in texts[0]
    assert "DRAFT" in texts[1]
    assert "8. Signing" in texts[0]
    assert "S1. Prices" in texts[0]
    assert "Provider manager" in texts[0]
    assert person.client.get("/contracts/1/contract.pdf").data == answers[0], "the same bytes each time"
    word = person.client.get("/contracts/1/contract.docx").data
    paragraphs = [each.text for each in Document(io.BytesIO(word)).paragraphs]
    assert "S1. Prices" in paragraphs
    assert "Paid in twelfths." in paragraphs


def test_a_double_click_starts_one_contract(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit("/contracts/start")
    form = {each.get("name"): each.get("value") for each in person.page.iter() if each.get("type") == "hidden"}
    sent = {**typed(people), "head": "0", **{key: value for key, value in form.items() if key}}
    for _ in range(2):
        assert person.client.post("/contracts/start", data=sent).status_code == 302
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Contract)) == 1


def test_whoever_saves_second_is_told(people: Contracting, person: Person, app: Flask) -> None:
    a_contract(people)
    sign_in_as(person, people.commissioner).visit(f"{CONTRACT}/particulars")
    other = sign_in_as(Person(app.test_client()), people.colleague).visit(f"{CONTRACT}/particulars")
    other.send({"title": "Nursing", "groups": [str(people.dacom)]}, "Save")
    person.send({"title": "Therapies", "groups": [str(people.dacom)]}, "Save", status=422)
    assert "Second commissioner changed the title" in person.words
    assert other.visit(CONTRACT).heading.endswith("Nursing")


def test_letters_are_kept_and_nothing_of_a_word_file_becomes_the_text(people: Contracting, person: Person) -> None:
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    sign_in_as(person, people.provider).visit(CONTRACT)
    sent = {"title": "Our redline", "file": (io.BytesIO(a_docx("Paid weekly.")), "redline.docx")}
    person.send(sent, "Attach")
    assert "“Our redline” is attached." in person.words
    assert "Paid in twelfths." in person.words
    assert "Paid weekly." not in person.words
    person.send({"title": "A program", "file": (io.BytesIO(PROGRAM), "letter.pdf")}, "Attach", status=422)
    assert "was not attached" in person.words
    person.visit(CONTRACT).follow("Our redline")


@pytest.mark.parametrize("who", ["idle_provider", "lead_of_watcom", "stranger", "lead_elsewhere"])
def test_a_contract_of_others_is_not_found(people: Contracting, person: Person, who: str) -> None:
    a_signed_contract(people)
    sign_in_as(person, getattr(people, who))
    for page in ("", "/schedules/1", "/contract.pdf", "/contract.docx", "/issues/1", "/issues/1/signed.json"):
        person.visit(f"{CONTRACT}{page}", status=404)
    assert "WH/01" not in person.visit("/contracts").words


def test_discarding_taking_back_terminating_and_deciding_through_pages(people: Contracting, person: Person) -> None:
    a_signed_contract(people)
    sign_in_as(person, people.commissioner).visit(CONTRACT).follow("Decide what follows it")
    person.send({"decision": "renew", "reason": "It works."}, "Record the decision")
    assert "Agree a new contract." in person.words
    days = {"notice_given_on-day": "3", "notice_given_on-month": "3", "notice_given_on-year": "2008"}
    days |= {"first_day_without-day": "1", "first_day_without-month": "10", "first_day_without-year": "2008"}
    person.follow("Terminate").send({**days, "reason": "No staff."}, "Terminate the contract")
    assert "WH/01 is terminated. All its parties are told." in person.words
    draft = a_contract(people, reference="WH/02")
    with_schedule(draft, people)
    person.visit(f"/contracts/{draft}").follow("Issue for signature").send(button="Issue WH/02 for signature")
    person.follow("Take it back").send({"reason": "A wrong price."}, "Take it back")
    assert "WH/02 is a draft again." in person.words
    person.follow("Discard the draft").send({"reason": "Not needed."}, "Discard it")
    assert "Discarded" in person.words
    person.visit("/contracts?state=discarded")
    assert "WH/02" in person.words


def test_the_register_is_taken_away_as_it_is_shown(people: Contracting, person: Person) -> None:
    a_signed_contract(people)
    a_contract(people, reference="WH/02", title="Nursing")
    sign_in_as(person, people.commissioner)
    told = person.client.get("/contracts/contracts.csv?text=nurs").data.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    assert told[1].startswith("WH/02,Nursing,Draft")
    assert person.client.get("/contracts/contracts.xlsx").data.startswith(b"PK")
    drawn = person.client.get("/contracts/terms")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
    assert person.client.get("/contracts/terms?text=nothing-like-it").status_code == 404
    assert "No contract fits." in person.visit("/contracts?text=nothing-like-it").words
    person.visit("/contracts?sort=-value&page=9").follow("WH/01")
    sign_in_as(person, people.practice_manager).visit("/contracts", status=403)
