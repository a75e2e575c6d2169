"""From a KPI to what is done about it: an action of a review names it, a notice is issued about it, and it says so."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from contracts.performance.actions.defining import retire_kpi
from core.db import transaction
from tests.builders_contracts import Contracting
from tests.builders_notices import a_contract_in_force
from tests.builders_performance import a_draft_kpi, a_kpi, frozen, given, returned
from tests.builders_reviews import everybody_there, nominated
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

KPI = "/contracts/kpis/1"
NAME = "CN-01 Urgent first visits within two working days"
ISSUE = "/contracts/1/notices/issue?about_kind=kpi&about_id={}"
APRIL = datetime(2008, 4, 2, 9, tzinfo=UTC)
JULY = datetime(2008, 7, 1, 9, tzinfo=UTC)
SAID = {
    "kind": "performance",
    "title": "First visits are late",
    "clause": "Schedule 3, first standard",
    "about": "A fifth of urgent first visits came late.",
    "asked": "Say why.",
}


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A contract in force with a KPI that is off track in January 2008."""
    del app
    found = Contracting()
    contract_id = a_contract_in_force(found)
    kpi_id = a_kpi(found, contract_id=contract_id)
    returned(found.provider, given(kpi_id, "2008-01", 80, 100))
    frozen(found, (kpi_id, "2008-01"))
    return found


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def test_an_action_names_a_kpi_and_the_log_says_whether_it_moved(people: Contracting, person: Person) -> None:
    with time_machine.travel(APRIL):
        sign_in_as(person, people.commissioner).visit("/contracts/1/reviews").send(
            button="Call the reviews that are due"
        )
    with time_machine.travel(JULY):
        sign_in_as(person, people.commissioner).visit("/meetings/1").send(button="Open the meeting")
        person.follow("Action on Key performance indicators off track and exceptions")
        (group,) = person.page.iter(f"{XHTML}optgroup")
        assert group.get("label") == "KPIs of no one service"
        assert [each.text for each in group] == [NAME]
        agreed = {"words": "A second rota.", "owner": str(people.providing), "owner_name": "Head of nursing"}
        person.send({**agreed, **day("due_on", date(2008, 7, 15)), "moves": "kpi/1"})
        assert f"should move {NAME}" in person.words
        person.visit("/meetings/actions")
        said = (
            "No result since then is frozen yet, so nobody can say whether it moved. Before, it was 80% in January 2008"
        )
        assert said in person.table("1 action")[1][-1]
        assert person.follow(NAME).path == KPI
        csv = person.client.get("/meetings/actions.csv").text
        assert said in csv


def test_a_notice_is_issued_from_the_page_of_a_kpi_and_stands_there(people: Contracting, app: Flask) -> None:
    with time_machine.travel(APRIL):
        by = sign_in_as(Person(app.test_client()), people.commissioner).visit(KPI)
        assert "Notices about it" not in by.words
        by.follow("Issue a notice about this KPI")
        assert "It is about KPI CN-01, Urgent first visits within two working days." in by.words
        by.send(SAID)
        assert "It is about KPI CN-01, Urgent first visits within two working days." in by.words
        by.visit(KPI)
        assert "Notice 1: First visits are late, WH/01, issued on 2 April 2008: issued" in by.words
        by.follow("Notice 1: First visits are late")
        provider = sign_in_as(Person(app.test_client()), people.provider).visit(KPI)
        assert "Notice 1: First visits are late" in provider.words
        assert "Issue a notice about this KPI" not in provider.words


def test_a_notice_names_no_kpi_of_another_contract(people: Contracting, person: Person) -> None:
    other = a_kpi(people, "CN-02")
    draft = a_draft_kpi(people, "CN-03", 1)
    with time_machine.travel(APRIL):
        sign_in_as(person, people.commissioner)
        for kpi_id in (other, draft):
            person.visit(ISSUE.format(kpi_id)).send(SAID, status=422)
            assert "What the notice is about was not found in this contract." in person.words
            assert "Issue a notice about this KPI" not in person.visit(f"/contracts/kpis/{other}").words


def test_a_decision_of_a_review_leads_to_a_notice(people: Contracting, app: Flask, person: Person) -> None:
    with time_machine.travel(APRIL):
        sign_in_as(person, people.commissioner).visit("/contracts/1/reviews").send(
            button="Call the reviews that are due"
        )
    with time_machine.travel(JULY):
        sign_in_as(person, people.commissioner).visit("/meetings/1").send(button="Open the meeting")
        for by in (people.commissioner, people.provider, people.lead):
            nominated(1, by)
        everybody_there(1, people)
        person.visit("/meetings/1").follow("Decision on Risks").send({"words": "We give notice of it."})
        person.follow("Issue a notice on decision 1")
        about = "It is about decision 1 of review 1, 1 July 2008: We give notice of it."
        assert about in person.words
        person.send(SAID)
        assert about in person.words
        provider = sign_in_as(Person(app.test_client()), people.provider).visit("/meetings/1")
        assert "Notice 1: First visits are late, WH/01, issued on 1 July 2008: issued" in provider.words
        assert "Issue a notice on decision 1" not in provider.words
        person.visit("/meetings/1").send(button="Take decision 1 back")
        person.visit("/contracts/1/notices/issue?about_kind=decision&about_id=1").send(SAID, status=422)
        assert "What the notice is about was not found in this contract." in person.words
        assert about in person.visit("/contracts/1/notices/1").words, "the letter stays as it was"
        a_contract_in_force(people, reference="WH/02")
        person.visit("/meetings/1").follow("Decision on Risks").send({"words": "Once more."})
        person.visit("/contracts/2/notices/issue?about_kind=decision&about_id=2").send(SAID, status=422)
        assert "What the notice is about was not found in this contract." in person.words


def test_no_notice_is_offered_where_the_contract_is_not_in_force(people: Contracting, person: Person) -> None:
    with transaction():
        retire_kpi(kpi_id=1, month="2008-05", reason="Replaced", by=people.commissioner)
    with time_machine.travel(datetime(2009, 4, 2, 9, tzinfo=UTC)):
        sign_in_as(person, people.commissioner).visit(KPI)
        assert "Issue a notice about this KPI" not in person.words
