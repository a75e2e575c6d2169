"""A version of a scheme as PDF and Word, two compared, its documents, and comments on its sections."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from docx import Document
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from core.attachments.checking import CheckedFile, check_file
from core.attachments.rules import MediaKind
from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.permissions import Actor
from les.schemes.actions.attaching import attach_document, withdraw_document
from les.schemes.actions.commenting import comment_on_section
from les.schemes.actions.making import begin_next_version
from les.schemes.actions.writing import write_section
from les.schemes.queries.attached import documents_of_version
from les.schemes.queries.contents import hash_of_version
from les.schemes.queries.schemes import find_approved_version, get_version
from les.schemes.rules.attached import DocumentKind
from tests.builders import AT
from tests.builders_attachments import a_docx
from tests.builders_schemes import HREF, Schemes
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/schemes"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def schemes(app: Flask) -> Schemes:
    """A trust with its people and a service."""
    del app
    return Schemes()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def _file(words: str = "The framework of 2008") -> CheckedFile:
    return check_file(file_name="framework.docx", content=a_docx(words))


def _attach(version_id: int, by: Actor, words: str = "The framework of 2008") -> int:
    with transaction():
        return attach_document(
            version_id=version_id, kind=DocumentKind.FRAMEWORK, title="March 2008", file=_file(words), by=by, at=AT
        ).id


def _comment(version_id: int, by: Actor, words: str = "Who trains them?") -> None:
    section = get_version(version_id).sections[0]
    with transaction():
        comment_on_section(version_id=version_id, section_id=section.id, words=words, by=by, at=AT, href=HREF)


def _submitted(schemes: Schemes) -> int:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    return version_id


def test_a_version_is_taken_away_as_pdf_and_word(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.approved()
    own = schemes.price(scheme_id, amount=Decimal("45.00"), practice_id=schemes.trust.ids["X82002"])
    schemes.decide(own)
    version = find_approved_version(scheme_id)
    assert version is not None
    content_hash = hash_of_version(version)
    address = f"{ROOT}/versions/{version.id}/specification"
    person = _as(app, schemes.commissioner)
    file = person.client.get(f"{address}.pdf").data
    assert file == person.client.get(f"{address}.pdf").data
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(file)).pages).split())
    for said in ("Ratified by", "Professional executive committee", "42.00", "practice X82002", "45.00"):
        assert said in text
    assert "defines anew" in text
    assert "DRAFT" not in text
    assert content_hash in text.replace(" ", "")
    word = person.client.get(f"{address}.docx").data
    assert word == person.client.get(f"{address}.docx").data
    assert check_file(file_name="specification.docx", content=word).kind is MediaKind.WORD
    document = Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Joint injection", "42.00", content_hash, "Share of joint injections done in practices"} <= set(cells)
    practice = _as(app, schemes.manager).client.get(f"{address}.pdf").data
    seen = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(practice)).pages)
    assert ("42.00" in seen, "45.00" in seen) == (True, False)


def test_a_draft_is_marked_and_walled(schemes: Schemes, app: Flask) -> None:
    version_id = schemes.open_version(schemes.add()).id
    address = f"{ROOT}/versions/{version_id}/specification.pdf"
    draft = PdfReader(io.BytesIO(_as(app, schemes.auditor).client.get(address).data))
    assert all("DRAFT" in each.extract_text() for each in draft.pages)
    for actor, status in (
        (schemes.manager, 404),
        (schemes.lead, 404),
        (schemes.neighbour, 404),
        (schemes.provider, 403),
    ):
        assert _as(app, actor).client.get(address).status_code == status


def test_two_versions_are_compared_as_pdf(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.approved()
    version = find_approved_version(scheme_id)
    assert version is not None
    person = _as(app, schemes.commissioner)
    assert person.client.get(f"{ROOT}/{scheme_id}/compared.pdf").status_code == 404
    with transaction():
        after = begin_next_version(version_id=version.id, by=schemes.commissioner, at=AT)
        section = after.sections[0].id
        write_section(version_id=after.id, section_id=section, text="Fewer referrals.", by=schemes.commissioner)
    person.visit(f"{ROOT}/{scheme_id}/compare")
    file = person.client.get(f"{ROOT}/{scheme_id}/compared.pdf").data
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(file)).pages)
    assert "Fewer referrals." in " ".join(text.split())
    assert "DRAFT" in text
    assert _as(app, schemes.lead).client.get(f"{ROOT}/{scheme_id}/compared.pdf").status_code == 404


def test_documents_are_attached_to_a_draft_and_fixed_then(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    kept = _attach(version_id, schemes.commissioner)
    taken_off = _attach(version_id, schemes.commissioner, "Another")
    told: dict[str, Any] = {"version_id": version_id, "reason": "Not agreed", "by": schemes.commissioner, "at": AT}
    with transaction():
        withdraw_document(attachment_id=taken_off, **told)
    assert [(each.id, each.title) for each in documents_of_version(version_id)] == [
        (kept, "Governance framework: March 2008")
    ]
    for actor in (schemes.finance, schemes.lead, schemes.manager, schemes.neighbour):
        with pytest.raises(NotAllowed):
            _attach(version_id, actor, "Third")
    address = f"{ROOT}/versions/{version_id}/documents/{kept}"
    assert _as(app, schemes.manager).client.get(address).status_code == 404
    schemes.price(scheme_id)
    schemes.submit(version_id)
    with pytest.raises(Refusal, match="This version waits for approval"):
        _attach(version_id, schemes.commissioner, "Fourth")
    with pytest.raises(Refusal, match="This version waits for approval"), transaction():
        withdraw_document(attachment_id=kept, **told)
    schemes.approve(version_id)
    manager = _as(app, schemes.manager)
    assert manager.client.get(address).status_code == 200
    assert "Governance framework: March 2008" in manager.visit(f"{ROOT}/versions/{version_id}").words
    commissioner = _as(app, schemes.commissioner)
    assert commissioner.client.get(f"{ROOT}/versions/{version_id}/documents/attach").status_code == 404


def test_leads_comment_while_a_version_waits(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.add()
    draft = schemes.write(scheme_id)
    with pytest.raises(NotAllowed):
        _comment(draft, schemes.lead)
    _comment(draft, schemes.finance, "Say who trains them.")
    schemes.price(scheme_id)
    schemes.submit(draft)
    _comment(draft, schemes.lead)
    for actor in (schemes.manager, schemes.auditor, schemes.provider, schemes.neighbour):
        with pytest.raises(NotAllowed):
            _comment(draft, actor)
    told = db.session.scalars(select(Message.subject).where(Message.person_id == schemes.commissioner.person_id))
    assert list(told).count("Comment on Aims of LES-001 Minor surgery, version 1") == 2
    section = get_version(draft).sections[0].id
    address = f"{ROOT}/versions/{draft}/sections/{section}/comments"
    lead = _as(app, schemes.lead).visit(f"{ROOT}/versions/{draft}").follow("2 comments, open on Aims", within="main")
    assert "Say who trains them." in lead.words
    lead.send({"words": "And who pays?"}, button="Add comment")
    assert "Your comment stands below." in lead.words
    commissioner = _as(app, schemes.commissioner).visit(address).send(button="Resolve the comments")
    assert "The comments are resolved." in commissioner.words
    commissioner.send(button="Open the comments again")
    schemes.approve(draft)
    with pytest.raises(NotAllowed, match="This version was approved"):
        _comment(draft, schemes.lead)
    statuses = {schemes.manager: 404, schemes.neighbour: 404, schemes.provider: 403, schemes.auditor: 200}
    for actor, status in statuses.items():
        assert _as(app, actor).client.get(address).status_code == status, actor.name


def test_a_lead_reads_what_waits_but_no_draft(schemes: Schemes, app: Flask) -> None:
    waiting = _submitted(schemes)
    draft = schemes.open_version(schemes.add(name="Stop smoking")).id
    lead = _as(app, schemes.lead)
    pages = [f"{ROOT}/versions/{waiting}", f"{ROOT}/versions/{draft}", f"{ROOT}/versions/{waiting}/specification.pdf"]
    assert [lead.client.get(each).status_code for each in pages] == [200, 404, 200]
    assert "Put it forward" not in lead.visit(pages[0]).words
    manager = _as(app, schemes.manager)
    assert [manager.client.get(each).status_code for each in pages] == [404, 404, 404]


def test_documents_go_over_to_the_next_version_and_can_be_taken_off_there(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    kept = _attach(version_id, schemes.commissioner)
    withdrawn = _attach(version_id, schemes.commissioner, "Withdrawn before")
    told: dict[str, Any] = {"reason": "Not agreed", "by": schemes.commissioner, "at": AT}
    with transaction():
        withdraw_document(version_id=version_id, attachment_id=withdrawn, **told)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    schemes.approve(version_id)
    with transaction():
        next_id = begin_next_version(version_id=version_id, by=schemes.commissioner, at=AT).id
    [before], [after] = documents_of_version(version_id), documents_of_version(next_id)
    assert (after.title, after.file_name, after.content_hash) == (before.title, before.file_name, before.content_hash)
    assert after.id not in (kept, withdrawn)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "attachments.carry_over")).one()
    assert f'"from_attachment":{kept}' in str(event.payload).replace(" ", "")
    person = _as(app, schemes.commissioner).visit(f"{ROOT}/{scheme_id}/compare")
    assert "Both versions have the same documents." in person.words
    taken = person.client.get(f"{ROOT}/versions/{next_id}/documents/{after.id}")
    assert taken.data == person.client.get(f"{ROOT}/versions/{version_id}/documents/{kept}").data
    _attach(next_id, schemes.commissioner, "The framework of 2009")
    with transaction():
        withdraw_document(version_id=next_id, attachment_id=after.id, **told)
    removed = "Document removed: Governance framework: March 2008 (framework.docx)."
    added = "Document added: Governance framework: March 2008 (framework.docx)."
    page = person.visit(f"{ROOT}/{scheme_id}/compare").words
    assert removed in page
    assert added in page
    text = " ".join(
        each.extract_text()
        for each in PdfReader(io.BytesIO(person.client.get(f"{ROOT}/{scheme_id}/compared.pdf").data)).pages
    )
    assert removed in " ".join(text.split())
    assert [each.id for each in documents_of_version(version_id)] == [kept]


def test_a_document_that_is_missing_holds_the_next_version_up(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    _attach(version_id, schemes.commissioner)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    schemes.approve(version_id)
    for path in Path(app.config["ATTACHMENTS_DIR"]).iterdir():
        path.unlink()
    with pytest.raises(Refusal, match=r"Governance framework: March 2008.* cannot be found"), transaction():
        begin_next_version(version_id=version_id, by=schemes.commissioner, at=AT)
