"""Papers for the leads' meeting: the commissioner has them made and issued, each reader opens what is for them."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import tostring

import pypdf
import pytest
import time_machine
from flask import Flask

from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.stances import Stance
from core.permissions import Actor
from tests.builders_agreement import Agreeing, a_proposal, an_answer, another_calculation
from tests.builders_jobs import worked
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PAPERS = "/budgets/rounds/1/papers"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 4, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def field(app: Flask) -> Agreeing:
    """A proposal that one group agrees to and the other has not answered, after an earlier one."""
    del app
    found = Agreeing()
    a_proposal(found.commissioner)
    second = a_proposal(found.commissioner, another_calculation(found.commissioner, method="equal"))
    an_answer(found.lead, second, TOTAL)
    an_answer(found.lead, second, SPLIT)
    return found


def text_of(person: Person, address: str) -> str:
    answer = person.client.get(address)
    assert answer.status_code == 200
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


def documents(person: Person, actor: Actor) -> list[str]:
    """The titles of the documents this person finds on the page."""
    sign_in_as(person, actor).visit(PAPERS)
    return [row[0] for row in person.table("Papers issued")[1:] if len(row) > 1 and row[1]]


def test_papers_are_made_issued_and_read_at_their_level(person: Person, field: Agreeing) -> None:
    sign_in_as(person, field.commissioner).visit(PAPERS)
    assert "No papers have been issued yet." in person.words
    person.follow("Headlines and detail")
    assert "What changed since proposal 1" in person.words
    person.send({"scenario": "1"}, button="Show these beside the proposal")
    assert "Gross by group in each scenario" in person.words
    assert "DRAFT" in text_of(person, f"{PAPERS}/draft.pdf?level=detail")

    person.follow("Issue papers for a meeting")
    person.send(
        {"title": "Leads’ meeting", "meeting_on-day": "3", "meeting_on-month": "3", "meeting_on-year": "2008"},
        status=422,
    )
    assert "The meeting is over." in person.words
    person.send({"meeting_on-day": "20"})
    assert worked()
    person.visit(PAPERS)
    assert "Issue 1, meeting on 20 March 2008, proposal 2" in person.words
    link = next(a for a in person.page.iter() if a.get("href", "").endswith("/documents/2.pdf"))
    said = text_of(person, str(link.get("href")))
    assert "Scenarios asked for" in said
    assert "DRAFT" not in said

    everything = documents(person, field.commissioner)
    assert everything == [
        "Leads’ meeting: headlines",
        "Leads’ meeting: headlines and detail",
        "Leads’ meeting: practices of DacCom",
        "Leads’ meeting: practices of WatCom",
    ]
    assert documents(person, field.lead) == everything[:3]
    assert documents(person, field.provider) == everything[:1]
    assert person.client.get(f"{PAPERS}/documents/2.pdf").status_code == 404
    assert person.client.get(f"{PAPERS}?level=detail").status_code == 200
    assert "What changed since" not in tostring(person.visit(f"{PAPERS}?level=detail").page, encoding="unicode")


def test_words_that_are_not_shared_stand_in_no_paper(person: Person, field: Agreeing) -> None:
    third = a_proposal(
        field.commissioner, another_calculation(field.commissioner, method="direct:DAC"), shares_words=False
    )
    an_answer(field.lead_of_watcom, third, SPLIT, Stance.DISPUTED)
    for who in (field.lead, field.provider, field.commissioner):
        sign_in_as(person, who).visit(f"{PAPERS}?level=detail")
        assert "Disputed" in person.words
        assert "Our own figures differ." not in person.words


def test_another_commissioner_finds_nothing(person: Person, field: Agreeing) -> None:
    for who in (field.stranger, field.lead_elsewhere, field.idle_provider):
        sign_in_as(person, who)
        assert person.client.get(PAPERS).status_code == 404
        assert person.client.get(f"{PAPERS}/draft.pdf").status_code == 404
