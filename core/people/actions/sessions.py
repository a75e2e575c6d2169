"""Keeping which sessions are open, so that a copied cookie is worth nothing once its owner signed out: bookkeeping."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from core.db import db
from core.people import passwords, queries
from core.people.models import PersonSession

_KEPT = timedelta(days=31)


def open_session(*, person_id: int, at: datetime) -> str:
    """Open a session and give its key, of which only the hash is kept; the person's long past ones are forgotten."""
    past = delete(PersonSession).where(PersonSession.person_id == person_id, PersonSession.began_at < at - _KEPT)
    db.session.execute(past)
    key = passwords.new_secret()
    db.session.add(PersonSession(key_hash=passwords.hash_token(key), person_id=person_id, began_at=at))
    db.session.flush()
    return key


def close_session(*, key: str, at: datetime) -> None:
    """End the session of that key, if there is one that has not ended."""
    found = queries.find_open_session(key)
    if found is not None:
        found.ended_at = at
