"""Builders of backups: a year of work with its documents, keys to seal for, and the commands as somebody types them."""

from pathlib import Path

import pyrage
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from core.attachments.actions import attach
from core.attachments.checking import check_file
from core.attachments.models import Attachment
from core.attachments.queries import list_attachments
from core.db import bookkeeping, db, transaction
from core.operations import queries
from core.permissions import Actor, Role
from tests.builders_activity import a_field, submitted
from tests.builders_attachments import a_pdf
from tests.builders_contracts import Contracting, a_signed_contract
from tests.builders_rounds import AT, an_actor

PASSPHRASE = "six words that nobody would ever guess"
ADMINISTRATOR = "administrator@example.org"


class Keys:
    """A key of age in a folder, as `age-keygen` writes it, and a passphrase in a file."""

    def __init__(self, folder: Path) -> None:
        identity = pyrage.x25519.Identity.generate()
        self.identity = identity
        self.public = str(identity.to_public())
        self.file = folder / "key.txt"
        self.file.touch(mode=0o600)
        self.file.write_text(f"# created by a test\n{identity}\n", encoding="utf-8")
        self.passphrase = folder / "passphrase"
        self.passphrase.touch(mode=0o600)
        self.passphrase.write_text(f"{PASSPHRASE}\n", encoding="utf-8")


def some_work() -> Actor:
    """A month of activity, a signed contract, two documents attached to it, and an administrator; who commissions."""
    submitted(a_field())
    with bookkeeping() as session:  # both fields call their groups alike
        session.execute(text("UPDATE parties_party SET code = 'A' || code"))
    people = Contracting()
    contract_id = a_signed_contract(people)
    an_actor(people.pct, Role.ADMINISTRATOR, "Administrator")
    for words in ("The letter of intent: £1 – agreed.", "Minutes."):
        attached(words, contract_id, by=people.commissioner)
    return people.commissioner


def attached(words: str, contract_id: int, *, by: Actor) -> Attachment:
    """A document attached to a contract."""
    file = check_file(file_name="letter.pdf", content=a_pdf(words))
    with transaction():
        return attach(subject="contract", subject_id=contract_id, title=words, file=file, by=by, at=AT)


def documents() -> list[Attachment]:
    """The documents of the contract."""
    return list_attachments("contract", 1)


def run(app: Flask, *words: object) -> Result:
    """`flask backup …`."""
    db.session.remove()
    return app.test_cli_runner().invoke(args=["backup", *map(str, words)])


def a_backup(app: Flask, folder: Path, keys: Keys, *words: object) -> Path:
    """A backup sealed for a key; the file."""
    before = set(folder.glob("*.backup"))
    answer = run(app, "create", folder, "--recipient", keys.public, *words)
    assert answer.exit_code == 0, answer.output or answer.exc_info
    (made,) = set(folder.glob("*.backup")) - before
    return made


def everything() -> dict[str, list[bytes]]:
    """What every table of the database holds, row by row."""
    db.session.remove()
    with queries.one_moment() as connection:
        return {name: list(queries.lines_of(connection, t)) for name, t in queries.tables_of(connection).items()}
