"""KPIs as people misuse them: identifiers in cells, damaged files, results frozen unseen; what the PDF says."""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import tostring

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader

from contracts.performance.queries.results import list_results, standing_results
from contracts.performance.rules.kinds import Direction, Kind, Unit
from core.db import bookkeeping
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders_contracts import Contracting, a_contract
from tests.builders_performance import a_kpi, given, returned
from tests.builders_rounds import AT, a_party, an_actor
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

BOARD = "/contracts/kpis"
HEAD = "kpi,period,numerator,denominator\n"
NHS_NUMBER = "9434765919"
FILES = {
    "a spreadsheet cut short": (b"PK\x03\x04 cut short", "results.xlsx"),
    "an empty file": (b"", "results.csv"),
    "a heading alone": (HEAD.encode(), "results.csv"),
    "a column too few": (b"kpi,period,numerator\nCN-01,2008-01,1\n", "results.csv"),
    "a formula": (f"{HEAD}CN-01,2008-01,=1+1,100\n".encode(), "results.csv"),
    "a figure beyond all": (f"{HEAD}CN-01,2008-01,1e309,100\n".encode(), "results.csv"),
    "below nought": (f"{HEAD}CN-01,2008-01,-1,100\n".encode(), "results.csv"),
    "no month": (f"{HEAD}CN-01,2008-13,1,100\n".encode(), "results.csv"),
    "a period twice": (f"{HEAD}CN-01,2008-01,1,100\nCN-01,2008-01,2,100\n".encode(), "results.csv"),
    "an NHS number": (f"{HEAD}CN-01,2008-01,{NHS_NUMBER},100\n".encode(), "results.csv"),
    "a column of patients": (f"patient name,{HEAD}A,CN-01,2008-01,1,100\n".encode(), "results.csv"),
}


@pytest.fixture
def people(app: Flask) -> Iterator[Contracting]:
    del app
    with time_machine.travel(AT):
        yield Contracting()


def _source(person: Person) -> str:
    """The page whole, with what stands in its fields."""
    return tostring(person.page, encoding="unicode")


def _pdf_text(person: Person, query: str = "") -> str:
    pages = PdfReader(BytesIO(person.client.get(f"{BOARD}/kpis.pdf{query}").data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_number_that_names_a_patient_is_taken_out_of_a_cell_and_said(people: Contracting, person: Person) -> None:
    kpi_id = a_kpi(people, unit=Unit.NUMBER, denominator="")
    cell = f"numerator|{kpi_id}|2008-01"
    sign_in_as(person, people.provider).visit(f"{BOARD}/results")
    person.send({cell: NHS_NUMBER}, "Return these results", status=422)
    assert "This held a number that passes the NHS number check." in person.words
    assert NHS_NUMBER not in _source(person)
    assert list_results(kpi_id) == []


@pytest.mark.parametrize("damaged", FILES)
def test_a_damaged_file_is_refused_in_words_and_none_of_it_kept(
    damaged: str, people: Contracting, person: Person
) -> None:
    kpi_id = a_kpi(people)
    content, name = FILES[damaged]
    sign_in_as(person, people.provider).visit(f"{BOARD}/results/upload")
    person.send({"file": (BytesIO(content), name)}, "Return these results", status=422)
    assert "There is a problem" in person.words
    assert NHS_NUMBER not in _source(person)
    assert list_results(kpi_id) == []


def test_a_result_that_came_meanwhile_is_not_frozen_unseen(people: Contracting, person: Person) -> None:
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2008-01", 95, 100))
    sign_in_as(person, people.commissioner).visit(f"{BOARD}/freeze")
    returned(people.provider, given(kpi_id, "2008-01", 20, 100))
    person.send({"results": f"{kpi_id}|2008-01|1"}, "Freeze what is ticked", status=422)
    assert "CN-01: a new result came for January 2008 since you opened the page." in person.words
    assert not standing_results([kpi_id], "2008-01", "2008-01")[kpi_id]["2008-01"].is_frozen
    person.send({"results": f"{kpi_id}|2008-01|2"}, "Freeze what is ticked")
    assert "1 result is frozen." in person.words


def test_what_binds_asks_for_the_password_again(people: Contracting, app: Flask) -> None:
    kpi_id = a_kpi(people)
    with time_machine.travel(AT) as clock:
        person = sign_in_as(Person(app.test_client()), people.commissioner).visit(BOARD)
        clock.shift(3_600)
        for path in (f"{BOARD}/freeze", f"{BOARD}/{kpi_id}/use"):
            answer = person.client.get(path)
            assert answer.status_code == 302, path
            assert "/people/" in answer.headers["Location"], path


def test_the_pdf_says_what_was_asked_how_many_stand_where_and_has_the_charts(
    people: Contracting, person: Person
) -> None:
    first = a_kpi(people, contract_id=a_contract(people))
    a_kpi(people, "CN-02", name="Visits made")
    returned(people.provider, given(first, "2008-01", 97, 100), given(first, "2008-02", 80, 100))
    sign_in_as(person, people.commissioner).visit(BOARD)
    said = _pdf_text(person)
    assert "All KPIs; to February 2008" in said
    assert "2 KPIs: 1 red and 1 grey." in said
    assert "Urgent first visits within two working days, % " in said
    assert "the latest figure, 80 in Feb 08" in said
    assert "mean 88.5" in said, "the chart is drawn with its texts"
    off = _pdf_text(person, "?status=off&text=urgent")
    assert "Off track (red or amber); with “urgent” in ID or name; to February 2008" in off
    assert "1 KPI: 1 red." in off
    assert "Visits made" not in off


def test_small_counts_are_shown_to_neither_group_nor_the_authority_above(people: Contracting, app: Flask) -> None:
    contract_id = a_contract(people)
    rate = a_kpi(people, contract_id=contract_id)
    count = a_kpi(
        people,
        "IC-01",
        contract_id=contract_id,
        name="Infections",
        unit=Unit.NUMBER,
        kind=Kind.RATE,
        denominator="",
        target=None,
        direction=Direction.NONE,
    )
    returned(people.provider, given(rate, "2008-02", 9_997, 10_000), given(count, "2008-02", 3, None))
    for by, sees in (
        (people.commissioner, True),
        (people.provider, True),
        (people.lead, False),
        (people.auditor, True),
        (_auditor_above(people), False),
    ):
        reader = sign_in_as(Person(app.test_client()), by).visit(f"{BOARD}/{rate}")
        assert ("9,997" in reader.words) is sees, by
        chart = reader.client.get(f"{BOARD}/{count}/chart")
        assert chart.status_code == (200 if sees else 404), by
        row = next(row for row in reader.visit(BOARD).table(_caption(reader))[1:] if row[1] == "IC-01")
        assert any(cell.startswith("3 ") for cell in row) is sees, (by, row)


def _auditor_above(people: Contracting) -> Actor:
    """An auditor of the authority above the trust."""
    authority = a_party(PartyKind.SHA, "EOE", "An authority")
    with bookkeeping() as session:
        session.get_one(Party, people.pct).overseer_id = authority
    return an_actor(authority, Role.AUDITOR, "Auditor above")


def _caption(person: Person) -> str:
    found = re.search(r"\d KPIs?, \w+ \d{4} to \w+ \d{4}", person.words)
    assert found
    return found[0]


def test_a_narrow_window_has_a_chart_of_its_own(people: Contracting, person: Person) -> None:
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2008-02", 90, 100))
    sign_in_as(person, people.commissioner).visit(f"{BOARD}/{kpi_id}")
    assert f'srcset="{BOARD}/{kpi_id}/chart?width=narrow"' in _source(person)
    widths = [
        re.search(rb'width="(\d+)"', person.client.get(f"{BOARD}/{kpi_id}/chart{query}").data)
        for query in ("", "?width=narrow", "?width=odd")
    ]
    assert [int(found[1]) for found in widths if found] == [480, 180, 480]


def test_the_months_of_a_movement_stand_in_its_filter(people: Contracting, person: Person) -> None:
    a_kpi(people)
    for asked in ("", "?before=2007-11&after=2008-02", "?before=soon&after=9999-99"):
        sign_in_as(person, people.commissioner).visit(f"{BOARD}/movement{asked}")
        assert "Movement from November 2007 to February 2008" in person.words
        chosen = re.findall(
            r'<\S*option[^>]*selected[^>]*value="([^"]*)"|value="([^"]*)"[^>]*selected', _source(person)
        )
        assert [one or other for one, other in chosen] == ["2007-11", "2008-02"]
