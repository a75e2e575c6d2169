"""What the commissioner does with returns, through pages: asks, asks again, accepts, freezes; later corrections."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.actions.querying import answer_query
from commissioning.activity.models.questions import Query
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.permissions import Role
from tests.builders import a_person
from tests.builders_activity import (
    APRIL,
    FROZEN_AT,
    FROZEN_ON,
    MAY_AT,
    MAY_DAY,
    Field,
    a_field,
    lines_for,
    submitted,
)
from tests.builders_commissioning import a_neighbour
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """A provider that returns two services every month since April 2007; April 2008 is there."""
    del app
    found = a_field()
    submitted(found)
    return found


def _queries() -> list[Query]:
    """All queries as the pages left them."""
    db.session.rollback()
    return list(db.session.scalars(select(Query)))


def _place(field: Field, month: str = APRIL) -> str:
    return f"/activity/returns/{field.expectation_id}/{month}"


def test_the_commissioner_reads_the_figures_and_accepts(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(_place(field))
    rows = person.table("Figures by service and currency, April 2008")
    assert [row[0].split()[-1] for row in rows[1:]] == ["DIAB", "PULM"]
    assert [row[3:6] for row in rows[1:]] == [["50", "–", "–"], ["10", "–", "–"]]
    person.send(button="Accept this return")
    assert "Contacts for April 2008 is accepted." in person.words
    assert "This return is accepted already." in person.words


def test_figures_by_practice_show_what_changed_since_the_submission_before(field: Field, person: Person) -> None:
    submitted(field, lines_for(contacts=27))
    sign_in_as(person, field.commissioner).visit(_place(field)).follow("Figures by practice")
    rows = person.table("Figures by service, practice and currency, April 2008")
    assert rows[1][1].endswith("X82001")
    assert rows[1][4:] == ["27", "30", "−3", "2"]
    told = person.client.get(f"{_place(field)}/figures/csv?by=practice").data.decode("utf-8-sig").splitlines()
    assert len(told) == len(rows)
    assert person.client.get(f"{_place(field)}/figures/xlsx").data.startswith(b"PK")
    person.visit(f"{_place(field)}/figures/pdf", status=404)


def test_single_lines_are_asked_about_with_one_question_or_their_own(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(_place(field)).follow("Ask about figures")
    diab, pulm = (f"{field.services[code]}_{APRIL}_contact_" for code in ("DIAB", "PULM"))
    person.send({f"ask_{diab}": "y", f"own_{pulm}": "Why none unplaced?", "words": "Why so few?"}, button="Ask")
    assert "2 queries are with" in person.words
    rows = person.table("2 queries")
    assert [row[0] for row in rows[1:]] == ["Why none unplaced?", "Why so few?"]
    assert rows[1][2] == "To be answered, due in 5 working days"
    assert "2 queries are not answered yet." in person.words


def test_a_query_about_a_practice_names_it(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(f"{_place(field)}/ask/1/DIAB")
    key = f"{field.services['DIAB']}_{APRIL}_contact_X82002"
    person.send({f"own_{key}": "Was a nurse away?"}, button="Ask")
    assert "X82002: Was a nurse away?" in person.words


def test_nothing_chosen_no_words_and_a_patients_number_are_refused(field: Field, person: Person) -> None:
    key = f"{field.services['DIAB']}_{APRIL}_contact_"
    sign_in_as(person, field.commissioner).visit(f"{_place(field)}/ask/1")
    person.send({"words": "Why?"}, button="Ask", status=422)
    assert "Choose at least one figure to ask about." in person.words
    person.send({f"ask_{key}": "y", "words": ""}, button="Ask", status=422)
    assert "Write your question." in person.words
    person.send({f"own_{key}": "Is 943 476 5919 counted?"}, button="Ask", status=422)
    assert "943 476 5919" not in person.words
    assert not _queries()


def test_a_figure_replaced_meanwhile_is_not_asked_about(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(f"{_place(field)}/ask/1")
    submitted(field, lines_for(contacts=27))
    key = f"{field.services['DIAB']}_{APRIL}_contact_"
    person.send({f"ask_{key}": "y", "words": "Why?"}, button="Ask", status=422)
    assert "A figure you ask about was replaced since. Look at what stands now." in person.words


def test_an_answer_is_read_asked_on_about_and_settled(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(f"{_place(field)}/ask/1")
    person.send({f"ask_{field.services['DIAB']}_{APRIL}_contact_": "y", "words": "Why so few?"}, button="Ask")
    query_id = _queries()[0].id
    for words in ("Two nurses were away.", "For three weeks each."):
        with transaction():
            answer_query(query_id=query_id, words=words, by=field.provider, at=MAY_AT, on=MAY_DAY)
        person.visit(_place(field)).follow("Read the answer of query 1")
        assert words in person.words
        if words.startswith("Two"):
            person.send({"words": "For how long?", "days": "3"}, button="Ask on")
            assert "The query is with" in person.words
    person.visit(_place(field)).send(button="Accept this return")
    assert person.table("1 query")[1][2] == "Settled"


def test_chosen_services_are_asked_for_again_with_a_reason(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(_place(field)).follow("Ask for services again")
    person.send({"services": str(field.services["PULM"])}, button="Ask for them again", status=422)
    assert "Write why the services are to be sent again" in person.words
    person.send({"services": [str(field.services["PULM"])], "reason": "One clinic is left out"})
    assert "To be sent again" in person.words
    assert "The provider was asked to send services again." in person.words


def test_before_freezing_it_is_said_what_is_left(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(_place(field))
    assert "April 2008 may be frozen from" in person.words
    with time_machine.travel(FROZEN_AT):
        sign_in_as(person, field.commissioner).visit(_place(field)).follow("Freeze April 2008")
        assert "The return is not accepted." in person.words
        person.send(button="Freeze April 2008")
        assert "April 2008 is frozen." in person.words
    db.session.rollback()
    assert history_of("activity_expectation", field.expectation_id)[0].did == "froze April 2008 of Contacts"


def test_a_later_correction_is_posted_by_the_provider_and_seen_by_the_commissioner(
    field: Field, person: Person
) -> None:
    with transaction():
        freeze_month(
            expectation_id=field.expectation_id, month=APRIL, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        )
    with time_machine.travel(FROZEN_AT):
        sign_in_as(person, field.provider).visit(_place(field)).follow("Correct a figure of April 2008")
        asked = {"service": "DIAB", "currency": "contact", "practice": "X82001", "posted_to": "2008-05"}
        person.send({**asked, "quantity": "minus two", "reason": "Counted twice"}, status=422)
        assert "By how much must be a number such as -12 or 3" in person.words
        person.send({**asked, "quantity": "-31", "reason": "Counted twice"}, status=422)
        assert "This takes off more than stands there: 30 contacts, with corrections." in person.words
        form = person.page
        person.send({**asked, "quantity": "-2", "reason": "Counted twice"})
        assert "The correction is posted: −2 all contacts of April 2008, counted in May 2008." in person.words
        person.page, person.path, person.address = form, f"{_place(field)}/adjust", f"{_place(field)}/adjust"
        person.send({**asked, "quantity": "-2", "reason": "Counted twice"})
        assert len(person.table("1 adjustment of, or in, April 2008")) == 2
        submitted(field, lines_for("2008-05"), month="2008-05", on=FROZEN_ON)
        receipt = person.client.get(f"{_place(field, '2008-05')}/submissions/1/receipt.pdf").data
        said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(receipt)).pages)
        assert "Later corrections that count in this period" in said
        assert "Counted twice" in said
        person.visit(_place(field, "2008-05"))
        assert person.table("1 adjustment of, or in, May 2008")[1][1:3] == ["April 2008", "May 2008"]
        sign_in_as(person, field.commissioner).visit(_place(field))
        rows = person.table("1 adjustment of, or in, April 2008")
        assert rows[1][1:3] == ["April 2008", "May 2008"]
        assert rows[1][6:8] == ["−2", "Counted twice"]
        person.visit(f"{_place(field)}/adjust", status=403)


def test_a_provider_and_another_trust_may_do_none_of_this(field: Field, person: Person) -> None:
    stranger = a_neighbour(field.trust)
    acts = ("ask/1", "ask/1/DIAB", "ask-again/1", "freeze")
    sign_in_as(person, field.provider)
    for act in acts:
        person.visit(f"{_place(field)}/{act}", status=403)
    person.visit(f"{_place(field)}/figures")
    sign_in_as(person, stranger)
    for act in (*acts, "figures", "figures/csv"):
        person.visit(f"{_place(field)}/{act}", status=404)
    sign_in_as(person, field.other_provider).visit(f"{_place(field)}/figures", status=404)


def test_asking_twice_with_one_form_asks_once(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(f"{_place(field)}/ask/1")
    form = person.page
    asked = {f"ask_{field.services['DIAB']}_{APRIL}_contact_": "y", "words": "Why so few?"}
    person.send(asked, button="Ask")
    person.page, person.path, person.address = form, f"{_place(field)}/ask/1", f"{_place(field)}/ask/1"
    person.send(asked, button="Ask")
    assert len(_queries()) == 1


def test_what_was_sent_again_meanwhile_is_not_accepted_unseen(field: Field, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit(_place(field))
    submitted(field, lines_for(contacts=27))
    person.send(button="Accept this return")
    assert "The provider submitted anew since. Look at the latest submission first." in person.words
    person.client.post(f"{_place(field)}/accept/9")
    person.visit(f"{_place(field)}/ask/9", status=404)


def test_finance_and_auditor_read_the_figures_and_only_finance_decides(field: Field, person: Person) -> None:
    for role, may in ((Role.FINANCE, True), (Role.AUDITOR, False)):
        reader = a_person(
            role, field.commissioner.organisation_id, by=field.trust.administrator, email=f"{role.value}@pct.example"
        )
        sign_in_as(person, reader).visit(_place(field))
        assert ("What you can do" in person.words) is may
        person.visit(f"{_place(field)}/ask/1", status=200 if may else 403)
