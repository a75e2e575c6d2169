"""Pages of specifications: who sees which, one press does it once, two at once, files of what is shown."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import func, select

from contracts.specifications.models import Specification
from contracts.specifications.queries.completeness import completeness_of
from contracts.specifications.queries.versions import get_version
from core.attachments.inspection.whole import inspected
from core.attachments.rules import MediaKind
from core.db import db
from core.permissions import Actor
from tests.builders import AT, DAY
from tests.builders_specifications import Parties, section_of
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/contracts/specifications"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def parties(app: Flask) -> Parties:
    """Two sides and a service."""
    del app
    return Parties()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def test_each_sees_what_concerns_them(parties: Parties, app: Flask) -> None:
    draft, reviewed = parties.start(service="PHYS"), parties.in_review()
    sees_all = (parties.commissioner, parties.finance, parties.auditor, parties.provider)
    expected = {actor.person_id: (200, 200) for actor in sees_all}
    expected[parties.lead.person_id] = (404, 200)
    for actor in (*sees_all, parties.lead, parties.rival, parties.neighbour, parties.far_provider):
        of_draft, of_reviewed = expected.get(actor.person_id, (404, 404))
        person = _as(app, actor)
        for path in ("", "/specification.pdf", "/specification.docx"):
            person.visit(f"{ROOT}/versions/{draft}{path}", of_draft)
            person.visit(f"{ROOT}/versions/{reviewed}{path}", of_reviewed)
        section = section_of(reviewed, "purpose")
        person.visit(f"{ROOT}/versions/{reviewed}/sections/{section}/comments", of_reviewed)
        person.visit(f"{ROOT}/{get_version(draft).specification_id}/compare", 404)
        person.visit(ROOT)
        assert ("SPEC-001" in person.words, "SPEC-002" in person.words) == (of_draft == 200, of_reviewed == 200)


def test_those_who_only_read_are_offered_no_act(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    for actor in (parties.finance, parties.auditor, parties.lead):
        person = _as(app, actor).visit(f"{ROOT}/versions/{version_id}")
        for act in ("Accept this text", "Change the header", "Withdraw", "Attach a document"):
            assert act not in person.words, f"{actor.name} is offered {act}"
        person.visit(f"{ROOT}/versions/{version_id}/accept", 403)
        assert person.client.post(f"{ROOT}/versions/{version_id}/begin-next").status_code == 403


def test_a_rival_provider_cannot_press_what_it_cannot_see(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    client = _as(app, parties.rival).client
    section = section_of(version_id, "purpose")
    for path in ("submit", "begin-next", "accept", "withdraw", "header", f"sections/{section}/write"):
        assert client.post(f"{ROOT}/versions/{version_id}/{path}").status_code == 404, path


def test_a_double_submit_starts_one_specification(parties: Parties, app: Flask) -> None:
    person = _as(app, parties.provider).visit(f"{ROOT}/start")
    form = person._form({"service"}, "")
    typed = {each.get("name"): each.get("value", "") for each in form.iter() if each.get("type") == "hidden"}
    typed |= {
        "service": str(parties.services["NURS"]),
        "provider": str(parties.provider_id),
        "template": "local-2008/1",
        "title": "",
    }
    for _ in range(2):
        answer = person.client.post(f"{ROOT}/start", data=typed)
        assert answer.location == f"{ROOT}/versions/1"
    db.session.rollback()  # what the pages did meanwhile is to be seen
    assert db.session.scalar(select(func.count()).select_from(Specification)) == 1


def test_the_second_to_save_a_section_is_told_who_changed_it(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    path = f"{ROOT}/versions/{version_id}/sections/{section_of(version_id, 'purpose')}/write"
    one, other = _as(app, parties.provider).visit(path), _as(app, parties.commissioner).visit(path)
    one.send({"text": "Care at home."})
    parties.write(version_id, "referral", "By telephone.")  # another section does not get in the way
    other.send({"text": "Care everywhere."}, status=422)
    assert "Provider manager wrote 2 Purpose: 1 paragraph added, 1 removed on 1 April 2008" in other.words
    assert "Care everywhere." in other.words
    assert "Care at home." in other.words
    other.send({"text": "Care everywhere."})
    assert "2 Purpose is saved." in other.words


def test_a_text_that_changed_is_not_accepted_by_pressing_twice(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    person = _as(app, parties.commissioner).visit(f"{ROOT}/versions/{version_id}/accept")
    parties.write(version_id, "purpose", "Care at home.")
    for _ in range(2):
        person.send(button="Accept this text", status=422)
        assert "The text changed after you opened this page. Read it again, then accept it." in person.words
    person.follow("Read the text as it is now").follow("Accept this text").send(button="Accept this text")
    assert "Your acceptance of this text is kept." in person.words


def test_script_is_refused_at_its_field_and_nothing_typed_is_lost(parties: Parties, app: Flask) -> None:
    version_id = parties.start()
    path = f"{ROOT}/versions/{version_id}/sections/{section_of(version_id, 'purpose')}/write"
    person = _as(app, parties.provider).visit(path)
    person.send({"text": "Kept words.\n\n<script>alert(1)</script>"}, status=422)
    assert "Line 3 holds HTML. Write it in words, or as Markdown." in person.words
    assert "Kept words." in person.words


def test_the_list_is_filtered_sorted_and_taken_away_as_shown(parties: Parties, app: Flask) -> None:
    parties.start(service="PHYS", title="Physiotherapy")
    parties.in_review()
    person = _as(app, parties.commissioner).visit(f"{ROOT}?sort=-number")
    assert [row[0] for row in person.table("2 specifications")[1:]] == ["SPEC-002", "SPEC-001"]
    person.visit(ROOT).send({"state": "draft"})
    assert [row[1] for row in person.table("1 specification")[1:]] == ["Physiotherapy"]
    lines = person.client.get(f"{ROOT}/specifications.csv?state=draft").text.splitlines()
    assert lines[0].startswith("Number,Specification,Service,Provider,Version,State")
    assert len(lines) == 2
    sheet = load_workbook(io.BytesIO(person.client.get(f"{ROOT}/specifications.xlsx").data)).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["SPEC-001", "SPEC-002"]
    place = parties.trust.localities["Dacorum"]
    assert "1 specification" in person.visit(f"{ROOT}?locality={place}").words
    assert "No specification fits." in person.visit(f"{ROOT}?text=nothing-like-it").words


def test_a_list_of_many_asks_the_database_no_more_than_one_of_few(parties: Parties, app: Flask) -> None:
    for service in ("NURS", "PHYS"):
        parties.start(service=service)
    person = _as(app, parties.commissioner)
    few = _queries(app, person)
    for _ in range(6):
        parties.start()
    assert _queries(app, person) <= few


def _queries(app: Flask, person: Person) -> int:

    with app.app_context(), statements() as asked:
        person.visit(ROOT)
    return len(asked)


def test_documents_say_what_was_agreed_and_drafts_say_so(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    person = _as(app, parties.commissioner)
    address = f"{ROOT}/versions/{version_id}"
    drafted = PdfReader(io.BytesIO(person.client.get(f"{address}/specification.pdf").data))
    text = "".join(each.extract_text() for each in drafted.pages)
    assert "DRAFT" in text
    assert f"Page 1 of {len(drafted.pages)}" in text
    parties.accept(version_id, parties.provider)
    parties.accept(version_id, parties.commissioner)
    file = person.client.get(f"{address}/specification.pdf").data
    assert file == person.client.get(f"{address}/specification.pdf").data
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(file)).pages)
    assert "DRAFT" not in text
    for said in (
        "Contents",
        "What standards means.",
        "For the commissioner",
        "For the provider",
        "Head of adult services",
    ):
        assert said in text
    agreed = get_version(version_id).agreed
    assert agreed is not None
    assert agreed.content_hash in text
    word = person.client.get(f"{address}/specification.docx").data
    assert word == person.client.get(f"{address}/specification.docx").data
    assert inspected("specification.docx", word) is MediaKind.WORD
    told = [each.text for each in Document(io.BytesIO(word)).paragraphs]
    assert "8  Standards" in told
    assert "What standards means." in told


def test_the_home_page_says_what_waits(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    waiting = "Review and accept SPEC-001 Community nursing, version 1"
    assert waiting in _as(app, parties.commissioner).visit("/").words
    parties.accept(version_id, parties.commissioner)
    assert waiting not in _as(app, parties.commissioner).visit("/").words
    assert waiting in _as(app, parties.provider).visit("/").words
    parties.start(service="PHYS", title="Physiotherapy")
    assert "Go on drafting SPEC-002 Physiotherapy, version 1" in _as(app, parties.provider).visit("/").words


def test_completeness_is_for_those_who_read_the_commissioners_figures(parties: Parties, app: Flask) -> None:
    parties.agreed()
    for actor in (parties.commissioner, parties.finance, parties.auditor):
        assert "No calculation was put to the groups yet" in _as(app, actor).visit(f"{ROOT}/completeness").words
    for actor in (parties.lead, parties.provider):
        _as(app, actor).visit(f"{ROOT}/completeness", 403)
    report = completeness_of(parties.trust.id, on=DAY)
    assert (report.amount, report.past_review, report.with_empty) == (0, [], [])
