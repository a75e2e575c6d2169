"""The trail: appended to in order, never changed, redacted by two people, checked from end to end. Both engines."""

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, NoResultFound

from core.audit_trail import actions, queries
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Asked, first_fault, head_hash, select_events
from core.audit_trail.rules import GENESIS, Ground
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.parties.actions import rename_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import AT, a_commissioner, a_person, an_installation, an_organisation

pytestmark = pytest.mark.usefixtures("database")


def execute(statement: str) -> None:
    """Run a statement as somebody with access to the database would, past all our code."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def forge(database: Flask, statement: str) -> None:
    """The same, by somebody who first takes the triggers away."""
    db.session.rollback()
    with database.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_trail_event DISABLE TRIGGER USER"))
        else:
            for trigger in ("audit_trail_event_stays", "audit_trail_event_is_kept"):
                connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_trail_event",
        "UPDATE audit_trail_event SET act = 'x'",
        "UPDATE audit_trail_event SET payload = NULL",
        "UPDATE audit_trail_event SET payload = '{}'",
        "UPDATE audit_trail_event SET by_id = NULL WHERE id = 3",
    ],
)
def test_the_database_itself_refuses_every_change(statement: str) -> None:
    a_commissioner(an_installation())
    with pytest.raises(DatabaseError, match="the audit trail is only appended to"):
        execute(statement)
    assert first_fault() == ""


def test_events_follow_each_other_in_the_order_of_the_acts() -> None:
    assert (head_hash(), first_fault()) == (GENESIS, "")
    a_commissioner(an_installation())
    events = list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)))
    assert [event.id for event in events] == [1, 2, 3, 4]
    assert [event.previous_hash for event in events] == [GENESIS, *(event.hash for event in events[:-1])]
    assert head_hash() == events[-1].hash


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_trail_event SET by_id = NULL WHERE id = 3", "row 3 was changed"),
        ("UPDATE audit_trail_event SET payload = '{}' WHERE id = 2", "the values of row 2 were changed"),
        ("UPDATE audit_trail_event SET payload = NULL WHERE id = 2", "row 2 lost its values without a redaction"),
        ("DELETE FROM audit_trail_event WHERE id = 2", "row 2 is missing"),
    ],
)
def test_a_change_past_the_triggers_is_found(database: Flask, statement: str, fault: str) -> None:
    a_commissioner(an_installation())
    forge(database, statement)
    assert first_fault().startswith(fault)


def test_rows_cut_off_at_the_end_are_found_with_a_kept_head(database: Flask) -> None:
    a_commissioner(an_installation())
    kept = head_hash()
    assert first_fault(kept) == ""
    forge(database, "DELETE FROM audit_trail_event WHERE id = 4")
    assert first_fault() == ""
    assert first_fault(kept).startswith(f"no row has the hash {kept}")


def test_two_writers_at_once_make_one_chain(database: Flask) -> None:
    """TRAPS 30: neither event is lost, and neither breaks the chain."""
    commissioner = a_commissioner(an_installation())
    groups = [an_organisation(PartyKind.PBC_GROUP, code, by=commissioner).id for code in ("DAC", "WAT")]
    before = queries.find_head()
    assert before is not None
    number = before.id
    failures: list[BaseException] = []

    def rename_often(party_id: int) -> None:
        with database.app_context():
            try:
                for turn in range(8):
                    with transaction():
                        rename_party(party_id=party_id, name=f"Name {turn}", by=commissioner)
            except BaseException as failure:
                failures.append(failure)
                raise
            finally:
                db.session.remove()

    writers = [threading.Thread(target=rename_often, args=(group,)) for group in groups]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    db.session.rollback()
    last = queries.find_head()
    assert (failures, first_fault()) == ([], "")
    assert last is not None
    assert last.id == number + 16


def proposed(by: Actor, event_id: int = 3) -> int:
    with transaction():
        return actions.propose_redaction(
            event_id=event_id, ground=Ground.PATIENT, reason="A name that must not stay", by=by, at=AT
        ).id


def test_two_people_redact_the_values_and_the_row_stays() -> None:
    administrator = an_installation()
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator, name="Second administrator")
    was = queries.get_event(2, by=administrator).hash
    redaction_id = proposed(administrator, 2)
    with pytest.raises(Refusal, match=r"^You proposed this redaction"), transaction():
        actions.confirm_redaction(redaction_id=redaction_id, by=administrator, at=AT)
    assert queries.get_event(2, by=administrator).payload is not None
    with transaction():
        event = actions.confirm_redaction(redaction_id=redaction_id, by=second, at=AT)
    assert (event.payload, event.hash) == (None, was)
    assert first_fault() == ""
    done, asked = queries.history_of("audit event", 2)[:2]
    assert (done.who, done.did) == (
        "Second administrator",
        "redacted the values of event 2: A name that must not stay",
    )
    assert (asked.who, asked.did) == (
        "Administrator",
        "proposed to redact the values of event 2: A name that must not stay",
    )
    with pytest.raises(Refusal, match=r"^This redaction is done already\.$"), transaction():
        actions.confirm_redaction(redaction_id=redaction_id, by=second, at=AT)
    with pytest.raises(Refusal, match=r"^A redaction of this event is proposed or done already"), transaction():
        actions.propose_redaction(event_id=2, ground=Ground.PATIENT, reason="x", by=second, at=AT)
    with pytest.raises(DatabaseError):
        execute("UPDATE audit_trail_redaction SET reason = 'x'")


def test_only_administrators_redact_and_only_with_a_reason() -> None:
    administrator = an_installation()
    auditor = a_person(Role.AUDITOR, 1, by=administrator)
    with pytest.raises(NotAllowed, match=r"^As Auditor you may not redact the audit trail"), transaction():
        actions.propose_redaction(event_id=1, ground=Ground.PATIENT, reason="x", by=auditor, at=AT)
    with pytest.raises(Refusal, match=r"^Say why the values must go"), transaction():
        actions.propose_redaction(event_id=1, ground=Ground.PATIENT, reason=" ", by=administrator, at=AT)
    redaction_id = proposed(administrator)
    with pytest.raises(NotAllowed, match=r"^As Auditor you may not redact the audit trail"), transaction():
        actions.confirm_redaction(redaction_id=redaction_id, by=auditor, at=AT)
    assert [waiting.id for waiting in queries.list_open_redactions()] == [redaction_id]


def test_an_auditor_reads_what_concerns_the_trust_and_an_administrator_everything() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    other = an_organisation(PartyKind.PCT, "OTH", by=administrator, name="Another PCT")
    auditor = a_person(Role.AUDITOR, other.id, by=administrator)
    mine = an_organisation(PartyKind.PRACTICE, "X82001", by=commissioner)
    seen = {(e.act, e.subject_id) for e in db.session.scalars(select_events(Asked(), by=auditor))}
    assert ("parties.open_party", other.id) in seen
    assert ("parties.open_party", mine.id) not in seen
    everything = db.session.scalars(select_events(Asked(), by=administrator)).all()
    assert [event.id for event in everything] == list(range(len(everything), 0, -1))
    with pytest.raises(NoResultFound):
        queries.get_event(everything[0].id, by=auditor)
    with pytest.raises(NotAllowed, match=r"^As PCT commissioner you may not read the audit trail"):
        select_events(Asked(), by=commissioner)


def test_the_filter_asks_by_person_act_subject_and_london_days() -> None:
    administrator = an_installation()
    a_commissioner(administrator)
    moments = [event.at for event in db.session.scalars(select(AuditEvent))]
    today = max(moments).date()

    def found(asked: Asked) -> list[int]:
        return [event.id for event in db.session.scalars(select_events(asked, by=administrator))]

    assert found(Asked(person="admin")) == [4, 3]
    assert found(Asked(person="%")) == []
    assert found(Asked(act="people.give_grant")) == [4]
    assert found(Asked(subject="party")) == [1]
    assert found(Asked(subject="person", subject_id=2)) == [4, 3]
    assert found(Asked(last_day=date(2008, 3, 31))) == []
    assert found(Asked(first_day=today.replace(year=today.year + 1, day=1))) == []
