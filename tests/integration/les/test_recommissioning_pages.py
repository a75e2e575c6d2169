"""Pages of re-commissioning: a story from beginning to end, who sees what, files, the home page, the register."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from core.db import transaction
from core.permissions import Actor
from les.schemes.actions.recommissioning import add_to_exercise
from les.schemes.rules.recommissioning import Outcome
from tests.builders import AT
from tests.builders_recommissioning import AT_AFTER, Recommissioning
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/schemes/recommissioning"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def field(app: Flask) -> Recommissioning:
    """An approved scheme in an exercise."""
    del app
    return Recommissioning()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_from_opinions_to_the_end_of_a_scheme(field: Recommissioning, app: Flask) -> None:
    person = _as(app, field.commissioner).visit(ROOT).follow("Ask the groups for opinions", within="main")
    person.send(_day("by_on", date(2008, 4, 1)), status=422)
    assert "Choose a day after today." in person.words
    person.send(_day("by_on", date(2008, 4, 21)))
    assert "2 opinions are asked for." in person.words
    lead = _as(app, field.lead).visit("/").follow("Give your group’s opinion on LES-001 Minor surgery", within="main")
    lead.send({"advice": "stop", "words": "Nobody asks for it any more."})
    assert "The opinion of DacCom is given." in lead.words
    person.visit(ROOT).follow("Minor surgery", within="main").follow("Propose a decision", within="main")
    made = {
        "outcome": "stop",
        "need": "None",
        "evidence": "Few done",
        "equality": "Nobody",
        "consistency_check": "Same",
    }
    cost = {"element": "joint-injection", "count": "120", "tariff": "91.50", "tariff_source": "Tariff 2008/09"}
    person.send({**made, **cost, "count": ""}, status=422)
    assert "Enter the tariff in pounds, and the expected count" in person.words
    person.send({**made, **cost, "need": "Seen 943 476 5919", **_day("tariff_on", date(2008, 4, 1))}, status=422)
    assert "943 476 5919" not in person.words
    person.send({**made, **cost, **_day("tariff_on", date(2008, 4, 1))})
    assert "the scheme costs £5,940.00 less." in person.words
    with time_machine.travel(AT_AFTER):
        _decide_and_end(field, app)


def _decide_and_end(field: Recommissioning, app: Flask) -> None:
    finance = _as(app, field.finance).visit("/").follow("Decide what becomes of LES-001 Minor surgery", within="main")
    finance.follow("Decide over the proposal", within="main")
    assert "No response" in finance.words
    finance.send({"verdict": "approved", "reason": ""}, status=422)
    assert "Say in the reason why you decide without it." in finance.words
    finance.send({"verdict": "approved", "reason": "Hertsmere was reminded twice."})
    assert "Runs on: its end is not set yet." in finance.words
    person = _as(app, field.commissioner).visit(ROOT).follow("Minor surgery", within="main")
    person.follow("Set the day on which it ends", within="main")
    person.send({"reason": "Nobody asks for it.", **_day("ends_on", date(2008, 8, 1))})
    assert "proposes that it ends on 1 August 2008. It waits for a second person." in person.words
    finance.visit("/").follow("Decide over the end of LES-001 Minor surgery", within="main")
    finance.send({"verdict": "approved"})
    assert "This scheme ends on 1 August 2008." in finance.words
    with time_machine.travel(date(2008, 8, 2)):
        manager = _as(app, field.manager).visit(f"/les/schemes/{field.scheme_id}")
        assert "This scheme ended on 1 August 2008." in manager.words
        assert "Begin the next version" not in _as(app, field.commissioner).visit(manager.path).words
        for state, count in (("ended", "1 scheme"), ("approved", "")):
            manager.visit(f"/les/schemes?state={state}")
            assert (manager.table(count)[1][6] == "Ended ended on 1 August 2008") if count else "fits" in manager.words


def test_what_was_an_opinion_later_is_not_decided_over_unread(field: Recommissioning, app: Flask) -> None:
    field.ask(group_ids=[field.trust.ids["DAC"]])
    field.propose()
    with time_machine.travel(AT_AFTER):
        page = f"{ROOT}/cases/{field.case.id}/proposals/1/decide"
        finance = _as(app, field.finance).visit(page)
        field.advise(at=AT_AFTER)
        finance.send({"verdict": "approved", "reason": "Silent groups"}, status=422)
        assert "An opinion or a proposal came in since you opened this page." in finance.words
        assert "It serves our patients." in finance.words
        finance.send({"verdict": "approved", "reason": "Hertsmere was not asked"})
        assert "The proposal is approved." in finance.words


def test_each_sees_what_concerns_them(field: Recommissioning, app: Flask) -> None:
    field.ask()
    field.advise()
    field.propose(Outcome.CONTINUE, evidence="Evidence of the trust alone.")
    case = field.case.id
    pages = (ROOT, f"{ROOT}/{field.exercise_id}", f"{ROOT}/cases/{case}", f"{ROOT}/{field.exercise_id}/exercise.pdf")
    acts = (f"{ROOT}/cases/{case}/propose", f"{ROOT}/cases/{case}/opinion", f"{ROOT}/cases/{case}/proposals/1/decide")
    seen = {
        field.auditor: (200, 200, 200, 200, 403, 403, 403),
        field.lead: (200, 200, 200, 404, 403, 200, 403),
        field.manager: (200, 200, 200, 404, 403, 403, 403),
        field.provider: (403,) * 7,
        field.neighbour: (200, 404, 404, 404, 404, 403, 404),
    }
    for actor, expected in seen.items():
        person = _as(app, actor)
        got = [person.client.get(page, follow_redirects=True).status_code for page in (*pages, *acts)]
        assert tuple(got) == expected, actor.name
    for actor, opinions, own in ((field.auditor, True, True), (field.lead, False, True), (field.manager, False, False)):
        words = _as(app, actor).visit(pages[2]).words
        assert ("Hertsmere group" in words, "DacCom" in words) == (opinions, own), actor.name
        assert ("Evidence of the trust alone." in words) == opinions, actor.name
    assert "Re-commissioning 1" not in _as(app, field.neighbour).visit(ROOT).words


def test_the_list_is_filtered_and_taken_away(field: Recommissioning, app: Flask) -> None:
    field.decided(Outcome.CHANGE)
    person = _as(app, field.finance).visit(f"{ROOT}?decision=change")
    assert person.table("1 scheme")[1][3:] == [
        "Change on 1 April 2008",
        "0 of 2 Not asked: DacCom and Hertsmere group. That is no consent.",
        "Runs on: next version not begun",
        "+5,940.00",
    ]
    assert "No scheme is decided so." in person.visit(f"{ROOT}?decision=stop").words
    assert person.visit(f"{ROOT}?decision=nonsense").table("1 scheme")
    root = f"{ROOT}/{field.exercise_id}"
    csv = person.client.get(f"{root}/schemes.csv?decision=change").text.splitlines()
    assert csv[1].startswith("LES-001,Minor surgery,Whole area,Change,on 1 April 2008,0 of 2,")
    assert len(person.client.get(f"{root}/schemes.csv?decision=stop").text.splitlines()) == 1
    book = load_workbook(io.BytesIO(person.client.get(f"{root}/schemes.xlsx").data))
    assert [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == ["Minor surgery"]
    first, second = (person.client.get(f"{root}/exercise.pdf").data for _ in range(2))
    assert first == second
    reader = PdfReader(io.BytesIO(first))
    assert "The one scheme is decided." in reader.pages[0].extract_text()
    whole = " ".join(page.extract_text() for page in reader.pages)
    for words in ("About 120 injections a year.", "Tariff 2008/09, HRG H26", "That is no consent", "5,940.00"):
        assert words in whole


def test_what_is_left_is_overdue_and_said(field: Recommissioning, app: Flask) -> None:
    with time_machine.travel(AT + timedelta(days=99)):
        home = _as(app, field.commissioner).visit("/").words
        assert "Re-commissioning: 1 enhanced service is undecided" in home
        assert "6 working days overdue" in home
        page = _as(app, field.auditor).visit(ROOT)
        assert "1 undecided To be decided by 1 July 2008, 6 working days overdue." in page.words
        assert "Undecided" in page.visit(f"{ROOT}/cases/{field.case.id}").words
        assert "It is being re-commissioned and runs on" in page.visit(f"/les/schemes/{field.scheme_id}").words


def test_beginning_and_adding(field: Recommissioning, app: Flask) -> None:
    field.approved(name="Stop smoking")
    person = _as(app, field.commissioner).visit(ROOT).follow("Add a scheme", within="main")
    person.send({"scheme": "2", "reason": "Approved since"})
    assert "LES-002 Stop smoking is added." in person.words
    assert "added later: Approved since" in person.words
    person.visit(f"{ROOT}/begin").send({"months": "0"}, status=422)
    assert "2 schemes are undecided" in person.words


def test_the_list_asks_as_often_with_many_schemes_as_with_few(field: Recommissioning, app: Flask) -> None:
    field.ask()
    person = _as(app, field.auditor)
    few = _queries(person)
    later = [field.approved(name=f"Scheme {place}") for place in range(4)]
    for scheme_id in later:
        _add(field, scheme_id)
    field.ask()
    assert _queries(person) == few


def _add(field: Recommissioning, scheme_id: int) -> None:
    with transaction():
        add_to_exercise(exercise_id=field.exercise_id, scheme_id=scheme_id, reason="New", by=field.commissioner, at=AT)


def _queries(person: Person) -> int:
    with statements() as asked:
        person.visit(ROOT)
    return len(asked)
