"""Looking up which account of a sign-in service belongs to whom."""

from sqlalchemy import select

from core.db import db
from core.people.models import OutsideIdentity, Person
from core.people.rules.identities import Identity


def find_person_known_as(identity: Identity) -> Person | None:
    """The person who connected this account of the sign-in service."""
    rows = select(OutsideIdentity).where(
        OutsideIdentity.issuer == identity.issuer, OutsideIdentity.subject == identity.subject
    )
    found = db.session.execute(rows).scalar_one_or_none()
    return found.person if found else None


def find_connection(person_id: int, issuer: str) -> OutsideIdentity | None:
    """The account of a sign-in service that a person connected."""
    rows = select(OutsideIdentity).where(OutsideIdentity.person_id == person_id, OutsideIdentity.issuer == issuer)
    return db.session.execute(rows).scalar_one_or_none()
