"""Attaching documents to a record, withdrawing them, reading them; the folder they lie in. Both engines."""

import stat
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, NoResultFound

from core.attachments.actions import attach, note_infected, note_reading, withdraw_attachment
from core.attachments.checking import check_file
from core.attachments.folder import find_file, keep_file, list_files
from core.attachments.models import Attachment, AttachmentWithdrawal
from core.attachments.queries import (
    attachments_of,
    content_of,
    get_attachment,
    list_attachments,
    list_readings,
    select_readings,
)
from core.attachments.rules import InfectedFile, MediaKind, Scan
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import first_fault, history_of
from core.audit_trail.rules import values_in
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.parties.actions import rename_party
from core.people.actions.administration import deactivate_person
from core.permissions import Actor, Role
from tests.at_once import at_once
from tests.builders import a_person
from tests.builders_attachments import EICAR, NHS_NUMBER, PROGRAM, a_docx, a_pdf, a_scanner
from tests.builders_parties import AT, DAY, Parties
from tests.counting import selects_in, statements

LETTER = a_pdf("A letter.")


def attached(
    by: Actor,
    *,
    title: str = "Letter of 3 March",
    file_name: str = "letter.pdf",
    content: bytes = LETTER,
    subject_id: int = 7,
    minute: int = 0,
) -> Attachment:
    file = check_file(file_name=file_name, content=content)
    with transaction():
        return attach(
            subject="contract",
            subject_id=subject_id,
            title=title,
            file=file,
            by=by,
            at=AT + timedelta(minutes=minute),
            commissioner_id=next(iter(by.commissioner_ids)),
        )


def withdrawn(
    attachment_id: int, by: Actor, reason: str = "It belongs to another contract.", subject_id: int = 7
) -> AttachmentWithdrawal:
    at = AT + timedelta(hours=1)
    with transaction():
        return withdraw_attachment(
            subject="contract", subject_id=subject_id, attachment_id=attachment_id, reason=reason, by=by, at=at
        )


def folder_of(app: Flask) -> Path:
    return Path(app.config["ATTACHMENTS_DIR"])


def test_keeps_a_document_with_who_attached_it(database: Flask) -> None:
    parties = Parties()
    kept = attached(parties.lead, title="  Letter of 3 March ", file_name=" letter .pdf")
    (listed,) = list_attachments("contract", 7)
    assert listed.id == kept.id
    assert (listed.title, listed.file_name, listed.kind, listed.size) == (
        *("Letter of 3 March", "letter .pdf", MediaKind.PDF, len(LETTER)),
    )
    assert (listed.content_hash, listed.attached_at) == (sha256(LETTER).hexdigest(), AT)
    assert (listed.scan, listed.scanned_at, listed.is_scanned) == (Scan.NOT_SCANNED, None, False)
    assert listed.attached == "PbC lead of DacCom, DacCom, on 28 March 2008"
    assert content_of(listed) == LETTER
    assert list_attachments("contract", 8) == list_attachments("variation", 7) == []
    assert database.config["ATTACHMENTS_DIR"]


def test_the_file_lies_under_a_random_name_readable_by_us_alone(database: Flask) -> None:
    parties = Parties()
    kept = attached(parties.lead)
    folder = folder_of(database)
    (path,) = folder.iterdir()
    assert path.name == kept.stored_name
    assert len(kept.stored_name) == 64
    assert "letter" not in path.name
    assert kept.content_hash != kept.stored_name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert path.read_bytes() == LETTER
    other = attached(parties.lead, content=a_pdf("Another letter."))
    assert other.stored_name != kept.stored_name


@pytest.mark.usefixtures("database")
def test_lists_documents_of_many_records_in_one_query() -> None:
    lead = Parties().lead
    for record in (7, 7, 9):
        attached(lead, subject_id=record, content=a_pdf(f"Letter {len(list_files())}."), minute=len(list_files()))
    withdrawn(list_attachments("contract", 7)[0].id, lead)

    with statements() as asked:
        found = attachments_of("contract", [7, 8, 9])
        told = [each.withdrawal.reason if each.withdrawal else "" for each in found[7]]
    assert {record: len(documents) for record, documents in found.items()} == {7: 2, 8: 0, 9: 1}
    assert told == ["It belongs to another contract.", ""]
    assert len(selects_in(asked)) == 1


REFUSED = [
    ({"title": " "}, "Say what the document is."),
    ({"file_name": "../../x"}, "The name of the file leads to a folder. Rename the file, and attach it again."),
    ({"file_name": "C:\\x"}, "The name of the file leads to a folder. Rename the file, and attach it again."),
    ({"content": b""}, "“letter.pdf” is empty. Choose another file."),
    (
        {"content": bytes(50_000_000)},
        "“letter.pdf” has 50.0 MB, and at most 20 MB may be attached. Divide it, or leave pictures out.",
    ),
    ({"content": PROGRAM}, "“letter.pdf” was not attached: it is a program, whatever its name says."),
    (
        {"content": a_docx("x")},
        (
            "By its content “letter.pdf” is a file of another kind than its name says (Word document). "
            "Rename it to end in .docx."
        ),
    ),
    (
        {"content": a_pdf(f"Seen {NHS_NUMBER}.")},
        "“letter.pdf” was not attached: nothing that identifies a patient may be kept here. Look at page 1.",
    ),
]


@pytest.mark.usefixtures("database")
def test_refuses_in_words_what_may_not_be_kept() -> None:
    lead = Parties().lead
    for values, sentence in REFUSED:
        with pytest.raises(Refusal) as refused:
            attached(lead, **values)  # type: ignore[arg-type]  # one value each
        assert str(refused.value) == sentence
    assert list_attachments("contract", 7) == []
    assert list_files() == []


@pytest.mark.usefixtures("database")
def test_refuses_the_very_same_file_twice_on_one_record() -> None:
    parties = Parties()
    kept = attached(parties.lead)
    with pytest.raises(Refusal) as refused:
        attached(parties.provider, title="The letter again", file_name="other.pdf")
    assert str(refused.value) == (
        "This very file is attached here already: “Letter of 3 March”, by PbC lead of DacCom, DacCom, on 28 March 2008."
    )
    assert attached(parties.provider, subject_id=8).subject_id == 8
    withdrawn(kept.id, parties.lead)
    assert attached(parties.provider).id != kept.id, "a withdrawn one may be attached anew"


@pytest.mark.usefixtures("database")
def test_a_document_is_found_with_its_own_record_alone() -> None:
    parties = Parties()
    kept = attached(parties.lead)
    assert get_attachment("contract", 7, kept.id).id == kept.id
    for subject, subject_id in (("contract", 8), ("variation", 7)):
        with pytest.raises(NoResultFound):
            get_attachment(subject, subject_id, kept.id)
    with pytest.raises(NoResultFound):
        withdrawn(kept.id, parties.lead, subject_id=8)
    assert get_attachment("contract", 7, kept.id).withdrawal is None


def test_a_document_the_scanner_finds_clean_is_marked_so(database: Flask, tmp_path: Path) -> None:
    lead = Parties().lead
    with a_scanner(tmp_path / "clamd") as (fake, setting):
        database.config["CLAMD"] = setting
        kept = attached(lead)
    assert fake.given == [LETTER]
    assert (kept.scan, kept.scanned_at, kept.scan_name) == (Scan.CLEAN, AT, "Scanned for viruses")


def test_an_infected_document_is_refused_and_that_is_recorded(database: Flask, tmp_path: Path) -> None:
    parties = Parties()
    trust = parties.commissioner.organisation_id
    with a_scanner(tmp_path / "clamd") as (_, setting):
        database.config["CLAMD"] = setting
        with pytest.raises(InfectedFile) as refused:
            attached(parties.lead, file_name="letter.txt", content=EICAR)
    assert str(refused.value) == (
        "The virus scanner found Eicar-Signature in “letter.txt”, so it was not attached. "
        "Tell whoever looks after your computer."
    )
    with transaction():
        note_infected(refused.value, subject="contract", subject_id=7, by=parties.lead, commissioner_id=trust)
    (line,) = history_of("contract", 7)
    assert (line.who, line.did) == (
        "PbC lead of DacCom",
        "was refused to attach letter.txt: the virus scanner found Eicar-Signature",
    )
    told = db.session.query(AuditEvent).where(AuditEvent.act == "attachments.note_infected").one()
    assert values_in(told.payload)[1]["content_hash"] == sha256(EICAR).hexdigest()
    assert told.commissioner_id == trust
    assert (list_attachments("contract", 7), list_files()) == ([], [])


def test_without_the_scanner_that_is_configured_nothing_is_attached(database: Flask) -> None:
    lead = Parties().lead
    database.config["CLAMD"] = "unix:/nowhere/clamd.ctl"
    with pytest.raises(Refusal, match=r"^The virus scanner does not answer, so nothing was attached\."):
        attached(lead)
    assert list_files() == []


@pytest.mark.usefixtures("database")
def test_a_withdrawn_document_is_kept_with_the_reason() -> None:
    parties = Parties()
    kept = attached(parties.lead)
    withdrawn(kept.id, parties.commissioner)
    (listed,) = list_attachments("contract", 7)
    assert listed.withdrawal is not None
    assert listed.withdrawal.reason == "It belongs to another contract."
    assert listed.withdrawal.given == "Commissioner, West Hertfordshire PCT, on 28 March 2008"
    assert content_of(listed) == LETTER


@pytest.mark.usefixtures("database")
def test_refuses_to_withdraw_without_a_reason_or_twice() -> None:
    parties = Parties()
    kept = attached(parties.lead)
    for reason, sentence in (
        (" ", "Say why the document is withdrawn."),
        ("x" * 501, "A reason has at most 500 characters. Shorten it."),
    ):
        with pytest.raises(Refusal) as refused:
            withdrawn(kept.id, parties.lead, reason)
        assert str(refused.value) == sentence
    withdrawn(kept.id, parties.lead)
    with pytest.raises(Refusal) as refused:
        withdrawn(kept.id, parties.commissioner)
    assert str(refused.value) == (
        "This document is withdrawn already, by PbC lead of DacCom, DacCom, on 28 March 2008."
    )


def test_of_two_who_withdraw_at_once_the_second_is_told(database: Flask) -> None:
    """TRAPS 30."""
    parties = Parties()
    attachment_id = attached(parties.lead).id

    def act(by: Actor) -> object:
        return withdraw_attachment(
            subject="contract", subject_id=7, attachment_id=attachment_id, reason="Wrong.", by=by, at=AT
        )

    came = at_once(database, lambda: act(parties.lead), lambda: act(parties.commissioner))
    assert came[1] == "done"
    assert came[0].startswith("This document is withdrawn already, by ")


@pytest.mark.usefixtures("database")
def test_the_trail_tells_each_act_once_with_the_hash() -> None:
    parties = Parties()
    kept = attached(parties.lead)
    withdrawn(kept.id, parties.commissioner)
    with bookkeeping():
        note_reading(attachment_id=kept.id, by=parties.provider, at=AT)
    assert [(line.who, line.did) for line in reversed(history_of("contract", 7))] == [
        ("PbC lead of DacCom", "attached the document “Letter of 3 March” (letter.pdf)"),
        ("Commissioner", "withdrew the document “Letter of 3 March”: It belongs to another contract."),
    ]
    events = db.session.query(AuditEvent).where(AuditEvent.subject == "contract").order_by(AuditEvent.id).all()
    assert [values_in(each.payload)[1]["content_hash"] for each in events] == [kept.content_hash] * 2
    assert values_in(events[0].payload)[1]["attachment"] == kept.id
    assert {each.commissioner_id for each in events} == {parties.commissioner.organisation_id}
    assert first_fault() == ""


@pytest.mark.usefixtures("database")
def test_readings_are_kept_with_who_and_when() -> None:
    parties = Parties()
    kept = attached(parties.lead)
    for minute, by in enumerate((parties.provider, parties.commissioner)):
        with bookkeeping():
            note_reading(attachment_id=kept.id, by=by, at=AT + timedelta(minutes=minute))
    assert [(each.name, each.read_at) for each in list_readings(kept)] == [
        ("Commissioner", AT + timedelta(minutes=1)),
        ("Provider manager", AT),
    ]
    assert list_readings(attached(parties.lead, subject_id=8)) == []


@pytest.mark.usefixtures("database")
def test_readings_are_shown_to_those_who_read_the_trail_of_their_commissioner() -> None:
    parties = Parties()
    auditor = a_person(Role.AUDITOR, parties.commissioner.organisation_id, by=parties.administrator, name="Auditor")
    kept = attached(parties.lead)
    with bookkeeping():
        note_reading(attachment_id=kept.id, by=parties.provider, at=AT)

    def shown(by: Actor, **asked: str) -> int:
        return len(db.session.scalars(select_readings(by=by, **asked)).all())

    assert shown(auditor) == shown(parties.administrator) == 1
    assert (shown(auditor, person="provider"), shown(auditor, person="lead")) == (1, 0)
    assert (shown(auditor, title="march"), shown(auditor, title="50%")) == (1, 0)
    with pytest.raises(NotAllowed, match="you may not read the audit trail"):
        select_readings(by=parties.lead)
    file = check_file(file_name="x.pdf", content=LETTER)
    with transaction():
        other = attach(subject="contract", subject_id=9, title="x", file=file, by=parties.lead, at=AT)
    with bookkeeping():
        note_reading(attachment_id=other.id, by=parties.lead, at=AT)
    assert (shown(auditor), shown(parties.administrator)) == (1, 2), (
        "a record of no commissioner is the administrator’s"
    )


@pytest.mark.usefixtures("database")
def test_who_left_stays_on_what_they_attached() -> None:
    """TRAPS 17. So does the organisation's name as it was."""
    parties = Parties()
    attached(parties.lead)
    with transaction():
        deactivate_person(person_id=parties.lead.person_id, reason="Left", by=parties.administrator, on=DAY)
    with transaction():
        rename_party(party_id=parties.group, name="Dacorum Commissioning", by=parties.commissioner)
    assert list_attachments("contract", 7)[0].attached == "PbC lead of DacCom, DacCom, on 28 March 2008"


def test_a_file_that_is_missing_or_damaged_is_told_in_words(database: Flask) -> None:
    kept = attached(Parties().lead)
    path = folder_of(database) / kept.stored_name
    for change, fault in (
        (lambda: path.write_bytes(LETTER + b" "), "is damaged: it is not what was attached"),
        (path.unlink, "cannot be found"),
        (path.mkdir, "cannot be found"),
    ):
        change()
        with pytest.raises(Refusal) as refused:
            content_of(get_attachment("contract", 7, kept.id))
        assert str(refused.value) == (
            f"The file of “Letter of 3 March” {fault}. Tell your administrator: it may still be in a backup."
        )


def test_a_name_from_elsewhere_opens_nothing(database: Flask) -> None:
    attached(Parties().lead)
    (folder_of(database).parent / "secret").write_text("secret")
    assert find_file("../secret") is None
    assert find_file("secret") is None


@pytest.mark.usefixtures("database")
def test_an_act_that_fails_afterwards_leaves_a_file_and_no_row() -> None:
    lead = Parties().lead
    file = check_file(file_name="x.pdf", content=LETTER)

    def act() -> None:
        with transaction():
            attach(subject="contract", subject_id=7, title="x", file=file, by=lead, at=AT)
            raise RuntimeError("later")

    with pytest.raises(RuntimeError, match="later"):
        act()
    assert list_attachments("contract", 7) == []
    assert len(list_files()) == 1, "`flask attachments tidy` takes it away"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attachments_attachment SET title = 'Another'",
        "DELETE FROM attachments_attachment",
        "UPDATE attachments_withdrawal SET reason = 'Another'",
        "DELETE FROM attachments_withdrawal",
        "UPDATE attachments_reading SET name = 'Another'",
        "DELETE FROM attachments_reading",
    ],
)
def test_the_database_keeps_all_of_it_as_it_was(statement: str) -> None:
    parties = Parties()
    kept = attached(parties.lead)
    withdrawn(kept.id, parties.lead)
    with bookkeeping():
        note_reading(attachment_id=kept.id, by=parties.lead, at=AT)
    with pytest.raises(DBAPIError, match=r"what attachments_\w+ holds is frozen"), bookkeeping() as session:
        session.execute(text(statement))


def test_files_of_others_in_the_folder_are_let_be(database: Flask) -> None:
    with database.app_context():
        name = keep_file(b"x")
    (folder_of(database) / "notes.txt").write_text("x")
    assert list_files() == [name]
