"""Migration 0047 down and up with accounts in place: passwords handed over, recovery codes of both lengths."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from core.db import bookkeeping, db, transaction
from core.people.actions.administration import create_person
from core.people.models import RecoveryCode
from core.people.passwords import is_password
from tests.builders import WORDS, an_installation

NOW = datetime.now(UTC)


def rows(question: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_what_is_over_opens_nothing_further_down_and_what_was_handed_over_gets_its_time(database: Flask) -> None:
    with database.app_context():
        administrator = an_installation()
        with transaction():
            for name, until in (("over", NOW - timedelta(hours=1)), ("open", NOW + timedelta(hours=1)), ("own", None)):
                create_person(email=f"{name}@whp.example", name=name, password=WORDS, until=until, by=administrator)
        with bookkeeping():
            for letters in (16, 25):
                db.session.add(RecoveryCode(person_id=1, code_hash=str(letters) * 32, letters=letters))
        db.session.remove()
        downgrade(revision="0046")
        hashes = {name: str(kept) for name, kept in rows("SELECT name, password_hash FROM people_person")}
        assert [is_password(WORDS, hashes[name]) for name in ("over", "open", "own")] == [False, True, True]
        assert rows("SELECT code_hash FROM people_recovery_code") == [("16" * 32,)]
        upgrade()
        assert rows("SELECT letters FROM people_recovery_code") == [(16,)]
        timed = {name for (name,) in rows("SELECT name FROM people_person WHERE password_expires_at IS NOT NULL")}
        assert timed == {"over", "open"}
