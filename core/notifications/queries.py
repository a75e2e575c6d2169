"""Reading messages: one's own, the outbox, and who is to be told something."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from core.db import db
from core.notifications.models import Message
from core.notifications.rules import MOST_TRIES, SENT_WITHIN, Mailing, may_be_tried
from core.people.models import Person
from core.people.queries import list_person_ids_at, select_person_ids_within_reach
from core.permissions import PERMISSIONS_OF, Actor, Permission, Role, check_may


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


def get_own_message(message_id: int, *, person_id: int, for_change: bool = False) -> Message:
    """A message to this person; NoResultFound for any other. `for_change` holds it until the act is over."""
    rows = select(Message).where(Message.id == message_id, Message.person_id == person_id)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def list_unread_messages(person_id: int) -> list[Message]:
    """The messages a person has not marked as read, held until the act is over."""
    rows = select(Message).where(Message.person_id == person_id, Message.read_at.is_(None)).order_by(Message.id)
    return list(db.session.scalars(rows.with_for_update()))


def select_outbox(*, by: Actor, mailing: Mailing | None = None, person: str = "") -> Select[Message]:
    """The messages to the people within an administrator's reach, newest first, as the filter asks."""
    check_may(by, Permission.SEE_OUTBOX)
    rows = select(Message).join(Message.person).options(contains_eager(Message.person)).order_by(Message.id.desc())
    rows = rows.where(Message.person_id.in_(select_person_ids_within_reach(by)))
    if mailing is not None:
        rows = rows.where(_is(mailing))
    return rows.where(Person.name.icontains(person.strip(), autoescape=True)) if person.strip() else rows


def get_message_within_reach(message_id: int, *, by: Actor) -> Message:
    """A message to one of the people within an administrator's reach; NoResultFound for any other."""
    return db.session.execute(select_outbox(by=by).where(Message.id == message_id)).scalar_one()


def get_message(message_id: int) -> Message:
    """The message of that id, held until the act is over."""
    return db.session.execute(select(Message).where(Message.id == message_id).with_for_update()).scalar_one()


def list_messages_to_send(at: datetime) -> list[Message]:
    """The messages to be sent as mail by now, the oldest first, with their people: written within the last days, not
    sent, to somebody active, and where sending failed before, its time to be tried again has come.
    """
    rows = select(Message).join(Message.person).options(contains_eager(Message.person)).order_by(Message.id)
    rows = rows.where(_is(Mailing.NOT_SENT), Message.written_at > at - SENT_WITHIN, Person.is_active)
    return [message for message in db.session.scalars(rows) if may_be_tried(message.tries, message.tried_at, at=at)]


def _is(mailing: Mailing) -> ColumnElement[bool]:
    if mailing is Mailing.SENT:
        return Message.sent_at.is_not(None)
    tried_out = Message.tries >= MOST_TRIES
    return Message.sent_at.is_(None) & (tried_out if mailing is Mailing.FAILED else ~tried_out)
