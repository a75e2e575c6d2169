"""What both parties keep with a notice: documents, evidence of milestones, comments; and who reads them."""

import io
from datetime import date

import pytest
import time_machine
from flask import Flask

from contracts.notices.actions.outcomes import record_outcome
from contracts.notices.queries.notices import get_notice
from contracts.notices.rules.outcomes import Outcome
from core.db import transaction
from core.permissions import Actor, Role
from tests.builders_contracts import Contracting
from tests.builders_notices import HREF, a_contract_in_force, a_planned_notice, at, milestone_ids, withheld
from tests.builders_rounds import an_actor
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

ON = date(2008, 6, 20)
NOTICE = "/contracts/1/notices/1"
NHS_NUMBER = "943 476 5919"


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A contract in force with a notice whose plan both parties agreed."""
    del app
    found = Contracting()
    a_planned_notice(a_contract_in_force(found), found)
    return found


def someone(app: Flask, actor: Actor) -> Person:
    """Somebody who signs in now."""
    return sign_in_as(Person(app.test_client()), actor)


def a_file(words: str, name: str = "letter.txt") -> tuple[io.BytesIO, str]:
    return io.BytesIO(words.encode()), name


def links(person: Person) -> list[str]:
    return ["".join(each.itertext()).strip() for each in person.page.iter(f"{XHTML}a")]


def test_documents_and_comments_of_both_parties(people: Contracting, app: Flask) -> None:
    with time_machine.travel(at(ON)):
        person, provider = someone(app, people.commissioner), someone(app, people.provider)
        person.visit(NOTICE).follow("Attach a document to the notice")
        person.send({"title": "Figures of May", "file": a_file(f"Seen: {NHS_NUMBER}")}, "Attach", status=422)
        assert NHS_NUMBER not in person.words
        person.send({"title": "Figures of May", "file": a_file("Three in ten.")}, "Attach")
        assert "“Figures of May” is attached. The other party is told." in person.words
        provider.visit("/messages")
        assert "WH/01, notice 1: document attached" in provider.words
        provider.visit(NOTICE).follow("Attach a document to milestone 1")
        provider.send({"title": "The rota", "file": a_file("Monday: two.")}, "Attach")
        assert provider.table("Documents of milestone 1: A rota for urgent visits")[1][0].startswith("The rota")
        assert "Withdraw The rota" in links(provider)
        assert "Withdraw Figures of May" not in links(provider), "each withdraws its own"
        provider.send({"words": f"About {NHS_NUMBER}"}, "Add comment", status=422)
        assert "943" not in provider.words
        provider.send({"words": "Is Monday meant?"}, "Add comment")
        person.visit(NOTICE)
        assert "Is Monday meant?" in person.words
        assert "wrote comment 1" in person.words
        provider.follow("Withdraw The rota").send({"reason": "An old one."}, "Withdraw it")
        assert "The document is withdrawn." in provider.words
        assert "An old one." in person.visit(NOTICE).words


def test_who_reads_what_is_kept(people: Contracting, app: Flask) -> None:
    milestone = milestone_ids(get_notice(1))[0]
    paths = (f"{NOTICE}/documents/1", f"{NOTICE}/milestones/{milestone}/documents/2")
    with time_machine.travel(at(ON)):
        person = someone(app, people.commissioner)
        person.visit(NOTICE).follow("Attach a document to the notice")
        person.send({"title": "Figures", "file": a_file("Three in ten.")}, "Attach")
        person.follow("Attach a document to milestone 1").send({"title": "Rota", "file": a_file("Two.")}, "Attach")
        auditor = an_actor(people.pct, Role.AUDITOR, "Auditor of the trust")
        for by in (people.provider, people.lead, people.member, auditor):
            reader = someone(app, by)
            assert [reader.client.get(path).status_code for path in paths] == [200, 200], by.name
        for by in (people.idle_provider, people.lead_of_watcom, people.stranger, people.lead_elsewhere):
            other = someone(app, by)
            assert [other.client.get(path).status_code for path in paths] == [404, 404], by.name
            assert other.client.get(f"{NOTICE}/documents").status_code == 404
        group = someone(app, people.lead).visit(NOTICE)
        assert "Attach a document to the notice" not in links(group)
        assert group.client.get(f"{NOTICE}/documents").status_code == 404
        assert group.client.get(f"{NOTICE}/milestones/{milestone}/documents").status_code == 404
        assert group.client.post(f"{NOTICE}/comments").status_code == 404
        crossed = (f"{NOTICE}/documents/2", f"{NOTICE}/milestones/{milestone}/documents/1")
        assert [person.client.get(path).status_code for path in crossed] == [404, 404], "each with its own record"


def test_nothing_is_added_to_a_notice_that_is_over(people: Contracting, app: Flask) -> None:
    with transaction():
        record_outcome(
            notice_id=1,
            outcome=Outcome.NO_ACTION,
            words="Put right.",
            by=people.commissioner,
            at=at(ON),
            on=ON,
            href=HREF,
        )
    with time_machine.travel(at(ON)):
        person = someone(app, people.commissioner).visit(NOTICE)
        assert "Attach a document to the notice" not in links(person)
        person.visit(f"{NOTICE}/documents").send({"title": "Late", "file": a_file("Late.")}, "Attach", status=422)
        assert "Notice 1 is over (no action)." in person.words
        person.visit(f"{NOTICE}/comments").send({"words": "Late."}, "Add comment", status=422)
        assert "Notice 1 is over (no action)." in person.words


def test_a_page_opened_before_somebody_else_acted_says_so(people: Contracting, app: Flask) -> None:
    with time_machine.travel(at(ON)):
        person, colleague = someone(app, people.commissioner), someone(app, people.colleague)
        person.visit(f"{NOTICE}/outcome")
        colleague.visit(f"{NOTICE}/withhold").send(
            {"month": "2008-06", "amount": "10", "reason": "Missed."}, "Propose to withhold it"
        )
        typed = {"outcome": "no_action", "words": "It was put right."}
        person.send(typed, "Record what follows", status=422)
        assert "Second commissioner proposed entry 1: £10.00 withheld" in person.words
        assert "What you typed is still here" in person.words
        provider = someone(app, people.provider).visit(f"{NOTICE}/plan")
        colleague.visit(f"{NOTICE}/entries/1/decide").send({"agrees": "no", "words": "Not yet."}, "Record the decision")
        provider.send({}, "Propose this plan", status=422)
        assert "Somebody else saved this while you were working on it" in provider.words
        assert "£10.00" not in provider.words, "what was only proposed is the commissioner’s"
        person.send(typed, "Record what follows", status=422)
        person.send(typed, "Record what follows")
        assert "What follows is recorded. The provider is told." in person.words


def test_an_earlier_plan_stays_on_the_page(people: Contracting, app: Flask) -> None:
    with time_machine.travel(at(date(2008, 7, 4))):
        provider, person = someone(app, people.provider), someone(app, people.commissioner)
        provider.visit(NOTICE).follow("Propose another plan")
        day = {"due_1-day": "1", "due_1-month": "8", "due_1-year": "2008"}
        provider.send({**day, "what_1": "A rota", "owner_1": "Matron", "what_2": "", "owner_2": "",
                       "due_2-day": "", "due_2-month": "", "due_2-year": ""}, "Propose this plan")  # fmt: skip
        person.visit(NOTICE).follow("Read the plan and answer it").send({"agrees": "yes"}, "Give this answer")
        assert "A plan that stands no more" in person.words
        rows = person.table("Milestones of plan 1")
        assert [row[-1] for row in rows[1:]] == ["Missed", "Open"]
        assert "What was missed under it stays missed." in person.words


def test_a_second_submit_withholds_once(people: Contracting, app: Flask) -> None:
    with time_machine.travel(at(ON)):
        person = someone(app, people.commissioner).visit(f"{NOTICE}/withhold")
        forms = [list(form.iter(f"{XHTML}input")) for form in person.page.iter(f"{XHTML}form")]
        (inputs,) = (each for each in forms if "amount" in [one.get("name") for one in each])
        names = {each.get("name", ""): each.get("value", "") for each in inputs}
        typed = {**names, "month": "2008-06", "milestone": "", "amount": "10", "reason": "Missed."}
        answers = [person.client.post(f"{NOTICE}/withhold", data=typed) for _ in range(2)]
        assert [each.location for each in answers] == [f"{NOTICE}#ledger", f"{NOTICE}#ledger"]
        shown = [each for each in links(person.visit(NOTICE)) if each.startswith("Decline entry")]
        assert shown == ["Decline entry 1"]


def test_the_notices_of_a_contract_take_as_many_queries_however_many_they_are(people: Contracting, app: Flask) -> None:
    person = someone(app, people.commissioner)

    pages = ("/contracts/1/notices", "/contracts/1/withholding", "/contracts/notices")
    few = [asked_by(person, path) for path in pages]
    for _ in range(4):
        withheld(a_planned_notice(1, people), people, date(2008, 7, 4), 100_00)
    assert [asked_by(person, path) for path in pages] == few


def test_what_a_reader_takes_away_says_what_the_page_says(people: Contracting, app: Flask) -> None:
    withheld(get_notice(1), people, date(2008, 7, 4), 100_00)
    with time_machine.travel(at(date(2008, 7, 4))):
        reader = someone(app, people.lead).visit("/contracts/1/notices")
        shown = reader.table("What happened and what falls due")
        csv = reader.client.get("/contracts/1/notices.csv").get_data(as_text=True)
        assert len(csv.splitlines()) == len(shown)
        assert "Withheld: £100.00" in csv
        assert "1 notice since 2 June 2008: 1 is open and overdue. £100.00 are held, the most so far." in reader.words
        drawn = reader.client.get("/contracts/1/notices/timeline.svg?narrow=1")
        assert (drawn.mimetype, b"Notice 1" in drawn.data) == ("image/svg+xml", True)
        assert reader.client.get("/contracts/1/notices.xlsx").status_code == 200
        other = someone(app, people.lead_of_watcom)
        for path in ("notices.csv", "notices.xlsx", "notices/timeline.svg", "notices"):
            assert other.client.get(f"/contracts/1/{path}").status_code == 404, path
