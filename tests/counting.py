"""What the database is asked: how many statements an act or a page takes, to hold that more rows take no more."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from core.db import db
from tests.person import Person


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile, in order."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def selects_in(asked: list[str]) -> list[str]:
    """Those that read."""
    return [each for each in asked if each.lstrip().upper().startswith("SELECT")]


def asked_by(person: Person, path: str) -> int:
    """How many statements a page takes that the person has read before."""
    person.visit(path)
    with statements() as asked:
        person.visit(path)
    return len(asked)
