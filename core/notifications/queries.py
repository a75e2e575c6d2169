"""Reading messages: one's own, the outbox, and who is to be told something."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, func, select

from core.db import db
from core.notifications.models import Message
from core.people.queries import list_person_ids_at
from core.permissions import PERMISSIONS_OF, Permission, Role


def people_at(organisation_ids: Sequence[int], *, on: date, permission: Permission | None = None) -> list[int]:
    """The active people with a grant at these organisations on a day; only those whose role has the permission."""
    roles = [role for role in Role if permission is None or permission in PERMISSIONS_OF[role]]
    return list_person_ids_at(organisation_ids, on=on, roles=roles)


def list_person_ids_told(key: str, person_ids: Iterable[int]) -> list[int]:
    """Who of these people has the message of that key already."""
    rows = select(Message.person_id).where(Message.key == key, Message.person_id.in_(list(person_ids)))
    return list(db.session.scalars(rows))


def select_messages(person_id: int) -> Select[Message]:
    """The messages to a person, newest first."""
    return select(Message).where(Message.person_id == person_id).order_by(Message.id.desc())


def count_unread(person_id: int) -> int:
    """How many messages a person has not marked as read."""
    rows = select(func.count()).select_from(Message)
    return db.session.scalar(rows.where(Message.person_id == person_id, Message.read_at.is_(None))) or 0
