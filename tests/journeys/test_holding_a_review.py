"""A review held: called, nominated, its pack frozen and read, the meeting recorded, minutes approved and corrected."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader

from tests.builders_contracts import Contracting, a_signed_contract
from tests.builders_variations import a_varied_contract
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

CONTRACT = "/contracts/1/reviews"
REVIEW = "/contracts/reviews/1"
MEETING = "/meetings/1"
APRIL = datetime(2008, 4, 2, 9, tzinfo=UTC)
JULY = datetime(2008, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A contract signed by both parties."""
    del app
    found = Contracting()
    a_signed_contract(found)
    return found


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def test_a_review_from_the_call_to_corrected_minutes(people: Contracting, person: Person, app: Flask) -> None:
    provider = Person(app.test_client())
    with time_machine.travel(APRIL):
        call_and_nominate(people, person, provider)
        freeze_the_pack(people, person, provider)
    with time_machine.travel(JULY):
        hold_it(people, person)
        issue_the_minutes(person)
        approve_them(people, person, provider)
        correct_them(people, person)


def call_and_nominate(people: Contracting, person: Person, provider: Person) -> None:
    sign_in_as(person, people.commissioner).visit(CONTRACT)
    assert "No review of this contract is called yet." in person.words
    assert "10 working days before. The usual arrangement" in person.words
    person.send(button="Call the reviews that are due")
    assert "1 review called. Everybody who takes part is told." in person.words
    assert person.table("1 review")[1][:3] == [
        "WH/01, review 1 Community services",
        "Provider services",
        "Scheduled",
    ]
    person.send(button="Call the reviews that are due")
    assert "Every review the schedule asks for by now is called." in person.words
    sign_in_as(provider, people.provider).visit(REVIEW).follow("Nominate who attends")
    provider.send({"name": "Head of services"})
    assert "Head of services attends for Provider services." in provider.words
    person.visit(REVIEW).follow("Move it").send({"place": "Room 2", "reason": "A room is found."})
    assert "Room 2" in person.words


def freeze_the_pack(people: Contracting, person: Person, provider: Person) -> None:
    person.visit(REVIEW).follow("Look at the pack and freeze it")
    assert "No notice is recorded for this contract." in person.words
    person.send(button="Freeze pack 1")
    assert "Pack 1 is frozen. Everybody who takes part is told." in person.words
    provider.visit(REVIEW).follow("Read the pack")
    assert "The contract is worth £100,000.00 in 2008/09" in provider.words
    text = PdfReader(io.BytesIO(provider.client.get(f"{REVIEW}/packs/1.pdf").data)).pages[0].extract_text()
    assert "Open notices and plans" in text
    person.visit(f"{REVIEW}/packs/freeze").send({"reason": "x"}, status=422)
    assert "Nothing changed since pack 1. There is nothing to add." in person.words
    lead_elsewhere = sign_in_as(Person(provider.client.application.test_client()), people.lead_of_watcom)
    lead_elsewhere.visit(REVIEW, status=404).visit(f"{REVIEW}/packs/1", status=404).visit(MEETING, status=404)
    provider.visit(f"{REVIEW}/packs/freeze", status=403)


def hold_it(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(MEETING).send(button="Open the meeting")
    person.follow("Nominate who attends").send({"party": str(people.pct), "name": "Head of contracts"})
    person.follow("Nominate who attends").send({"party": str(people.dacom), "name": "PbC lead"})
    person.follow("Note who is there")
    person.send({f"presence_{turn}": "present" for turn in (1, 2, 3)})
    assert "The meeting is quorate" in person.words
    person.follow("Notes on Money").send({"notes": "- The line is overspent"})
    assert "The line is overspent" in person.words
    person.follow("Decision on Money").send({"words": "The line is looked at in August."})
    assert "Decision 1. The line is looked at in August." in person.words
    person.follow("Action on Money").send(
        {
            "words": "Say why.",
            "owner": str(people.providing),
            "owner_name": "Head of finance",
            **day("due_on", date(2008, 7, 15)),
        }
    )
    assert "Action 1 is recorded for Provider services." in person.words
    person.visit("/meetings/actions")
    assert person.table("1 action")[1][0] == "Say why."


def issue_the_minutes(person: Person) -> None:
    person.visit(MEETING).follow("Issue the minutes")
    assert "Whoever issues the minutes does not approve them." in person.words
    person.send(button="Issue version 1")
    assert "Version 1 of the minutes is issued. Those who approve it are told." in person.words
    assert "Read and approve" not in person.words


def approve_them(people: Contracting, person: Person, provider: Person) -> None:
    sign_in_as(provider, people.provider).visit("/")
    provider.follow("Approve the minutes: Review 1 of WH/01, Community services").follow("Read and approve")
    provider.send(button="Approve for Provider services")
    assert "You approved the minutes for Provider services." in provider.words
    for by in (people.finance, people.lead):
        sign_in_as(person, by).visit(f"{MEETING}/minutes/1").follow("Read and approve")
        person.send(button=f"Approve for {by.organisation_name}")
    assert "Held, minutes approved" in person.visit(REVIEW).words
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(person.client.get(f"{MEETING}/minutes/1.pdf").data)).pages
    )
    assert "The line is overspent" in text
    assert "DRAFT" not in text


def correct_them(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(MEETING)
    assert "Notes on Money" not in person.words
    person.follow("Correct the minutes").send({"reason": "A figure was wrong."})
    assert "The minutes are being corrected: A figure was wrong." in person.words
    person.follow("Issue the minutes").send(button="Issue version 2")
    assert "This version corrects the one before: A figure was wrong." in person.words
    person.visit(f"{MEETING}/minutes/1")
    assert "This version was replaced by version 2" in person.words


def test_two_who_write_at_one_item_are_told_and_lose_nothing(people: Contracting, app: Flask, person: Person) -> None:
    with time_machine.travel(APRIL):
        sign_in_as(person, people.commissioner).visit(CONTRACT).send(button="Call the reviews that are due")
    with time_machine.travel(JULY):
        sign_in_as(person, people.commissioner).visit(MEETING).send(button="Open the meeting")
        colleague = sign_in_as(Person(app.test_client()), people.colleague).visit(f"{MEETING}/items/4/notes")
        person.visit(f"{MEETING}/items/4/notes").send({"notes": "First"})
        colleague.send({"notes": "Second"}, status=422)
        assert "PCT commissioner wrote the notes on “Money”" in colleague.words
        assert "Second" in colleague.words
        colleague.send({"notes": "First. Second"})
        assert "First. Second" in colleague.words


def test_a_chart_of_a_frozen_pack_is_drawn_from_it(app: Flask, person: Person) -> None:
    people = Contracting()
    a_varied_contract(people)
    with time_machine.travel(APRIL):
        sign_in_as(person, people.commissioner).visit(CONTRACT).send(button="Call the reviews that are due")
        person.visit(f"{REVIEW}/packs/freeze").send(button="Freeze pack 1")
        assert "Physiotherapy is the largest line, £50,000.00 of £50,000.00" in person.words
        chart = person.client.get(f"{REVIEW}/packs/1/charts/money/1.svg")
        assert chart.mimetype == "image/svg+xml"
        assert "£50,000.00" in chart.text
        assert person.client.get(f"{REVIEW}/packs/1/charts/money/2.svg").status_code == 404
        other = sign_in_as(Person(app.test_client()), people.idle_provider)
        assert other.client.get(f"{REVIEW}/packs/1/charts/money/1.svg").status_code == 404


def test_lists_and_their_files_say_the_same(people: Contracting, person: Person) -> None:
    with time_machine.travel(APRIL):
        sign_in_as(person, people.commissioner).visit(CONTRACT).send(button="Call the reviews that are due")
        person.visit("/contracts/reviews")
        assert person.table("1 review")[1][4] == "17 June 2008 in 52 working days"
        assert b"WH/01, review 1" in person.client.get("/contracts/reviews.csv").data
        assert person.client.get("/contracts/reviews.xlsx").status_code == 200
        assert person.client.get("/meetings/actions.csv").status_code == 200
        assert person.client.get("/meetings/actions.xlsx").status_code == 200
        person.visit("/contracts/reviews?state=held")
        assert "No review fits." in person.words
        person.visit(REVIEW).follow("Cancel it").send({"reason": "Both are content."})
        assert "Cancelled: Both are content." in person.words
        sign_in_as(person, people.lead).visit("/contracts/reviews")
        assert person.table("1 review")[1][2] == "Cancelled"
