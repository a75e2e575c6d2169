"""The restore drill, on both engines: kept while people work, checked, lost, restored, and worked with again."""

import json
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from core.attachments.queries import content_of
from core.audit_trail import queries as trail
from core.audit_trail.models import AuditEvent
from core.db import db
from tests.builders_backup import ADMINISTRATOR, Keys, a_backup, attached, documents, everything, run, some_work


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path)


def lose_everything() -> None:
    """The database as it is on a machine set up anew: without a single table."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        for kept in ("", "-wal", "-shm"):
            Path(f"{db.engine.url.database}{kept}").unlink(missing_ok=True)
        return
    with db.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def schemas() -> set[str]:
    """What else there is beside the database: schemas of PostgreSQL, files beside that of SQLite."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        file = Path(str(db.engine.url.database))
        return {path.name for path in file.parent.iterdir() if path.name.startswith((".scratch", f"{file.name}.b"))}
    with db.engine.connect() as connection:
        return {name for name in inspect(connection).get_schema_names() if name not in {"public", "information_schema"}}


def test_the_restore_drill(database: Flask, tmp_path: Path, keys: Keys) -> None:
    commissioner = some_work()
    kept, head = everything(), trail.head_hash()
    files = {each.stored_name: content_of(each) for each in documents()}
    assert sum(len(rows) for rows in kept.values()) > 100
    assert len(files) == 2

    file = a_backup(database, tmp_path / "backups", keys, "--as", ADMINISTRATOR)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    made = db.session.get_one(AuditEvent, len(kept["audit_trail_event"]) + 1)
    assert trail.line_of(made).did == f"made the backup {file.name}"
    assert made.by is not None

    attached("Written after the backup.", 1, by=commissioner)
    worked_on = everything()
    checked = run(database, "verify", file, "--identity-file", keys.file, "--head", head, "--format", "json")
    assert (checked.exit_code, checked.stderr) == (0, "")
    told = json.loads(checked.stdout)
    assert told["tables"] == {name: len(rows) for name, rows in kept.items()}
    assert told["totals_in_pence"]["agreements_line.amount"] >= 0
    assert told["audit"] == {"rows": len(kept["audit_trail_event"]), "head": head}
    assert (told["attachments"], told["problems"], told["engine"]) == (2, [], db.engine.dialect.name)
    assert (everything(), schemas()) == (worked_on, set())

    lose_everything()
    for path in Path(database.config["ATTACHMENTS_DIR"]).iterdir():
        path.unlink()
    answer = run(database, "restore", file, "--identity-file", keys.file, "--as", ADMINISTRATOR)
    assert (answer.exit_code, answer.stderr) == (0, "")
    restored = everything()
    event = restored["audit_trail_event"].pop()
    assert b"operations.restore_backup" in event
    assert restored == kept
    assert {each.stored_name: content_of(each) for each in documents()} == files
    assert (trail.first_fault(head), schemas()) == ("", set())

    assert attached("Written after the restore.", 1, by=commissioner).id == 3
    assert trail.first_fault(head) == ""
    with pytest.raises(DBAPIError, match="frozen"), db.engine.begin() as connection:
        connection.execute(text("UPDATE attachments_attachment SET title = 'other'"))


def test_what_the_database_holds_is_put_aside_when_that_is_said(database: Flask, tmp_path: Path, keys: Keys) -> None:
    commissioner = some_work()
    file = a_backup(database, tmp_path / "backups", keys)
    attached("Written after the backup.", 1, by=commissioner)
    held = everything()
    words = ("restore", file, "--identity-file", keys.file, "--as", ADMINISTRATOR)

    answer = run(database, *words)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("The database holds something already (in ")
    assert answer.stderr.endswith("To put the backup in its place, and what is there aside, say --replace.\n")
    assert (everything(), schemas()) == (held, set())

    answer = run(database, *words, "--replace")
    assert answer.exit_code == 0, answer.stderr
    assert len(documents()) == 2
    (aside,) = schemas()
    assert answer.stderr.startswith("What the database held before is kept in ")
    assert answer.stderr.endswith(f"{aside}.\n")
    assert len(held["attachments_attachment"]) == 3


def test_a_backup_by_the_timer_is_noted_too(database: Flask, tmp_path: Path, keys: Keys) -> None:
    file = a_backup(database, tmp_path, keys)
    event = trail.find_head()
    assert event is not None
    line = trail.line_of(event)
    assert (line.who, line.did) == ("The system", f"made the backup {file.name}")
