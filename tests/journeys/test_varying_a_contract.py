"""A signed contract varied: drafted, proposed, disputed, settled, signed by both, and read as at dates."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from docx import Document
from flask import Flask
from pypdf import PdfReader

from contracts.agreements.queries.contracts import get_contract
from tests.builders_attachments import PROGRAM
from tests.builders_contracts import Contracting
from tests.builders_rounds import AT
from tests.builders_variations import a_draft, a_varied_contract, an_agreed_variation, proposed, with_money, worded
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

CONTRACT = "/contracts/1"
VARIATION = f"{CONTRACT}/variations/1"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A contract signed by both parties, with money of a budget line."""
    del app
    found = Contracting()
    a_varied_contract(found)
    return found


def day(name: str, *parts: int) -> dict[str, str]:
    return {f"{name}-{part}": str(value) for part, value in zip(("day", "month", "year"), parts, strict=True)}


def test_from_the_draft_to_the_contract_as_at_three_dates(people: Contracting, person: Person, app: Flask) -> None:
    draft_it(people, person)
    provider = sign_in_as(Person(app.test_client()), people.provider)
    provider.visit(VARIATION, status=404)
    propose_it(person)
    dispute_and_settle(provider)
    sign_it(person, provider)
    read_it(provider)


def draft_it(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(CONTRACT).follow("Variations")
    assert "This contract has no variation. It reads as it was signed." in person.words
    typed = {
        "kind": "price",
        "title": "Weekend visits",
        "reason": "Patients wait.",
        **day("effective_from", 1, 10, 2008),
    }
    typed |= day("response_due_on", 31, 3, 2008)
    person.follow("Propose a variation")
    person.send({**typed, **day("effective_from", 1, 10, 2010)}, "Start the variation", status=422)
    assert "after the contract ends on 31 March 2009" in person.words
    person.send(typed, "Start the variation")
    assert "Variation 1 changes nothing: say what of the contract changes." in person.words

    person.follow("Word a clause or schedule anew").follow("Word it anew: Prices")
    person.send({"text": "<b onclick=x>"}, "Save what it changes to", status=422)
    person.send({"text": "Paid in twelfths, weekends by the visit."}, "Save what it changes to")
    person.follow("Change the money").follow("Physiotherapy")
    person.send({"group_DAC": "30,000"}, "Save the money", status=422)
    assert "more than the line has left" in person.words
    person.send({"group_DAC": "10,000"}, "Save the money")
    assert person.table("Financial effect by group")[1:] == [
        ["DacCom", "+10,000.00", "+5,000.00"],
        ["All groups", "+10,000.00", "+5,000.00"],
    ]
    assert "weekends by the visit" in person.words


def propose_it(person: Person) -> None:
    person.follow("Propose it")
    assert "an answer is due by 31 March 2008" in person.words
    person.send(button="Propose variation 1")
    assert "Variation 1 is proposed. All who have to sign are told." in person.words
    assert "Provider services" in person.words
    person.visit(CONTRACT)
    assert "1 variation is proposed and not agreed." in person.words


def dispute_and_settle(provider: Person) -> None:
    provider.visit("/").follow("Answer variation 1 of WH/01, Weekend visits")
    provider.follow("Dispute it").send({"reason": "The price of a visit is missing."}, "Dispute it")
    assert "Variation 1 is disputed." in provider.words
    provider.follow("Say that the dispute is settled")
    provider.send({"reason": "It stands in the letter."}, "The dispute is settled")
    assert "Variation 1 can be signed again." in provider.words
    provider.send({"words": "Thank you."}, "Add comment")
    assert "Thank you." in provider.words


def sign_it(person: Person, provider: Person) -> None:
    provider.visit(VARIATION).follow("Read and sign")
    assert "Provider services agrees to variation 1 of contract WH/01, Weekend visits" in provider.words
    provider.send(button="Sign for Provider services")
    person.visit(VARIATION).follow("Read and sign").send(button="Sign for West Hertfordshire PCT")
    assert "Agreed, not yet in effect" in person.words
    person.visit(CONTRACT)
    assert "1 signed variation changes this contract." in person.words


def read_it(provider: Person) -> None:
    provider.visit(CONTRACT).follow("As at a date")
    assert "No variation is in effect on that day: the contract reads as it was first signed." in provider.words
    provider.send(day("on", 1, 10, 2008), "Read it on that day")
    assert provider.heading.endswith("As at 1 October 2008")
    assert "weekends by the visit" in provider.words
    assert "changed by variation 1" in provider.words
    assert "Value in 2008/09: £105,000.00." in provider.words
    provider.visit(f"{CONTRACT}/as-at?on=2008-09-30")
    assert "weekends by the visit" not in provider.words
    provider.visit(f"{CONTRACT}/as-at?on=2012-01-01")
    assert "lies outside the contract" in provider.words
    provider.visit(f"{CONTRACT}/as-at?on=nonsense")


def test_documents_mark_what_changes(people: Contracting, person: Person) -> None:
    variation_id = a_draft_with_everything(people)
    sign_in_as(person, people.commissioner)
    answer = person.client.get(f"{VARIATION}/variation.pdf").data
    words = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer)).pages)
    assert "DRAFT" in words
    assert "Contents" in words
    assert words.count("Prices (changed)") == 2, "in the contents, and where it stands"
    assert "+5,000.00" in words
    assert person.client.get(f"{VARIATION}/variation.pdf").data == answer, "the same bytes each time"
    word = person.client.get(f"{VARIATION}/variation.docx").data
    assert "2.1 Prices (changed)" in [each.text for each in Document(io.BytesIO(word)).paragraphs]
    reading = person.client.get(f"{CONTRACT}/as-at.pdf?on=2008-10-01")
    assert reading.status_code == 200
    read = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(reading.data)).pages)
    assert "as at 1 October 2008" in read
    assert variation_id == 1


def a_draft_with_everything(people: Contracting) -> int:
    variation_id = a_draft(get_contract(1), people.commissioner)
    worded(variation_id, people.commissioner)
    with_money(variation_id, people.commissioner)
    return variation_id


def test_writing_adding_taking_out_and_withdrawing_through_pages(people: Contracting, person: Person) -> None:
    a_draft_with_everything(people)
    sign_in_as(person, people.commissioner).visit(VARIATION).follow("Add a schedule")
    person.send({"title": "Weekends", "text": "Both days.", "follows": "prices-1"}, "Add the schedule")
    assert "“Weekends” is added by the variation." in person.words
    person.follow("Word it otherwise: Weekends").send({"text": "Saturdays."}, "Save what it changes to")
    assert "Saturdays." in person.words
    person.follow("Change kind, days or reason").send({"kind": "duration"}, "Save")
    person.follow("Change the last day").send(day("ends_on", 31, 3, 2010), "Save the last day")
    assert "31 March 2010" in person.words
    person.visit(VARIATION).follow("Withdraw it").send({"reason": "Not needed."}, "Withdraw it")
    assert "Withdrawn" in person.words
    for page in ("details", "parts/write?part=prices-1", "money/write?line=PHYSIO", "last-day", "parts/add", "propose"):
        person.visit(f"{VARIATION}/{page}")


def test_a_schedule_with_money_is_not_taken_out(people: Contracting, person: Person) -> None:
    a_draft(get_contract(1), people.commissioner)
    sign_in_as(person, people.commissioner).visit(f"{VARIATION}/parts").send(button="Take it out")
    assert "“Prices” commits money of budget lines." in person.words


def test_letters_are_kept_with_a_variation(people: Contracting, person: Person) -> None:
    a_draft_with_everything(people)
    sign_in_as(person, people.commissioner).visit(VARIATION)
    person.send({"title": "A program", "file": (io.BytesIO(PROGRAM), "letter.pdf")}, "Attach", status=422)
    assert "was not attached" in person.words
    person.visit(VARIATION)
    person.send({"title": "Letter", "file": (io.BytesIO(b"Dear all"), "letter.txt")}, "Attach")
    assert "“Letter” is attached." in person.words
    person.follow("Withdraw Letter").send({"reason": "A slip."}, "Withdraw it")
    assert "The document is withdrawn." in person.words


@pytest.mark.parametrize("who", ["idle_provider", "lead_of_watcom", "stranger"])
def test_a_variation_of_others_is_not_found(people: Contracting, person: Person, who: str) -> None:
    an_agreed_variation(get_contract(1), people)
    sign_in_as(person, getattr(people, who))
    for page in ("", "/variation.pdf", "/variation.docx", "/documents/1"):
        person.visit(f"{VARIATION}{page}", status=404)
    person.visit(f"{CONTRACT}/as-at", status=404)
    person.visit(f"{CONTRACT}/variations", status=404)
    assert "WH/01" not in person.visit("/contracts/variations").words


def test_the_register_of_variations_is_taken_away_as_it_is_shown(people: Contracting, person: Person) -> None:
    an_agreed_variation(get_contract(1), people)
    other = a_draft(get_contract(1), people.commissioner, title="Another")
    worded(other, people.commissioner, "Paid yearly.", "settings")
    proposed(other, people.commissioner)
    sign_in_as(person, people.provider).visit("/contracts/variations?sort=-due")
    assert person.table("2 variations")[1][0].startswith("WH/01")
    told = person.client.get("/contracts/variations.csv?state=proposed").data.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    assert "Another" in told[1]
    assert person.client.get("/contracts/variations.xlsx").data.startswith(b"PK")
    assert "No variation fits." in person.visit("/contracts/variations?text=nothing-like-it").words
