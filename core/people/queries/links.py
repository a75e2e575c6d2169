"""Looking up links to choose a password, who asked for one, and which accounts are locked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.db import db
from core.people.models import AccountLock, Link, Person, ResetRequest
from core.people.passwords import hash_token
from core.people.rules.links import LinkPurpose


def find_link(link_id: int) -> Link | None:
    """The link of that id, whatever its state."""
    return db.session.get(Link, link_id)


def find_link_with(secret: str, *, link_id: int) -> Link | None:
    """The link of that id and secret, whatever its state."""
    rows = select(Link).where(Link.id == link_id, Link.secret_hash == hash_token(secret))
    return db.session.execute(rows).scalar_one_or_none()


def find_person_id_of(secret: str, *, link_id: int) -> int | None:
    """Whose the link of that id and secret is."""
    return db.session.scalar(select(Link.person_id).where(Link.id == link_id, Link.secret_hash == hash_token(secret)))


def list_unused_links(person_id: int, purpose: LinkPurpose | None = None) -> list[Link]:
    """The links of a person that were neither used nor withdrawn, held until the act is over."""
    rows = select(Link).where(Link.person_id == person_id, Link.used_at.is_(None), Link.withdrawn_at.is_(None))
    rows = rows if purpose is None else rows.where(Link.purpose == purpose)
    return list(db.session.scalars(rows.order_by(Link.id).with_for_update()))


def select_invitations() -> Select[Link]:
    """The invitations that nobody took up or withdrew, their time over or not, newest first."""
    rows = select(Link).join(Link.person).options(joinedload(Link.made_by), contains_eager(Link.person))
    rows = rows.where(Link.purpose == LinkPurpose.INVITATION, Link.used_at.is_(None), Link.withdrawn_at.is_(None))
    return rows.where(Person.is_active).order_by(Link.id.desc())


def find_invitation(person_id: int) -> Link | None:
    """The invitation of a person that waits to be taken up, whether its time is over or not."""
    return db.session.scalars(select_invitations().where(Link.person_id == person_id)).first()


def list_requests(*, since: datetime, account_key: str = "", address: str = "") -> list[datetime]:
    """When links were asked for, for an account or from an address, since an instant."""
    rows = select(ResetRequest.at).where(ResetRequest.at > since)
    rows = rows.where(ResetRequest.account_key == account_key) if account_key else rows
    return list(db.session.scalars(rows.where(ResetRequest.address == address) if address else rows))


def list_open_requests() -> list[ResetRequest]:
    """Requests for a link that the worker has not seen to yet, oldest first, held until it has."""
    rows = select(ResetRequest).where(ResetRequest.done_at.is_(None)).order_by(ResetRequest.id)
    return list(db.session.scalars(rows.with_for_update(skip_locked=True)))


def list_locks_to_tell() -> Sequence[AccountLock]:
    """Locks of accounts that exist, of which the person has not been told."""
    rows = select(AccountLock).where(AccountLock.person_id.is_not(None), AccountLock.told_at.is_(None))
    return list(db.session.scalars(rows.with_for_update(skip_locked=True)))


def find_lock(account_key: str) -> AccountLock | None:
    """The lock of an account, over or not."""
    return db.session.get(AccountLock, account_key)


def locked_until(person_id: int, *, at: datetime) -> datetime | None:
    """Until when a person's account takes no password or code; None when it does."""
    rows = select(func.max(AccountLock.until)).where(AccountLock.person_id == person_id, AccountLock.until > at)
    return db.session.scalar(rows)
