"""What people try to attach to a contract on its own pages: refused in words at its field, nothing of it kept."""

import io
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from contracts.agreements.models.contracts import SUBJECT
from core.attachments.folder import list_files
from core.attachments.queries import list_attachments
from core.audit_trail.queries import history_of
from core.db import db
from tests.builders_attachments import EICAR, NHS_NUMBER, PROGRAM, a_docx, a_pdf, a_scanner
from tests.builders_contracts import Contracting, a_contract, a_signed_contract
from tests.journeys.signing_in import sign_in_as
from tests.person import Person, checked_html

PAGE = "/contracts/1/documents"
LETTER = a_pdf("A letter.")
FOLDER = "The name of the file leads to a folder. Rename the file, and attach it again."


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A draft contract with a provider."""
    del app
    found = Contracting()
    a_contract(found)
    return found


def tokens(text: str) -> dict[str, str]:
    """The hidden fields of the form to attach a document."""
    found = re.findall(r'<input[^>]*name="(csrf_token|form_key)"[^>]*value="([^"]*)"', text)
    assert len(dict(found)) == 2
    return dict(found)


def nothing_is_kept(events: int) -> bool:
    """Whether there is no document, no file, and no more history than before."""
    db.session.rollback()
    return (list_attachments(SUBJECT, 1), list_files()) == ([], []) and len(history_of(SUBJECT, 1)) == events


def sent(person: Person, name: str, content: bytes, title: str = "A letter", status: int = 422) -> str:
    """What the page answers to a file."""
    typed = {**tokens(person.client.get(PAGE).text), "title": title}
    boundary, body = encode_multipart({**typed, "file": FileStorage(io.BytesIO(content), filename=name)})
    answer = person.client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == status
    checked_html(answer.text, PAGE)
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", LETTER + bytes(50_000_000), "“a.pdf” has 50.0 MB, and at most 20 MB may be attached."),
        ("letter.pdf", PROGRAM, "“letter.pdf” was not attached: it is a program, whatever its name says."),
        ("letter.docx", PROGRAM, "“letter.docx” was not attached: it is a program, whatever its name says."),
        ("letter.exe", PROGRAM, "“letter.exe” was not attached: it is a program, whatever its name says."),
        ("../../contract.pdf", LETTER, FOLDER),
        (
            "C:\\Users\\letter.pdf",
            LETTER,
            "The name of the file leads to a folder. Rename the file, and attach it again.",
        ),
        (
            "letter.pdf.docx",
            a_pdf("x"),
            "By its content “letter.pdf.docx” is a file of another kind than its name says (PDF).",
        ),
    ],
)
def test_what_may_not_be_kept_is_refused_in_words(
    people: Contracting, person: Person, name: str, content: bytes, sentence: str
) -> None:
    sign_in_as(person, people.commissioner)
    events = len(history_of(SUBJECT, 1))
    assert sentence in sent(person, name, content)
    assert nothing_is_kept(events)


def test_more_than_a_request_may_hold_is_refused_in_words(people: Contracting, person: Person, app: Flask) -> None:
    sign_in_as(person, people.provider)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    events = len(history_of(SUBJECT, 1))
    assert "a file and all that is typed with it may have" in sent(
        person, "a.pdf", LETTER + bytes(2_000_000), status=413
    )
    assert nothing_is_kept(events)


def test_a_word_file_with_macros_or_a_patients_number_is_refused(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner)
    events = len(history_of(SUBJECT, 1))
    with_macros = a_docx("Redline", parts={"word/vbaProject.bin": b"x"})
    assert "“redline.docx” was not attached: it holds macros." in sent(person, "redline.docx", with_macros)
    assert NHS_NUMBER not in sent(person, "redline.docx", a_docx(f"About {NHS_NUMBER}."))
    assert NHS_NUMBER not in sent(person, "letter.pdf", LETTER, title=f"About {NHS_NUMBER}")
    assert nothing_is_kept(events)


def test_what_the_scanner_finds_something_in_is_refused_and_recorded_with_the_contract(
    people: Contracting, person: Person, app: Flask, tmp_path: Path
) -> None:
    sign_in_as(person, people.commissioner)
    events = len(history_of(SUBJECT, 1))
    with a_scanner(tmp_path / "clamd") as (_, setting):
        app.config["CLAMD"] = setting
        assert "The virus scanner found Eicar-Signature in “a.txt”" in sent(person, "a.txt", EICAR)
    assert nothing_is_kept(events + 1)
    assert history_of(SUBJECT, 1)[0].did == "was refused to attach a.txt: the virus scanner found Eicar-Signature"


def test_a_letter_of_a_signed_contract_keeps_its_name_and_lies_under_another(
    people: Contracting, person: Person, app: Flask
) -> None:
    contract_id = a_signed_contract(people, reference="WH/02")
    sign_in_as(person, people.provider).visit(f"/contracts/{contract_id}/documents")
    person.send({"title": "Letter of 3 March", "file": (io.BytesIO(LETTER), "letter.pdf")}, "Attach")
    db.session.rollback()
    (kept,) = list_attachments(SUBJECT, contract_id)
    (file,) = list_files()
    assert "letter" not in str(file)
    assert Path(app.config["ATTACHMENTS_DIR"]).is_relative_to(Path(app.root_path) / "static") is False
    answer = person.client.get(f"/contracts/{contract_id}/documents/{kept.id}")
    assert answer.data == LETTER
    assert "letter.pdf" in answer.headers["Content-Disposition"]
    assert person.client.get(f"/contracts/1/documents/{kept.id}").status_code == 404, "found with its contract alone"


@pytest.mark.parametrize("who", ["idle_provider", "lead_of_watcom", "stranger"])
def test_nobody_else_attaches_to_a_contract(people: Contracting, person: Person, app: Flask, who: str) -> None:
    sign_in_as(person, people.commissioner).visit(PAGE)
    events = len(history_of(SUBJECT, 1))
    sign_in_as(Person(app.test_client()), getattr(people, who)).visit(PAGE, status=404)
    assert nothing_is_kept(events)
