"""Whoever changes the trail past its triggers is found: every column, and a redaction that no two people made."""

import pytest
from flask import Flask
from sqlalchemy import text

from core.audit_trail import actions, queries
from core.audit_trail.models import AuditEvent
from core.audit_trail.rules import Ground
from core.db import db, transaction
from core.permissions import Role
from tests.builders import AT, a_commissioner, a_person, an_installation

pytestmark = pytest.mark.usefixtures("database")
OTHER_VALUES = {
    "id": "77",
    "at": "'2001-01-01 00:00:00.000000'",
    "by_id": "2",
    "grant_id": "2",
    "account": "'somebody else'",
    "act": "'people.sign_in'",
    "subject": "'round'",
    "subject_id": "9",
    "commissioner_id": "NULL",
    "payload": '\'{"new":{},"old":{},"salt":""}\'',
    "payload_hash": "'0'",
    "previous_hash": "'0'",
    "hash": "'0'",
}


def forge(statement: str) -> None:
    """Change the database as somebody with all rights on it would, with the triggers away."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(statement))
            connection.execute(text("SET session_replication_role = DEFAULT"))
            return
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def test_every_column_is_tried() -> None:
    assert set(OTHER_VALUES) == {column.name for column in AuditEvent.__table__.columns}


@pytest.mark.parametrize("column", OTHER_VALUES)
def test_a_change_of_any_column_is_found(column: str) -> None:
    a_commissioner(an_installation())
    assert queries.first_fault() == ""
    forge(" ".join(("UPDATE audit_trail_event SET", column, "=", OTHER_VALUES[column], "WHERE id = 3")))
    assert queries.first_fault() != ""


def test_an_instant_nobody_can_read_is_a_fault_in_words(database: Flask) -> None:
    """Only SQLite would keep one."""
    if db.engine.dialect.name == "postgresql":
        return
    a_commissioner(an_installation())
    forge("UPDATE audit_trail_event SET at = 'yesterday' WHERE id = 3")
    result = database.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert result.stderr.startswith("The audit trail is broken: a row after row 0 cannot be read")


def test_values_taken_away_with_a_redaction_nobody_made_are_found() -> None:
    """A row in the table of redactions is not enough: the acts of both people must stand in the trail."""
    administrator = an_installation()
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator)
    assert (administrator.person_id, second.person_id) == (1, 2)
    forge(
        "INSERT INTO audit_trail_redaction "
        "(event_id, ground, reason, proposed_by_id, proposed_at, confirmed_by_id, confirmed_at) "
        "VALUES (2, 'other', 'x', 1, '2008-04-01', 2, '2008-04-01')"
    )
    forge("UPDATE audit_trail_event SET payload = NULL WHERE id = 2")
    assert queries.first_fault() == "row 2 lost its values without a redaction by two people"


def test_a_redaction_by_two_people_holds() -> None:
    administrator = an_installation()
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator)
    with transaction():
        redaction = actions.propose_redaction(
            event_id=2, ground=Ground.PATIENT, reason="A name", by=administrator, at=AT
        )
    with transaction():
        actions.confirm_redaction(redaction_id=redaction.id, by=second, at=AT)
    assert queries.first_fault() == ""
