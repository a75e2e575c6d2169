"""Parts of the trail are sealed into files that prove themselves; their values go after their time. Both engines."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from core.audit_trail import actions, queries
from core.audit_trail.imports import read_segment
from core.audit_trail.models import AuditEvent, LettingGo, Segment
from core.audit_trail.queries import first_fault, head_hash
from core.audit_trail.rules import Ground
from core.canonical import hash_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.people.queries import find_actor_by_email
from core.permissions import Actor, Role
from tests.builders import AT, a_commissioner, a_person, an_installation
from tests.builders_backup import Keys
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ADMINISTRATOR, SECOND = "admin@whp.example", "second@whp.example"
SEALED_ON = datetime(2008, 4, 2, 9, 0, tzinfo=UTC)
BEFORE_TIME, AFTER_TIME = datetime(2015, 3, 31, 12, 0, tzinfo=UTC), datetime(2015, 4, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still on 1 April 2008 until a test moves it."""
    with time_machine.travel(AT, tick=False) as travelling:
        yield travelling


def run(app: Flask, *words: str) -> Result:
    """`flask …`."""
    db.session.remove()
    return app.test_cli_runner().invoke(args=list(words))


def two_administrators() -> tuple[Actor, Actor]:
    """The trust with a commissioner and two administrators: six events of 1 April 2008."""
    administrator = an_installation()
    a_commissioner(administrator)
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator, name="Second administrator", email=SECOND)
    return administrator, second


def sealed(app: Flask, folder: Path, *how: str) -> Path:
    """The file of all events of 1 April, sealed by the first administrator on the next day."""
    done = run(
        app, "audit", "seal", str(folder), "--until", "2008-04-01", "--as", ADMINISTRATOR, *(how or ("--readable",))
    )
    assert done.exit_code == 0, done.stderr
    return Path(done.stdout.splitlines()[0])


def payloads() -> list[bool]:
    db.session.rollback()
    return [payload is not None for payload in db.session.scalars(select(AuditEvent.payload).order_by(AuditEvent.id))]


def test_a_segment_is_sealed_checked_from_its_file_alone_and_let_go_after_its_time(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    two_administrators()
    kept = head_hash()
    clock.move_to(SEALED_ON)
    file = sealed(database, tmp_path / "segments")
    assert file.name == "audit-trail-1-6.jsonl"
    assert (file.stat().st_mode & 0o777, [path.name for path in file.parent.iterdir()]) == (0o600, [file.name])
    header, *rows, last = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert (header["first"], len(rows), last["rows"], last["last_hash"]) == (1, 6, 6, kept)
    assert rows[2]["did"] == "added Commissioner, who signs in as commissioner-1@whp.example"

    checked = run(database, "audit", "verify-segment", str(file), "--sha256", last["sha256"])
    assert checked.stdout.startswith("The segment holds: Events 1 to 6, 6 rows until 1 April 2008; last hash")
    db.session.rollback()
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert queries.line_of(event).did == "sealed the events 1 to 6 into the file audit-trail-1-6.jsonl"

    clock.move_to(BEFORE_TIME)
    early = run(database, "audit", "let-go", str(file), "--as", SECOND)
    assert (early.exit_code, payloads()) == (2, [True] * 7)
    assert early.stderr.startswith("The values of this segment are held until 31 March 2015: 6 years after")
    clock.move_to(AFTER_TIME)
    own = run(database, "audit", "let-go", str(file), "--as", ADMINISTRATOR)
    assert (own.exit_code, own.stderr.split(",")[0]) == (2, "You")
    gone = run(database, "audit", "let-go", str(file), "--as", SECOND)
    assert gone.stdout == "The values of the events 1 to 6 went; keep the file.\n"
    assert payloads() == [False] * 6 + [True] * 2
    assert (first_fault(kept), queries.history_of("person", 2)[-1].who) == ("", "Administrator")
    again = run(database, "audit", "let-go", str(file), "--as", SECOND)
    assert (again.exit_code, again.stderr) == (2, "The values of this segment were let go already.\n")
    assert run(database, "audit", "verify", "--head", kept).exit_code == 0


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda lines: [*lines[:2], lines[2].replace(b"people.", b"persons."), *lines[3:]],
            "changed",
        ),
        (lambda lines: [*lines[:2], *lines[3:]], "row 2 is missing"),
        (lambda lines: lines[:-1], "it was cut short"),
        (lambda lines: [*lines, lines[-1]], "something stands after its last line"),
        (lambda lines: [*lines[:-2], lines[-1]], "its last line does not fit"),
        (lambda lines: [lines[0], lines[-1]], "its last line does not fit"),
        (lambda lines: [lines[0], b'{"number":1}\n', *lines[2:]], "row 1 lacks a part"),
        (lambda lines: [re.sub(rb"\+00:00", b"Z?", line) for line in lines], "row 1 cannot be read"),
        (lambda lines: [re.sub(rb'"who":"[^"]*"', b'"who":"Somebody else"', line) for line in lines], "does not fit"),
        (lambda lines: [line.replace(b"Commissioner", b"Another") for line in lines], "the values of row"),
        (lambda lines: [line.replace(b"segment-1", b"segment-9") for line in lines], "it is no segment"),
        (lambda _: [b"[]\n"], "damaged"),
        (lambda _: [b"{\n"], "it is no segment"),
        (lambda _: [b"{}"], "it is no segment"),
    ],
)
def test_a_changed_file_is_found(
    app: Flask, tmp_path: Path, clock: time_machine.Traveller, change: object, fault: str
) -> None:
    two_administrators()
    clock.move_to(SEALED_ON)
    file = sealed(app, tmp_path)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(change(lines)))  # type: ignore[operator]  # each is a function of lines
    done = run(app, "audit", "verify-segment", str(file), "--passphrase-file", str(Keys(tmp_path).passphrase))
    assert (done.exit_code, fault in done.stderr) == (1, True), done.stderr


def test_a_segment_is_encrypted_and_opens_with_its_key_alone(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    two_administrators()
    clock.move_to(SEALED_ON)
    keys = Keys(tmp_path)
    file = sealed(database, tmp_path / "segments", "--recipient", keys.public)
    assert b"people.create_person" not in file.read_bytes()
    opened = run(database, "audit", "verify-segment", str(file), "--identity-file", str(keys.file))
    assert opened.exit_code == 0, opened.stderr
    closed = run(database, "audit", "verify-segment", str(file), "--passphrase-file", str(keys.passphrase))
    assert (closed.exit_code, "sealed for a key" in closed.stderr) == (2, True)
    other = run(database, "audit", "verify-segment", str(file), "--identity-file", str(keys.file), "--sha256", "0")
    assert (other.exit_code, "it is another" in other.stderr) == (1, True)
    file.write_bytes(file.read_bytes()[:-9])
    cut = run(database, "audit", "verify-segment", str(file), "--identity-file", str(keys.file))
    assert (cut.exit_code, cut.stderr.startswith("The segment is damaged")) == (1, True)


def test_segments_follow_each_other_and_refuse_what_is_no_segment(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    administrator, _ = two_administrators()
    seal = ("audit", "seal", str(tmp_path), "--readable", "--as", ADMINISTRATOR, "--until")
    assert run(database, *seal, "2008-04-01").stderr == "A segment ends with a day that is over.\n"
    assert run(database, *seal, "2008-03-31").stderr.startswith(
        "Nothing happened until 31 March 2008 that is not sealed"
    )
    clock.move_to(SEALED_ON)
    sealed(database, tmp_path)
    clock.move_to(datetime(2008, 4, 3, 9, 0, tzinfo=UTC))
    a_person(Role.AUDITOR, 1, by=administrator)
    clock.move_to(datetime(2008, 4, 4, 9, 0, tzinfo=UTC))
    assert "audit-trail-7-9.jsonl" in run(database, *seal, "2008-04-03").stdout
    db.session.rollback()
    spans = [(each.first_id, each.last_id, each.count) for each in queries.list_segments(by=administrator)]
    assert spans == [(7, 9, 3), (1, 6, 6)]
    both = run(database, *seal, "2008-04-03", "--recipient", "age1")
    assert (both.exit_code, both.stderr[:7]) == (2, "Nothing")
    auditor = find_actor_by_email("auditor-1@whp.example", on=AT.date(), account="")
    assert auditor is not None
    refused = run(database, "audit", "seal", str(tmp_path), "--until", "2008-04-03", "--as", "auditor-1@whp.example")
    assert refused.stderr == "As Auditor you may not redact the audit trail.\n"
    assert run(database, "audit", "verify-segment", str(tmp_path / "none")).exit_code == 2


def test_a_broken_trail_is_not_sealed_and_another_trails_file_lets_nothing_go(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    two_administrators()
    clock.move_to(SEALED_ON)
    file = sealed(database, tmp_path / "one")
    header, *rows, last = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows[0]["did"] = "did something else"
    lines = [
        json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for each in (header, *rows)
    ]
    last["sha256"] = hash_of("".join(lines))
    forged = tmp_path / "forged.jsonl"
    forged.write_text("".join(lines) + json.dumps(last) + "\n", encoding="utf-8")
    assert run(database, "audit", "verify-segment", str(forged)).exit_code == 0
    clock.move_to(AFTER_TIME)
    strange = run(database, "audit", "let-go", str(forged), "--as", SECOND)
    assert strange.stderr == "This file is no segment that was sealed from this audit trail.\n"

    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_trail_event DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER audit_trail_event_stays"))
        connection.execute(text("UPDATE audit_trail_event SET act = 'x' WHERE id = 7"))
    seal = ("audit", "seal", str(tmp_path), "--readable", "--as", ADMINISTRATOR, "--until", "2008-04-02")
    broken = run(database, *seal)
    assert (broken.exit_code, broken.stderr) == (
        2,
        "The audit trail is broken: row 7 was changed. Nothing was sealed.\n",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["forged.jsonl", "one"]


def test_the_database_itself_holds_values_that_nobody_let_go(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    administrator, _ = two_administrators()
    clock.move_to(SEALED_ON)
    sealed(database, tmp_path)
    statements = ("UPDATE audit_trail_event SET payload = NULL WHERE id = 2", "DELETE FROM audit_trail_segment")
    for statement in (*statements, "UPDATE audit_trail_segment SET last_id = 7"):
        db.session.rollback()
        with pytest.raises(DatabaseError), db.engine.begin() as connection:
            connection.execute(text(statement))
    db.session.rollback()
    with db.engine.begin() as connection:  # by one person, with a row of their own making
        connection.execute(
            text("INSERT INTO audit_trail_letting_go (segment_id, by_id, at) VALUES (1, 1, '2015-04-01')")
        )
    with pytest.raises(DatabaseError), db.engine.begin() as connection:
        connection.execute(text(statements[0]))
    assert first_fault() == ""
    del administrator


def test_values_let_go_past_the_actions_are_found(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    """The acts of both people must stand in the trail: rows of other tables are not enough."""
    _, second = two_administrators()
    clock.move_to(SEALED_ON)
    sealed(database, tmp_path)
    db.session.rollback()
    with db.engine.begin() as connection:
        statement = "INSERT INTO audit_trail_letting_go (segment_id, by_id, at) VALUES (1, :by, '2015-04-01')"
        connection.execute(text(statement), {"by": second.person_id})
        connection.execute(text("UPDATE audit_trail_event SET payload = NULL WHERE id = 2"))
    assert first_fault() == "row 2 lost its values without a redaction by two people"


def test_what_a_segment_holds_is_redacted_before_or_refused_after(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    administrator, second = two_administrators()
    with transaction():
        proposed = actions.propose_redaction(
            event_id=3, ground=Ground.CREDENTIAL, reason="A slip", by=administrator, at=AT
        )
    with transaction():
        actions.confirm_redaction(redaction_id=proposed.id, by=second, at=AT)
    clock.move_to(SEALED_ON)
    file = sealed(database, tmp_path)
    assert "1 without values (redacted)" in run(database, "audit", "verify-segment", str(file)).stdout
    clock.move_to(AFTER_TIME)
    assert run(database, "audit", "let-go", str(file), "--as", SECOND).exit_code == 0
    with pytest.raises(Refusal, match=r"^The values of this event are no longer held here"), transaction():
        actions.propose_redaction(event_id=2, ground=Ground.OTHER, reason="x", by=administrator, at=AFTER_TIME)
    assert first_fault() == ""


def test_only_administrators_seal_and_let_go(database: Flask, tmp_path: Path, clock: time_machine.Traveller) -> None:
    administrator, _ = two_administrators()
    auditor = a_person(Role.AUDITOR, 1, by=administrator)
    clock.move_to(SEALED_ON)
    file = sealed(database, tmp_path)
    with file.open("rb") as lines:
        read = read_segment(lines)
    with pytest.raises(NotAllowed, match=r"^As Auditor you may not redact the audit trail"), transaction():
        actions.seal_segment(read=read, file_name="x", by=auditor, at=SEALED_ON)
    with pytest.raises(NotAllowed, match=r"^As Auditor you may not redact the audit trail"), transaction():
        actions.let_segment_go(read=read, years=6, by=auditor, at=AFTER_TIME)
    with pytest.raises(Refusal, match=r"^Another segment was sealed, or the trail went on, meanwhile"), transaction():
        actions.seal_segment(read=read, file_name="x", by=administrator, at=SEALED_ON)


def test_migrations_refuse_to_go_back_once_values_were_let_go(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    two_administrators()
    clock.move_to(SEALED_ON)
    file = sealed(database, tmp_path)
    clock.move_to(AFTER_TIME)
    run(database, "audit", "let-go", str(file), "--as", SECOND)
    db.session.remove()
    with pytest.raises(SystemExit), database.app_context():
        downgrade(revision="0041")
    assert "Values of sealed segments were let go" in caplog.text
    assert len(list(db.session.scalars(select(LettingGo)))) == 1
    assert first_fault() == ""


def test_migrations_go_back_and_up_with_segments_whose_values_are_held(
    database: Flask, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    two_administrators()
    clock.move_to(SEALED_ON)
    sealed(database, tmp_path)
    db.session.remove()
    with database.app_context():
        downgrade(revision="0041")
        upgrade()
    assert (payloads(), first_fault()) == ([True] * 7, "")
    assert list(db.session.scalars(select(Segment))) == []


@pytest.mark.usefixtures("app")
def test_pages_say_what_is_sealed_and_where_values_went(
    app: Flask, tmp_path: Path, clock: time_machine.Traveller, person: Person
) -> None:
    administrator, _ = two_administrators()
    sign_in_as(person, administrator)
    assert "Nothing is sealed yet" in person.visit("/audit-trail/segments").words
    clock.move_to(SEALED_ON)
    file = sealed(app, tmp_path)
    sign_in_as(person, administrator)
    assert "Held until at least 31 March 2015" in person.visit("/audit-trail/segments").words
    assert f"stand in the file {file.name} too" in person.visit("/audit-trail/2/propose-redaction").words
    clock.move_to(AFTER_TIME)
    run(app, "audit", "let-go", str(file), "--as", SECOND)
    sign_in_as(person, administrator)
    assert "Let go" in person.visit("/audit-trail/segments").words
    words = person.visit("/audit-trail/2").words
    assert "Second administrator let them go on" in words
    assert f"They stand in the file {file.name}." in words
    assert "Propose to redact" not in words
