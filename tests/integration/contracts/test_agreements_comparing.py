"""Two issues of a contract side by side: what changed between them, on the page and as PDF, and who may read it."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader

from contracts.agreements.actions.issuing import recall_issue
from contracts.agreements.actions.schedules import add_schedule, take_out_schedule, write_schedule
from contracts.agreements.rules.schedules import ScheduleKind
from core.db import transaction
from tests.builders_contracts import (
    HREF,
    Contracting,
    a_contract,
    issued,
    put_to_groups,
    with_schedule,
    written_line,
)
from tests.builders_rounds import AT, DAY
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PAGE = "/contracts/1/issues/compare"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


def added(contract_id: int, people: Contracting, kind: ScheduleKind, title: str, text: str) -> int:
    """A schedule of that kind; its id."""
    with transaction():
        return add_schedule(contract_id=contract_id, kind=kind, title=title, text=text, by=people.commissioner).id


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A contract issued, taken back and issued again with another text, other schedules and other money."""
    del app
    found = Contracting()
    put_to_groups(found)
    contract_id = a_contract(found)
    prices = with_schedule(contract_id, found)
    taken_out = added(contract_id, found, ScheduleKind.QUALITY, "Quality", "Ulcers are counted.")
    written_line(contract_id, 50_000_00, found.commissioner)
    issued(contract_id, found)
    with transaction():
        recall_issue(contract_id=contract_id, reason="A wrong price.", by=found.commissioner, at=AT, on=DAY, href=HREF)
    with transaction():
        take_out_schedule(contract_id=contract_id, schedule_id=taken_out, by=found.commissioner)
    with transaction():
        write_schedule(
            contract_id=contract_id, schedule_id=prices, title="Prices", text="Paid in quarters.", by=found.commissioner
        )
    added(contract_id, found, ScheduleKind.REVIEW, "Reviews", "They meet in June.")
    written_line(contract_id, 45_000_00, found.commissioner)
    issued(contract_id, found)
    return found


def test_shows_what_was_added_taken_out_and_changed(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit("/contracts/1").follow("Compare its issues")
    assert person.heading.endswith("Issue 1 against issue 2")
    told = person.words
    assert "1 part changed, 1 added, 1 taken out." in told
    assert "Issue 1 was taken back by" in told
    assert "A wrong price." in told
    for said in (
        "This part was added.",
        "This part was taken out.",
        "Ulcers are counted.",
        "They meet in June.",
    ):
        assert said in told
    assert "Disputes" not in told, "what did not change is not shown"
    assert "Disputes" in person.follow("Show the whole text").words


def test_money_that_moved_is_shown_with_the_difference(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.provider).visit(f"{PAGE}?from=1&to=2")
    shown = [["Line", "Issue 1", "Issue 2", "Change"]]
    shown += [["Physiotherapy (PHYSIO), DacCom", "£50,000.00", "£45,000.00", "−£5,000.00"]]
    assert person.table("Lines of") == shown


def test_the_pdf_says_the_same_and_is_the_same_each_time(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.lead)
    files = [person.client.get("/contracts/1/issues/compared.pdf?from=1&to=2").data for _ in range(2)]
    assert files[0] == files[1]
    told = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(files[0])).pages).split())
    for said in ("Marked changes", "This part was taken out.", "twelfths", "quarters", "£45,000.00", "Page 1 of"):
        assert said in told
    assert "Disputes" not in told
    whole = person.client.get("/contracts/1/issues/compared.pdf?all=yes").data
    assert "Disputes" in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(whole)).pages)


@pytest.mark.parametrize("asked", ["?from=1&to=9", "?from=0&to=2", "?from=7"])
def test_an_issue_that_is_not_there_is_not_found(people: Contracting, person: Person, asked: str) -> None:
    sign_in_as(person, people.commissioner).visit(f"{PAGE}{asked}", status=404)


def test_one_issue_alone_is_compared_with_nothing(people: Contracting, person: Person) -> None:
    other = a_contract(people, reference="WH/02")
    with_schedule(other, people)
    issued(other, people)
    sign_in_as(person, people.commissioner).visit(f"/contracts/{other}/issues/compare", status=404)
    assert "Compare its issues" not in person.visit(f"/contracts/{other}").words


@pytest.mark.parametrize("who", ["idle_provider", "lead_of_watcom", "stranger", "lead_elsewhere"])
def test_issues_of_others_are_not_found(people: Contracting, person: Person, who: str) -> None:
    sign_in_as(person, getattr(people, who))
    for address in (PAGE, "/contracts/1/issues/compared.pdf"):
        person.visit(address, status=404)
