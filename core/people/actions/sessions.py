"""Keeping which sessions are open, so that a copied cookie is worth nothing once its owner signed out; ending them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from core.db import db
from core.errors import Refusal
from core.people import passwords
from core.people.actions.throttling import record_about
from core.people.models import Link, PersonSession
from core.people.queries.sessions import find_open_session, get_own_session
from core.people.rules.sessions import coarse_address
from core.permissions import Actor

_KEPT = timedelta(days=31)


def open_session(*, person_id: int, at: datetime, grant_id: int | None = None, address: str = "") -> str:
    """Open a session and give its key, of which only the hash is kept; the person's long past ones are forgotten."""
    past = delete(PersonSession).where(PersonSession.person_id == person_id, PersonSession.began_at < at - _KEPT)
    db.session.execute(past)
    key = passwords.new_secret()
    db.session.add(
        PersonSession(
            key_hash=passwords.hash_token(key),
            person_id=person_id,
            grant_id=grant_id,
            began_at=at,
            seen_at=at,
            address=coarse_address(address),
        )
    )
    db.session.flush()
    return key


def note_seen(*, key: str, grant_id: int | None, address: str, at: datetime) -> None:
    """Keep that a session is in use, under which grant and from which network: bookkeeping, no act."""
    found = find_open_session(key)
    if found is not None:
        found.seen_at, found.grant_id, found.address = at, grant_id, coarse_address(address)


def renew_key(*, key: str) -> str | None:
    """Give the session of that key another one, which is returned; the old one opens nothing from then on.

    None where no open session has that key (any more): of two requests at once, one renews it.
    """
    new = passwords.new_secret()
    held = update(PersonSession).where(
        PersonSession.key_hash == passwords.hash_token(key), PersonSession.ended_at.is_(None)
    )
    renewed = db.session.execute(held.values(key_hash=passwords.hash_token(new)).returning(PersonSession.id)).first()
    return None if renewed is None else new


def close_session(*, key: str, at: datetime) -> None:
    """End the session of that key, if there is one that has not ended."""
    found = find_open_session(key)
    if found is not None:
        found.ended_at = at


def forget_sessions(person_id: int, *, but: str = "") -> None:
    """End every session of a person, within an act that says why: another password or other codes, deactivation.

    `but`: the key of the one in which they do so themselves.
    """
    ended = delete(PersonSession).where(PersonSession.person_id == person_id)
    db.session.execute(ended.where(PersonSession.key_hash != passwords.hash_token(but)) if but else ended)


def forget_links(person_id: int) -> None:
    """Let no link that was sent to a person open anything any more: they have another way in."""
    unused = delete(Link).where(Link.person_id == person_id, Link.used_at.is_(None))
    db.session.execute(unused)


def end_session(*, session_id: int, by: Actor, at: datetime) -> None:
    """End one of one's own sessions, in another browser."""
    found = get_own_session(session_id, person_id=by.person_id)
    if found.ended_at is not None:
        raise Refusal("You are signed out there already.")
    found.ended_at = at
    db.session.flush()
    record_about(by, "end_session", by.person_id, address=found.address or "an unknown network")


def end_other_sessions(*, key: str, by: Actor) -> None:
    """End all of one's own sessions but the one of that key."""
    forget_sessions(by.person_id, but=key)
    record_about(by, "end_other_sessions", by.person_id)
