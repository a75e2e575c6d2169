"""Giving a person a password: what is checked of every new one, and what goes with the old one. Within other acts."""

from datetime import datetime

from core.db import db
from core.people import passwords
from core.people.actions.sessions import forget_sessions
from core.people.models import Person
from core.people.queries.place import words_of_place


def check_choice(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is short or endless, that can be guessed quickly, or that words of this place make up."""
    passwords.check_new_password(password, email=email, name=name, place=words_of_place())


def set_password(person: Person, password: str, *, expires_at: datetime | None = None) -> None:
    """Let this be the password of a person; every session ends.

    `expires_at`: it is handed over, holds until then, and is changed at the first sign-in; None: their own.
    """
    person.password_hash = passwords.hash_password(password)
    person.password_is_temporary, person.password_expires_at = expires_at is not None, expires_at
    person.session_stamp = passwords.new_secret()
    db.session.flush()
    forget_sessions(person.id)
