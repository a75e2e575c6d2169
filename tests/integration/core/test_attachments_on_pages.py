"""Documents as a page of any room takes them in, shows them and gives them out; and the page of who read them."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart
from werkzeug.wrappers import Response

from core.attachments.actions import attach, note_reading, withdraw_attachment
from core.attachments.checking import check_file
from core.attachments.folder import list_files
from core.attachments.forms import AttachForm, WithdrawForm
from core.attachments.models import Attachment, AttachmentReading
from core.attachments.queries import get_attachment, list_attachments, list_readings
from core.attachments.rules import size_in_words
from core.attachments.views import send_attachment, submit_attachment
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.one_use import submit
from core.permissions import Actor, Role
from core.web import public
from tests.builders import WORDS, a_person
from tests.builders_attachments import EICAR, NHS_NUMBER, a_docx, a_pdf, a_scanner
from tests.builders_parties import AT, Parties
from tests.person import XHTML, Person, checked_html

FRAME = """{% extends "layouts/page.html" %}
{% from "components/attachments.html" import attach_form, attachments, readings with context %}
{% block heading %}A contract{% endblock %}
{% block content %}PART{% endblock %}"""
PAGE = FRAME.replace(
    "PART", "{{ attachments(listed, 'download', withdraw='withdraw') }}{{ attach_form(form, '/contract') }}"
)
LETTER = a_pdf("A letter.")


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """An application that gets routes of this test alone."""
    return own_app


@pytest.fixture
def parties(app: Flask) -> Parties:
    """Those who attach and read, on an application that has a page of a contract with its documents."""
    made = Parties()
    trust = made.commissioner.organisation_id

    def show() -> Response | tuple[str, int]:
        form = AttachForm()

        def act() -> str:
            attach(
                subject="contract",
                subject_id=7,
                title=str(form.title.data),
                file=form.file_to_attach,
                by=made.lead,
                at=AT,
                commissioner_id=trust,
            )
            return "/contract"

        done = submit_attachment(form, act, subject="contract", subject_id=7, by=made.lead, commissioner_id=trust)
        if done:
            return done
        shown = render_template_string(PAGE, form=form, listed=list_attachments("contract", 7), actor=made.lead)
        return shown, 422 if form.has_errors else 200

    def download(attachment_id: int) -> Response:
        return send_attachment(get_attachment("contract", 7, attachment_id), by=made.provider, at=AT)

    def withdraw(attachment_id: int) -> Response | tuple[str, int]:
        form = WithdrawForm()

        def act() -> str:
            withdrawn(attachment_id, by=made.lead, reason=str(form.reason.data))
            return "/contract"

        part = FRAME.replace("PART", "<form method='post'>{{ hidden(form) }}{{ field(form.reason) }}</form>")
        return submit(form, act) or (render_template_string(part, form=form), 422 if form.has_errors else 200)

    app.add_url_rule("/contract", view_func=public(show), methods=["GET", "POST"])
    app.add_url_rule("/contract/<int:attachment_id>", view_func=public(download))
    app.add_url_rule("/contract/<int:attachment_id>/withdraw", view_func=public(withdraw), methods=["GET", "POST"])
    return made


def a_letter(
    by: Actor,
    name: str = "letter.pdf",
    content: bytes = LETTER,
    title: str = "Letter of 3 March",
    subject_id: int = 7,
) -> int:
    file = check_file(file_name=name, content=content)
    with transaction():
        return attach(
            subject="contract",
            subject_id=subject_id,
            title=title,
            file=file,
            by=by,
            at=AT,
            commissioner_id=next(iter(by.commissioner_ids)),
        ).id


def withdrawn(attachment_id: int, *, by: Actor, reason: str) -> None:
    withdraw_attachment(subject="contract", subject_id=7, attachment_id=attachment_id, reason=reason, by=by, at=AT)


def the_readings(attachment_id: int) -> list[AttachmentReading]:
    db.session.rollback()
    return list_readings(get_attachment("contract", 7, attachment_id))


def an_auditor(parties: Parties) -> Actor:
    trust = parties.commissioner.organisation_id
    return a_person(Role.AUDITOR, trust, by=parties.administrator, name="Auditor", email="a@whp.example")


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def drawn(app: Flask, part: str, **values: object) -> Element:
    with app.test_request_context():
        return checked_html(render_template_string(FRAME.replace("PART", part), **values), part)


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', text))


def sent(client: FlaskClient, name: str, content: bytes, title: str = "Letter of 3 March") -> Response:
    typed = {**tokens(client.get("/contract").text), "title": title}
    boundary, body = encode_multipart({**typed, "file": FileStorage(BytesIO(content), filename=name)})
    return client.post("/contract", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def errors_in(answer: Response) -> list[str]:
    tree = checked_html(answer.get_data(as_text=True), "/contract")
    found = [e for e in tree.iter() if "nhsuk-error-message" in (e.get("class") or "").split()]
    return [text_of(each).removeprefix("Error: ") for each in found]


@pytest.mark.usefixtures("parties")
def test_a_person_attaches_reads_and_withdraws_a_document(person: Person) -> None:
    person.visit("/contract")
    assert "No document is attached." in person.words
    person.send({"title": "Letter of 3 March", "file": (BytesIO(LETTER), "letter.pdf")})
    row = person.table("Documents")[1]
    assert row == [
        *("Letter of 3 March letter.pdf", "PDF", size_in_words(len(LETTER))),
        *("PbC lead of DacCom DacCom", "28 March 2008 at 14:30", "Not scanned", "Withdraw Letter of 3 March"),
    ]
    person.follow("Withdraw Letter of 3 March").send({"reason": "It belongs elsewhere."})
    assert person.path == "/contract"
    row = person.table("Documents")[1]
    assert row[0] == (
        "Letter of 3 March letter.pdf Withdrawn by PbC lead of DacCom, DacCom, on 28 March 2008: It belongs elsewhere."
    )
    assert row[-1] == "Not scanned", "nothing is left to withdraw"
    assert [text_of(each) for each in person.page.iter(f"{XHTML}s")] == ["Letter of 3 March"]


def test_a_download_is_a_file_and_never_a_page(app: Flask, parties: Parties) -> None:
    attachment_id = a_letter(parties.lead, "Lettre – März “1”.pdf")
    answer = app.test_client().get(f"/contract/{attachment_id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, LETTER, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''Lettre%20%E2%80%93%20M%C3%A4rz" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = "default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert [(each.name, each.read_at) for each in the_readings(attachment_id)] == [("Provider manager", AT)]


def test_a_text_that_looks_like_a_page_is_no_page(app: Flask, parties: Parties) -> None:
    attachment_id = a_letter(parties.lead, "x.txt", b"<!doctype html><script>alert(1)</script>")
    answer = app.test_client().get(f"/contract/{attachment_id}")
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == "attachment; filename=x.txt"


def test_a_document_of_another_record_is_not_there(app: Flask, parties: Parties) -> None:
    attachment_id = a_letter(parties.lead, subject_id=8)
    client = app.test_client()
    answer = client.get(f"/contract/{attachment_id}")
    assert answer.status_code == 404
    assert "There is nothing at this address, or it belongs to another organisation." in answer.text
    keys = tokens(client.get("/contract").text)
    answer = client.post(f"/contract/{attachment_id}/withdraw", data={**keys, "reason": "Wrong."})
    assert answer.status_code == 404
    db.session.rollback()
    (kept,) = list_attachments("contract", 8)
    assert (kept.withdrawal, list_readings(kept)) == (None, [])


def test_a_withdrawn_document_is_given_to_those_who_read_the_audit_trail(app: Flask, parties: Parties) -> None:
    attachment_id = a_letter(parties.lead)
    with transaction():
        withdrawn(attachment_id, by=parties.lead, reason="Wrong.")
    answer = app.test_client().get(f"/contract/{attachment_id}")
    assert answer.status_code == 409
    assert "was withdrawn by PbC lead of DacCom, DacCom, on 28 March 2008. It is kept, and an auditor" in answer.text
    assert the_readings(attachment_id) == []
    auditor = an_auditor(parties)
    with app.test_request_context():
        given = send_attachment(get_attachment("contract", 7, attachment_id), by=auditor, at=AT)
        given.direct_passthrough = False
        assert given.get_data() == LETTER


def test_a_missing_file_is_told_in_words_and_nobody_read_it(app: Flask, parties: Parties) -> None:
    attachment_id = a_letter(parties.lead)
    (Path(app.config["ATTACHMENTS_DIR"]) / list_files()[0]).unlink()
    answer = app.test_client().get(f"/contract/{attachment_id}")
    assert answer.status_code == 409
    assert "The file of “Letter of 3 March” cannot be found. Tell your administrator" in answer.text
    assert the_readings(attachment_id) == []


def test_a_document_sent_twice_is_attached_once(app: Flask, parties: Parties) -> None:
    """TRAPS 30."""
    client = app.test_client()
    keys = tokens(client.get("/contract").text)
    for _ in range(2):
        data = {**keys, "title": "Letter", "file": (BytesIO(LETTER), "letter.pdf")}
        assert client.post("/contract", data=data, content_type="multipart/form-data").status_code == 302
    db.session.rollback()
    assert [each.name for each in list_attachments("contract", 7)] == [parties.lead.name]
    assert len(list_files()) == 1


@pytest.mark.usefixtures("parties")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("../../x", b"x", "The name of the file leads to a folder. Rename the file, and attach it again."),
        ("C:\\x", b"x", "The name of the file leads to a folder. Rename the file, and attach it again."),
        ("a.pdf", b"MZ\x90\x00", "“a.pdf” was not attached: it is a program, whatever its name says."),
        ("a.pdf", b"", "“a.pdf” is empty. Choose another file."),
        ("", b"", "Choose the file to attach."),
    ],
)
def test_a_refused_file_is_told_at_its_field_and_the_title_is_kept(
    app: Flask, name: str, content: bytes, sentence: str
) -> None:
    answer = sent(app.test_client(), name, content)
    assert answer.status_code == 422
    assert errors_in(answer) == [sentence]
    assert 'value="Letter of 3 March"' in answer.get_data(as_text=True)
    db.session.rollback()
    assert (list_attachments("contract", 7), list_files()) == ([], [])


@pytest.mark.usefixtures("parties")
def test_a_file_of_50_megabytes_is_refused_in_words(app: Flask) -> None:
    answer = sent(app.test_client(), "a.pdf", LETTER + bytes(50_000_000))
    assert answer.status_code == 422
    assert errors_in(answer) == [
        "“a.pdf” has 50.0 MB, and at most 20 MB may be attached. Divide it, or leave pictures out."
    ]


@pytest.mark.usefixtures("parties")
def test_a_number_that_may_be_a_patients_is_taken_out_of_the_title(app: Flask) -> None:
    answer = sent(app.test_client(), "letter.pdf", LETTER, title=f"About {NHS_NUMBER}")
    assert errors_in(answer) == [
        (
            "Title held a number that passes the NHS number check. It is taken out: "
            "nothing about a patient may be kept here"
        )
    ]
    assert 'value="About (identifier)"' in answer.get_data(as_text=True)
    assert NHS_NUMBER not in answer.get_data(as_text=True)


@pytest.mark.usefixtures("parties")
def test_both_faults_are_told_at_once(app: Flask) -> None:
    answer = sent(app.test_client(), "a.docx", a_docx("x")[:100], title=" ")
    assert errors_in(answer) == [
        "Say what the document is.",
        "“a.docx” was not attached. Expected was a ZIP or XLSX file that opens; this one is damaged or cut short.",
    ]


def test_an_infected_file_is_refused_at_its_field_and_recorded_once(
    app: Flask, parties: Parties, tmp_path: Path
) -> None:
    with a_scanner(tmp_path / "clamd") as (_, setting):
        app.config["CLAMD"] = setting
        answer = sent(app.test_client(), "a.txt", EICAR)
    assert answer.status_code == 422
    assert errors_in(answer)[0].startswith("The virus scanner found Eicar-Signature in “a.txt”")
    db.session.rollback()
    assert [(line.who, line.did) for line in history_of("contract", 7)] == [
        (parties.lead.name, "was refused to attach a.txt: the virus scanner found Eicar-Signature")
    ]
    assert (list_attachments("contract", 7), list_files()) == ([], [])


@pytest.mark.usefixtures("parties")
def test_says_which_files_may_be_attached_in_one_sentence(app: Flask) -> None:
    app.config["ATTACHMENT_MEGABYTES"] = 5
    page = app.test_client().get("/contract").text
    assert (
        "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), CSV, plain text, e-mail (.eml), PNG or JPEG; "
        "without macros, without a password, without anything that identifies a patient. Up to 5 MB" in page
    )


def test_the_list_shows_what_may_be_opened_by_whom(app: Flask, parties: Parties) -> None:
    a_letter(parties.lead)
    gone = a_letter(parties.lead, "x.txt", b"x", "<b>Note</b>")
    with transaction():
        withdrawn(gone, by=parties.lead, reason="<i>Wrong</i>")
    auditor = an_auditor(parties)
    listed = list_attachments("contract", 7)
    for actor, links in ((parties.lead, 1), (None, 1), (auditor, 2)):
        tree = drawn(app, "{{ attachments(listed, 'download') }}", listed=listed, actor=actor)
        assert len([a for a in tree.iter(f"{XHTML}a") if (a.get("href") or "").startswith("/contract/")]) == links
        assert "<b>Note</b>" in text_of(next(tree.iter(f"{XHTML}tbody")))
        assert [text_of(th) for th in tree.iter(f"{XHTML}th")][5] == "Virus scan"


def test_withdrawing_is_offered_for_documents_of_ones_own_organisation(app: Flask, parties: Parties) -> None:
    own = a_letter(parties.lead)
    a_letter(parties.provider, "x.txt", b"x", "Note")
    listed = list_attachments("contract", 7)
    for actor, offered in ((parties.lead, [f"/contract/{own}/withdraw"]), (None, [])):
        tree = drawn(app, "{{ attachments(listed, 'download', withdraw='withdraw') }}", listed=listed, actor=actor)
        addresses = [str(link.get("href")) for link in tree.iter(f"{XHTML}a")]
        assert [each for each in addresses if each.endswith("/withdraw")] == offered


def read_by(parties: Parties, *readers: Actor) -> Attachment:
    kept = get_attachment("contract", 7, a_letter(parties.lead))
    for by in readers:
        with bookkeeping():
            note_reading(attachment_id=kept.id, by=by, at=AT)
    return kept


def test_who_read_a_document_can_stand_beside_it(app: Flask, parties: Parties) -> None:
    kept = read_by(parties, parties.provider)
    tree = drawn(app, "{{ readings(rows) }}", rows=list_readings(kept))
    assert [text_of(cell) for row in next(tree.iter(f"{XHTML}tbody")) for cell in row] == [
        "Provider manager Provider services",
        "28 March 2008 at 14:30",
    ]
    assert "Nobody has taken this document away yet." in text_of(drawn(app, "{{ readings([]) }}"))


def test_an_auditor_sees_who_took_which_document_away(person: Person, parties: Parties) -> None:
    an_auditor(parties)
    person.visit("/people/sign-in").send({"email": "a@whp.example", "password": WORDS})
    person.follow("Audit trail").follow("Documents read")
    assert "Nobody has taken a document away yet." in person.words
    read_by(parties, parties.provider, parties.commissioner)
    assert person.visit("/attachments/readings").table("2 readings, last first")[1:] == [
        *(
            [who, "28 March 2008 at 14:30", "Letter of 3 March letter.pdf", "contract 7"]
            for who in ("Commissioner West Hertfordshire PCT", "Provider manager Provider services")
        )
    ]
    person.send({"person": "provider"})
    assert len(person.table("1 reading, last first")) == 2
    lines = person.client.get("/attachments/readings.csv?person=provider").text.splitlines()
    assert lines[0] == "at,who,organisation,document,file,about,id,sha-256"
    assert lines[1].startswith(
        "2008-03-28T14:30:00+00:00,Provider manager,Provider services,Letter of 3 March,letter.pdf,contract,7,"
    )
    assert len(lines) == 2
    assert "No reading fits" in person.visit("/attachments/readings?title=nothing").words


def test_others_do_not_see_it(person: Person, parties: Parties) -> None:
    person.visit("/people/sign-in").send(
        {"email": f"commissioner-{parties.commissioner.organisation_id}@whp.example", "password": WORDS}
    )
    assert "Documents read" not in [text_of(a) for a in person.page.iter(f"{XHTML}a")]
    person.visit("/attachments/readings", status=403)
    person.visit("/attachments/readings.csv", status=403)
