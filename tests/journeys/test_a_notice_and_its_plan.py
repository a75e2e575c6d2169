"""A notice from the letter to its closure: answered, met about, planned, missed, withheld, released, closed."""

import io
from datetime import date

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from contracts.notices.commands import remind
from core.db import db, transaction
from core.notifications.models import Message
from core.permissions import Actor, Role
from tests.builders_contracts import Contracting
from tests.builders_notices import a_contract_in_force, at
from tests.builders_rounds import an_actor
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

CONTRACT = "/contracts/1"
NOTICE = f"{CONTRACT}/notices/1"


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A contract in force for 2008/09, with settings of notices."""
    del app
    found = Contracting()
    a_contract_in_force(found)
    return found


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


def someone(app: Flask, actor: Actor) -> Person:
    """Somebody who signs in now."""
    return sign_in_as(Person(app.test_client()), actor)


def test_from_the_notice_to_its_closure(people: Contracting, app: Flask) -> None:
    with time_machine.travel(at(date(2008, 6, 2))):
        issue_it(someone(app, people.commissioner))
    with time_machine.travel(at(date(2008, 6, 12))):
        answer_it(someone(app, people.provider))
    with time_machine.travel(at(date(2008, 6, 16))):
        meet_and_plan(someone(app, people.commissioner))
        agree(someone(app, people.provider))
    with time_machine.travel(at(date(2008, 7, 4))):
        miss_it(someone(app, people.commissioner), someone(app, people.provider))
        withhold(someone(app, people.commissioner), someone(app, people.colleague), someone(app, people.provider))
    with time_machine.travel(at(date(2008, 7, 9))):
        someone(app, people.provider).visit(NOTICE).follow("Report done: milestone 1").send(
            {"words": "The rota is in force since Monday."}, "Report it done"
        )
        release_and_close(
            someone(app, people.commissioner), someone(app, people.colleague), someone(app, people.provider)
        )


def issue_it(person: Person) -> None:
    person.visit(CONTRACT).follow("Notices", within="main")
    assert "No notice was issued under this contract." in person.words
    person.follow("Issue a notice")
    assert "Performance notice: answer by 16 June 2008." in person.words
    typed = {
        "kind": "performance",
        "title": "First visits are late",
        "clause": "Schedule of quality, first standard",
        "about": "Three in ten came late. <b>Bold</b>",
        "asked": "Say why, and by when it is put right.",
    }
    person.send({**typed, "about": "Of patient 943 476 5919."}, "Issue the notice", status=422)
    assert "943" not in person.words
    person.send({**typed, **day("response_due_on", date(2008, 6, 5))}, "Issue the notice", status=422)
    assert "The answer is due by 16 June 2008 under the contract" in person.words
    person.send(
        {**typed, **{f"response_due_on-{part}": "" for part in ("day", "month", "year")}},
        "Issue the notice",
    )
    assert "Notice 1 is issued. Provider services is told." in person.words
    assert "Next: The provider: answer the notice, by 16 June 2008 (in 10 working days)." in person.words
    answer = person.client.get(f"{NOTICE}/letter.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Performance notice 1 under contract WH/01" in text
    assert "Please answer by 16 June 2008." in text
    assert "<b>Bold</b>" in text


def answer_it(provider: Person) -> None:
    provider.visit("/").follow("Answer the notice (WH/01, notice 1)").follow("Answer the notice")
    provider.send({"words": "Two posts were vacant."}, "Give this answer")
    assert "Your answer is given. The commissioner is told." in provider.words
    assert "Answered" in provider.words


def meet_and_plan(person: Person) -> None:
    person.visit("/").follow("Hold the meeting (WH/01, notice 1)").follow("Record the meeting")
    typed = {"attended": "Commissioning manager and matron", "words": "A plan is needed."}
    person.send({**typed, **day("held_on", date(2008, 6, 20))}, "Record the meeting", status=422)
    assert "The meeting is on a day that has not come yet." in person.words
    person.send({**typed, **day("held_on", date(2008, 6, 16))}, "Record the meeting")
    person.follow("Propose a plan").send({"words": "Visits within two days."}, "Propose this plan", status=422)
    assert "A plan has at least one milestone" in person.words
    person.send(
        {
            "what_1": "A rota for urgent visits",
            "owner_1": "Lead matron",
            **day("due_1", date(2008, 7, 1)),
        },
        "Propose this plan",
    )
    assert "The plan is proposed. The other party is told." in person.words
    assert "Next: The provider: agree to the plan or decline it" in person.words


def agree(provider: Person) -> None:
    provider.visit(NOTICE).follow("Read the plan and answer it")
    provider.send({"agrees": "no"}, "Give this answer", status=422)
    assert "Say why the plan is declined." in provider.words
    provider.send({"agrees": "yes"}, "Give this answer")
    assert "Milestones of the plan that both parties agreed" in provider.words


def miss_it(person: Person, provider: Person) -> None:
    provider.visit("/")
    assert "Overdue." in provider.words
    person.visit("/").follow("The provider is late: milestone 1, A rota for urgent visits (WH/01, notice 1)")
    person.follow("Issue exception report: milestone 1")
    assert "It is to be put right by 11 July 2008." in person.words
    person.send({"words": "There is no rota."}, "Issue the report")
    assert "exception report stage 1" in person.words
    answer = person.client.get(f"{NOTICE}/exceptions/1/letter.pdf")
    text = " ".join(pages.extract_text() for pages in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Milestone 1 of the remedial action plan is missed." in text
    assert "Put it right by 11 July 2008, and report it done" in " ".join(text.split())
    assert "There is no rota." in text


def withhold(person: Person, colleague: Person, provider: Person) -> None:
    person.visit(NOTICE).follow("Withhold payment")
    typed = {"month": "2008-07", "milestone": "1", "reason": "Milestone 1 was missed."}
    person.send({**typed, "amount": "200"}, "Propose to withhold it", status=422)
    assert (
        "£166.66 (2% of £8,333.34; Agreed in the example). £0.00 are withheld already, £166.66 are left. "
        "You cannot withhold £200.00." in person.words
    )
    person.send({**typed, "amount": "166.66"}, "Propose to withhold it")
    assert "It counts once another person approves it." in person.words
    assert "You proposed entry 1. Another person approves it." in person.words
    person.follow("Decline entry 1").send({"agrees": "yes"}, "Record the decision", status=422)
    assert "You proposed this entry yourself. Another person approves it." in person.words
    provider.visit(NOTICE)
    assert "166.66" not in provider.words, "what is not approved is the commissioner’s"
    colleague.visit("/").follow("Approve or decline: withheld £166.66 (WH/01)")
    colleague.send({"agrees": "yes"}, "Record the decision")
    provider.visit(NOTICE)
    assert "Withheld now £166.66" in provider.words
    provider.visit(f"{CONTRACT}/withholding")
    assert provider.table("What is withheld under each notice")[-1][-1] == "166.66"
    answer = provider.client.get(f"{CONTRACT}/withholding.pdf")
    text = " ".join(" ".join(pages.extract_text() for pages in PdfReader(io.BytesIO(answer.data)).pages).split())
    assert "£166.66 are held now. Of the payment for July 2008, as the contract reads on 4 July 2008:" in text
    assert "Notice 1, entry 1: withheld, for milestone 1" in text
    for kind in ("pdf", "csv", "xlsx"):
        assert provider.client.get(f"{CONTRACT}/withholding.{kind}").status_code == 200


def release_and_close(person: Person, colleague: Person, provider: Person) -> None:
    person.visit(NOTICE).follow("Accept or not: milestone 1").send({"accepts": "yes"}, "Record it")
    assert "Done, late" in person.words
    person.follow("Close the notice").send({"words": "The rota works."}, "Close the notice", status=422)
    assert "£166.66 are still withheld under it. Release, retain or waive them first." in person.words
    person.visit(NOTICE).follow("Release, retain or waive entry 1")
    typed = {"kind": "released", "reason": "The milestone is done."}
    person.send({**typed, "amount": "166.67"}, "Propose it", status=422)
    assert "£166.66 are held of entry 1. You cannot release £166.67." in person.words
    person.send({**typed, "amount": "166.66"}, "Propose it")
    colleague.visit(f"{NOTICE}/entries/2/decide").send({"agrees": "yes"}, "Record the decision")
    person.visit(NOTICE).follow("Close the notice").send({"words": "The rota works."}, "Close the notice")
    assert "Notice 1 is closed. The provider is told." in person.words
    provider.visit(f"{CONTRACT}/notices")
    assert "Closed" in provider.words
    assert provider.table("What happened and what falls due")[1][2] == "Performance notice issued"
    provider.visit("/contracts/notices?state=over")
    assert provider.table("1 notice")[1][1] == "Closed"
    provider.visit("/contracts/notices?state=open")
    assert "No notice fits." in provider.words


def test_reminders_skip_nothing_and_send_nothing_twice(people: Contracting, app: Flask) -> None:
    with time_machine.travel(at(date(2008, 6, 2))):
        issue_it(someone(app, people.commissioner))
    for on in (date(2008, 6, 3), date(2008, 6, 12), date(2008, 6, 13), date(2008, 6, 25), date(2008, 6, 26)):
        with time_machine.travel(at(on)), transaction():
            remind(on, at(on))
    rows = select(Message.subject).where(Message.person_id == people.provider.person_id)
    subjects = [each for each in db.session.scalars(rows.order_by(Message.id)) if " due " in each or "overdue" in each]
    assert subjects == [
        "WH/01, notice 1: due by 16 June 2008",
        "WH/01, notice 1: overdue since 16 June 2008",
        "WH/01, notice 1: overdue since 23 June 2008",
    ]


def test_who_reads_and_who_does_not(people: Contracting, app: Flask) -> None:
    auditor, finance = (
        an_actor(people.pct, Role.AUDITOR, "Auditor of the trust"),
        an_actor(people.pct, Role.FINANCE, "Finance of it"),
    )
    with time_machine.travel(at(date(2008, 6, 2))):
        issue_it(someone(app, people.commissioner))
        for by in (auditor, people.lead):
            reader = someone(app, by).visit(NOTICE)
            assert "Three in ten came late." in reader.words
            assert not {"Withhold payment", "Answer the notice", "Propose a plan"} & set(links(reader))
            reader.visit(f"{CONTRACT}/notices")
            assert "Issue a notice" not in links(reader)
            assert reader.client.get(f"{NOTICE}/withhold").status_code == 403
        assert {"Withhold payment"} <= set(links(someone(app, finance).visit(NOTICE)))
        other = someone(app, people.idle_provider)
        for path in (NOTICE, f"{CONTRACT}/notices", f"{CONTRACT}/withholding", f"{NOTICE}/letter.pdf"):
            other.visit(path, status=404)
        other.visit("/contracts/notices")
        assert "There is no notice." in other.words


def links(person: Person) -> list[str]:
    """The texts of the links on the page."""
    return ["".join(each.itertext()).strip() for each in person.page.iter(f"{XHTML}a")]
