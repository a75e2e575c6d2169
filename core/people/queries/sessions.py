"""Looking up where people are signed in."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.people.models import Grant, PersonSession
from core.people.passwords import hash_token


def find_open_session(key: str) -> PersonSession | None:
    """The session of that key with its person, unless it was ended."""
    rows = select(PersonSession).options(joinedload(PersonSession.person))
    rows = rows.where(PersonSession.key_hash == hash_token(key), PersonSession.ended_at.is_(None))
    return db.session.execute(rows).scalar_one_or_none()


def list_open_sessions(person_id: int, *, at: datetime, idle: timedelta, whole: timedelta) -> list[PersonSession]:
    """A person's sessions that still open the door, the last used first: not ended, not idle, their hours not over."""
    seen = func.coalesce(PersonSession.seen_at, PersonSession.began_at)
    rows = select(PersonSession).options(joinedload(PersonSession.grant).joinedload(Grant.organisation))
    rows = rows.where(PersonSession.person_id == person_id, PersonSession.ended_at.is_(None))
    rows = rows.where(PersonSession.began_at > at - whole, seen > at - idle)
    return list(db.session.scalars(rows.order_by(seen.desc(), PersonSession.id.desc())))


def get_own_session(session_id: int, *, person_id: int) -> PersonSession:
    """The session of that id of this person; NoResultFound for any other."""
    rows = select(PersonSession).where(PersonSession.id == session_id, PersonSession.person_id == person_id)
    return db.session.execute(rows).scalar_one()
