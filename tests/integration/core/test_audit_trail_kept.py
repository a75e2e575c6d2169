"""Files taken away are noted, the trail is checked every night, and one record tells its whole story. Both engines."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from core import clock
from core.audit_trail import actions, queries
from core.audit_trail.models import FileTaken
from core.audit_trail.queries import Asked, first_fault, select_events
from core.db import db, transaction
from core.jobs.models import Job
from core.notifications.models import Message
from core.operations.commands.nightly import VERIFIED, ask_for_check, verify_trail
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import AT, a_commissioner, a_person, an_installation, an_organisation
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

LIST, FILE = "/audit-trail/files", "/audit-trail/events.csv?person=Amy"
WORKBOOK = "/budgets/rounds/inputs/template.xlsx"


def taken() -> list[tuple[str, str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(FileTaken).order_by(FileTaken.id))
    return [(each.name, each.file_name, each.address) for each in rows]


def check_of_today() -> str:
    """What a check comes to, asked for as the worker does."""
    with transaction():
        ask_for_check(clock.today(), clock.now())
    db.session.rollback()
    return verify_trail({}, lambda *_: None).words  # type: ignore[arg-type]  # nobody asked


@pytest.mark.usefixtures("app")
def test_a_download_is_noted_with_its_filter_and_a_page_is_not(person: Person) -> None:
    administrator = an_installation()
    trust = a_commissioner(administrator).organisation_id
    auditor = a_person(Role.AUDITOR, trust, by=administrator, name="Amy Auditor")
    sign_in_as(person, auditor)
    person.visit("/audit-trail/")
    person.visit("/audit-trail/?person=Amy")
    assert taken() == []
    person.client.get(FILE)
    person.client.get("/audit-trail/events.csv?person=943+476+5919")
    assert taken() == [
        ("Amy Auditor", "audit-trail.csv", FILE),
        ("Amy Auditor", "audit-trail.csv", "/audit-trail/events.csv?person=(identifier)"),
    ]


@pytest.mark.usefixtures("database")
def test_what_was_taken_is_never_changed_and_seen_by_those_it_concerns() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    other = an_organisation(PartyKind.PCT, "OTH", by=administrator, name="Another PCT")
    auditor = a_person(Role.AUDITOR, commissioner.organisation_id, by=administrator, name="Auditor")
    stranger = a_person(Role.COMMISSIONER, other.id, by=administrator, name="Stranger")
    for who in (commissioner, stranger):
        actions.note_file_taken(file_name="matrix.csv", address="/x", by=who, at=AT)
    assert seen_by(auditor) == [commissioner.name]
    assert seen_by(administrator) == ["Stranger", commissioner.name]
    for statement in ("DELETE FROM audit_trail_file_taken", "UPDATE audit_trail_file_taken SET name = 'x'"):
        db.session.rollback()
        with pytest.raises(DatabaseError, match="is frozen"), db.engine.begin() as connection:
            connection.execute(text(statement))


def seen_by(reader: Actor) -> list[str]:
    """Whose downloads the reader knows of, as a request of theirs finds them."""
    db.session.rollback()
    return [each.name for each in db.session.scalars(queries.select_files_taken(by=reader))]


@pytest.mark.usefixtures("database")
def test_the_check_of_a_day_is_asked_for_once_and_says_that_all_holds() -> None:
    a_commissioner(an_installation())
    assert check_of_today() == "The audit trail holds: 4 rows."
    last = queries.find_last_of(VERIFIED)
    assert last is not None
    assert queries.line_of(last).did == "checked the audit trail: all 4 rows hold"
    assert queries.line_of(last).who == "The system"
    jobs = len(list(db.session.scalars(select(Job))))
    db.session.rollback()
    with transaction():
        ask_for_check(clock.today(), clock.now())
        assert len(list(db.session.scalars(select(Job)))) == jobs
        ask_for_check(clock.today() + timedelta(days=1), clock.now())
        assert len(list(db.session.scalars(select(Job)))) == jobs + 1
    assert first_fault() == ""
    assert not list(db.session.scalars(select(Message)))


def test_a_broken_trail_is_told_to_all_administrators(database: Flask) -> None:
    administrator = an_installation()
    a_commissioner(administrator)
    db.session.rollback()
    with database.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_trail_event DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER audit_trail_event_stays"))
        connection.execute(text("UPDATE audit_trail_event SET act = 'x' WHERE id = 2"))
    assert check_of_today() == "The audit trail is broken: row 2 was changed."
    (message,) = db.session.scalars(select(Message))
    assert message.person_id == administrator.person_id
    assert "row 2 was changed" in message.words
    assert message.href == "/audit-trail/"


@pytest.mark.usefixtures("app")
def test_a_record_tells_its_story_to_those_who_may_read_it(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    auditor = a_person(Role.AUDITOR, commissioner.organisation_id, by=administrator, name="Amy Auditor")
    sign_in_as(person, administrator)
    told = person.visit(f"/audit-trail/records/person/{auditor.person_id}").words
    assert "2 events stand in the audit trail about this record" in told
    assert "added Amy Auditor, who signs in as" in told
    person.visit("/audit-trail/records/person/9999", status=404)
    for acting_for, count in ((commissioner.organisation_name, 4), ("Nobody", 0)):
        rows = select_events(Asked(organisation=acting_for), by=administrator)
        assert len(list(db.session.scalars(rows))) == count
    rows = select_events(Asked(subject="person", subject_id=auditor.person_id), by=administrator)
    assert len(list(db.session.scalars(rows))) == 2


@pytest.mark.usefixtures("app")
def test_what_is_refused_is_noted_once_and_listed(person: Person) -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    other = an_organisation(PartyKind.PCT, "OTH", by=administrator, name="Another PCT")
    stranger = a_person(Role.AUDITOR, other.id, by=administrator, name="A stranger")
    sign_in_as(person, administrator)
    assert "Nobody was refused anything yet." in person.visit("/audit-trail/refused").words
    sign_in_as(person, commissioner)
    for _ in range(2):
        person.visit("/audit-trail/?person=943+476+5919", status=403)
    sign_in_as(person, administrator)
    words = person.visit("/audit-trail/refused").words
    assert "1 request, last first" in words
    assert "Commissioner West Hertfordshire PCT Not permitted A page /audit-trail/?person=(identifier)" in words
    assert "No request fits" in person.visit("/audit-trail/refused?person=Nobody").words
    assert person.visit("/audit-trail/refused?address=/audit-trail").words.count("/audit-trail/?person") == 1
    (_, line) = person.client.get("/audit-trail/refused.csv").text.splitlines()
    assert line.endswith(",Commissioner,West Hertfordshire PCT,Not permitted,GET,/audit-trail/?person=(identifier)")
    sign_in_as(person, stranger)
    assert "Nobody was refused anything yet." in person.visit("/audit-trail/refused").words
    db.session.rollback()
    with pytest.raises(DatabaseError, match="is frozen"), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_trail_refused_request"))


@pytest.mark.usefixtures("app")
def test_a_part_of_a_file_is_noted_as_the_whole_is(person: Person) -> None:
    sign_in_as(person, a_commissioner(an_installation()))
    got = person.client.get(WORKBOOK, headers={"Range": "bytes=0-9"})
    assert got.status_code == 206
    assert [address for _, _, address in taken()] == [WORKBOOK]
