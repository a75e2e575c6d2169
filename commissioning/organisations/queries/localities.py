"""Looking up localities and the place of groups in them."""

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from commissioning.organisations.models import GroupPlace, Locality
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind


def get_locality(locality_id: int) -> Locality:
    """The locality of that id; NoResultFound when there is none."""
    return db.session.execute(select(Locality).where(Locality.id == locality_id)).scalar_one()


def find_locality(*, commissioner_id: int, name: str) -> Locality | None:
    """A trust's locality of that name, closed ones too."""
    rows = select(Locality).where(Locality.commissioner_id == commissioner_id, Locality.name == name)
    return db.session.execute(rows).scalar_one_or_none()


def list_localities(commissioner_id: int, *, on: date | None = None) -> list[Locality]:
    """A trust's localities by name; only those open on a day when one is given."""
    rows = select(Locality).where(Locality.commissioner_id == commissioner_id).order_by(Locality.name)
    if on is not None:
        rows = rows.where(or_(Locality.closed_on.is_(None), Locality.closed_on > on))
    return list(db.session.scalars(rows))


def list_names() -> list[str]:
    """What the localities of every trust are called, closed ones too."""
    return list(db.session.scalars(select(Locality.name)))


def find_place(group_id: int) -> GroupPlace | None:
    """Where a group lies."""
    rows = select(GroupPlace).options(joinedload(GroupPlace.locality)).where(GroupPlace.group_id == group_id)
    return db.session.execute(rows).scalar_one_or_none()


def select_groups(
    commissioner_id: int, *, on: date | None = None, text: str = "", locality_id: int | None = None
) -> Select[Party, Locality]:
    """A trust's groups by code, each with its locality (None where none is recorded)."""
    rows = (
        select(Party, Locality)
        .outerjoin(GroupPlace, GroupPlace.group_id == Party.id)
        .outerjoin(Locality, Locality.id == GroupPlace.locality_id)
        .where(Party.kind == PartyKind.PBC_GROUP, Party.commissioner_id == commissioner_id)
        .order_by(Party.code)
    )
    if on is not None:
        rows = rows.where(Party.opened_on <= on, or_(Party.closed_on.is_(None), Party.closed_on > on))
    if text.strip():
        wanted = text.strip()
        rows = rows.where(
            or_(Party.code.icontains(wanted, autoescape=True), Party.name.icontains(wanted, autoescape=True))
        )
    if locality_id is not None:
        rows = rows.where(Locality.id == locality_id)
    return rows


def list_groups(
    commissioner_id: int, *, on: date | None = None, locality_id: int | None = None
) -> list[tuple[Party, Locality | None]]:
    """The same as a list."""
    rows = select_groups(commissioner_id, on=on, locality_id=locality_id)
    return [(group, locality) for group, locality in db.session.execute(rows)]
