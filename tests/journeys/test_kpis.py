"""KPIs from the library to the board: defined, returned, frozen, judged, read by those whom they concern."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from flask import Flask

from contracts.performance.queries.results import list_results
from tests.builders_contracts import Contracting, a_contract
from tests.builders_performance import a_kpi, frozen, given, returned
from tests.builders_rounds import AT
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

BOARD = "/contracts/kpis"


@pytest.fixture
def people(app: Flask) -> Iterator[Contracting]:
    del app
    with time_machine.travel(AT):
        yield Contracting()


def test_one_from_the_library_is_changed_and_put_in_use(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(BOARD)
    assert "There is no KPI in use yet." in person.words
    person.follow("Take one from the library")
    assert "These are editable examples, nobody’s policy." in person.words
    person.follow("Appointments not attended")
    person.send({"code": "PD-01", "provider": str(people.providing), "target": "5"}, "Make the draft")
    assert "PD-01 is made as a draft." in person.words
    person.follow("Change the draft").send({"target": "five"}, "Save the draft", status=422)
    assert "The target must be a number such as 95 or 2.5." in person.words
    person.send({"target": "4.5"}, "Save the draft")
    assert "At most 4.5; amber to 2 off it" in person.words
    person.follow("Put the draft in use").send({"from_month": "2007-04", "reason": "Agreed"}, "Put it in use")
    assert "Version 1 of PD-01 is in use." in person.words
    person.visit(BOARD)
    assert "Missing" in person.words


def test_a_double_press_makes_one_kpi(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(f"{BOARD}/make?example=dna")
    page, address = person.page, person.address
    fields = {"code": "PD-01", "provider": str(people.providing)}
    person.send(fields, "Make the draft")
    first = person.path
    person.page, person.path, person.address = page, f"{BOARD}/make", address
    person.send(fields, "Make the draft")
    assert person.path == first


def test_results_are_typed_in_and_what_is_wrong_stands_beside_them(people: Contracting, person: Person) -> None:
    kpi_id = a_kpi(people)
    sign_in_as(person, people.provider).visit("/")
    assert "KPI results" in person.words
    person.visit(f"{BOARD}/results")
    above, below = f"numerator|{kpi_id}|2008-01", f"denominator|{kpi_id}|2008-01"
    person.send({above: "12", below: "10"}, "Return these results", status=422)
    assert "The numerator, 12, is above the denominator, 10." in person.words
    assert list_results(kpi_id) == []
    person.send({above: "9", below: "10"}, "Return these results")
    assert "Return 1 is taken." in person.words
    person.visit(f"{BOARD}/{kpi_id}")
    assert "90.0" in person.words


def test_a_file_is_taken_whole_or_not_at_all(people: Contracting, person: Person) -> None:
    kpi_id = a_kpi(people)
    sign_in_as(person, people.provider).visit(f"{BOARD}/results/upload")
    bad = b"kpi,period,numerator,denominator\nCN-01,2008-01,95,100\nCN-09,2008-01,x,100\n"
    person.send({"file": (BytesIO(bad), "results.csv")}, "Return these results", status=422)
    assert "expected is the ID of one of your KPIs; it says “CN-09”." in person.words
    assert list_results(kpi_id) == []
    good = b"kpi,period,numerator,denominator\nCN-01,2008-01,95,100\nCN-01,2007-12,,\n"
    person.send({"file": (BytesIO(good), "results.csv")}, "Return these results")
    assert "Return 1 is taken." in person.words
    person.visit(f"{BOARD}/{kpi_id}")
    assert [row[0] for row in person.table("Results with their versions")[1:]] == ["January 2008"]


def test_results_are_frozen_marked_and_corrected_beside(people: Contracting, person: Person, app: Flask) -> None:
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2007-12", 95, 100), given(kpi_id, "2008-02", 97, 100))
    sign_in_as(person, people.commissioner).visit(f"{BOARD}/freeze")
    person.send({"results": f"{kpi_id}|2007-12|1"}, "Freeze what is ticked")
    assert "1 result is frozen." in person.words
    person.visit(f"{BOARD}/{kpi_id}").follow("Mark the data")
    person.send({"from_month": "2008-01", "verdict": "no"}, "Mark the data", status=422)
    assert "Say why the quality of the data is insufficient." in person.words
    person.send({"from_month": "2008-01", "verdict": "no", "words": "A team is left out"}, "Mark the data")
    assert "The quality of the data is insufficient: it would be green." in person.words
    person.follow("Note what happened").send({"period": "2007-12", "words": "A flood"}, "Note it")
    person.follow("Rebase the limits")
    typed = {"since_on-day": "1", "since_on-month": "12", "since_on-year": "2007"}
    person.send({"period": "2007-12", "reason": "A second team", **typed}, "Rebase the limits")
    assert "A second team" in person.words
    provider = sign_in_as(Person(app.test_client()), people.provider).visit(f"{BOARD}/{kpi_id}")
    provider.follow("Correct it")
    provider.send({"numerator": "80", "denominator": "100", "reason": "Miscounted"}, "Record the correction")
    assert "Beside the frozen result" in provider.words


def test_the_board_is_filtered_sorted_and_taken_away(people: Contracting, person: Person) -> None:
    first = a_kpi(people, contract_id=a_contract(people))
    a_kpi(people, "CN-02")
    returned(people.provider, given(first, "2008-02", 80, 100), given(first, "2007-10", 97, 100))
    frozen(people, (first, "2007-10"))
    sign_in_as(person, people.commissioner).visit(f"{BOARD}?status=off")
    assert ("CN-01" in person.words, "CN-02" in person.words) == (True, False)
    person.visit(f"{BOARD}?sort=-code&months=12")
    rows = person.table("2 KPIs, March 2007 to February 2008")
    assert [row[1] for row in rows[1:]] == ["CN-02", "CN-01"]
    for kind, begins in (("csv", b"KPI,"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = person.client.get(f"{BOARD}/kpis.{kind}?status=off")
        assert answer.data.removeprefix(b"\xef\xbb\xbf").startswith(begins)
    assert person.client.get(f"{BOARD}/kpis.pdf").data == person.client.get(f"{BOARD}/kpis.pdf").data
    assert b"<svg" in person.client.get(f"{BOARD}/{first}/chart").data
    person.visit(f"{BOARD}/movement?before=2007-10&after=2008-02&was=green&now=red")
    assert "From green to red" in person.words
    assert "CN-01" in person.words


def test_readers_see_what_concerns_them(people: Contracting, app: Flask) -> None:
    tied = a_kpi(people, contract_id=a_contract(people))
    alone = a_kpi(people, "CN-02")
    expected = (
        (people.auditor, 200, 200),
        (people.lead, 200, 404),
        (people.member, 200, 404),
        (people.lead_of_watcom, 404, 404),
        (people.idle_provider, 404, 404),
        (people.stranger, 404, 404),
    )
    for by, of_contract, of_none in expected:
        reader = sign_in_as(Person(app.test_client()), by).visit(BOARD)
        for kpi_id, status in ((tied, of_contract), (alone, of_none)):
            reader.visit(f"{BOARD}/{kpi_id}", status)
            assert reader.client.get(f"{BOARD}/{kpi_id}/chart").status_code == status
