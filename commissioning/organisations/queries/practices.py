"""Looking up practices and the groups they belong to."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from commissioning.organisations.models import PracticeMembership
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind

_Group = aliased(Party, name="of_group")
SORTS: Mapping[str, tuple[ColumnElement[str], ...]] = {
    "code": (Party.code.expression,),
    "name": (Party.name.expression, Party.code.expression),
    "group": (_Group.name.expression, Party.code.expression),
}


def holds(on: date) -> ColumnElement[bool]:
    """A membership that holds on a day: [joined, left)."""
    return and_(
        or_(PracticeMembership.joined_on.is_(None), PracticeMembership.joined_on <= on),
        or_(PracticeMembership.left_on.is_(None), PracticeMembership.left_on > on),
    )


def is_open(on: date) -> ColumnElement[bool]:
    """An organisation open on a day."""
    return and_(Party.opened_on <= on, or_(Party.closed_on.is_(None), Party.closed_on > on))


def select_practices(
    commissioner_id: int,
    *,
    on: date,
    text: str = "",
    group_id: int | None = None,
    without_group: bool = False,
    with_closed: bool = False,
    sort: str = "code",
) -> Select[Party, Party]:
    """A trust's practices open on a day, each with its group on that day (None where it has none)."""
    rows = (
        select(Party, _Group)
        .outerjoin(PracticeMembership, and_(PracticeMembership.practice_id == Party.id, holds(on)))
        .outerjoin(_Group, _Group.id == PracticeMembership.group_id)
        .where(Party.kind == PartyKind.PRACTICE, Party.commissioner_id == commissioner_id)
    )
    if not with_closed:
        rows = rows.where(is_open(on))
    if text.strip():
        wanted = text.strip()
        rows = rows.where(
            or_(Party.code.icontains(wanted, autoescape=True), Party.name.icontains(wanted, autoescape=True))
        )
    if group_id is not None:
        rows = rows.where(PracticeMembership.group_id == group_id)
    if without_group:
        rows = rows.where(PracticeMembership.id.is_(None))
    columns = SORTS.get(sort.lstrip("-"), SORTS["code"])
    return rows.order_by(*(column.desc() if sort.startswith("-") else column for column in columns))


def list_practices(commissioner_id: int, *, on: date) -> list[Party]:
    """A trust's practices open on a day, by code."""
    return list(db.session.scalars(select_practices(commissioner_id, on=on)))


def list_practices_of(group_id: int, *, on: date) -> list[tuple[Party, PracticeMembership]]:
    """The practices that belong to a group on a day, by code, with their membership."""
    rows = select(Party, PracticeMembership).join(PracticeMembership, PracticeMembership.practice_id == Party.id)
    rows = rows.where(PracticeMembership.group_id == group_id, holds(on)).order_by(Party.code)
    return [(practice, membership) for practice, membership in db.session.execute(rows)]


def count_practices_without_group(commissioner_id: int, *, on: date) -> int:
    """How many practices open on a day belong to no group."""
    rows = select_practices(commissioner_id, on=on, without_group=True).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def count_practices_by_group(commissioner_id: int, *, on: date) -> dict[int, int]:
    """How many practices belong to each group on a day, by the group's id."""
    rows = select(PracticeMembership.group_id, func.count()).join(Party, Party.id == PracticeMembership.practice_id)
    rows = rows.where(Party.commissioner_id == commissioner_id, holds(on)).group_by(PracticeMembership.group_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def get_membership(membership_id: int) -> PracticeMembership:
    """The membership of that id, with practice and group; NoResultFound when there is none."""
    rows = select(PracticeMembership).options(
        joinedload(PracticeMembership.practice), joinedload(PracticeMembership.group)
    )
    return db.session.execute(rows.where(PracticeMembership.id == membership_id)).scalar_one()


def list_memberships(practice_id: int) -> list[PracticeMembership]:
    """All groups a practice belonged to, belongs to and will, earliest first."""
    rows = (
        select(PracticeMembership)
        .options(joinedload(PracticeMembership.group))
        .where(PracticeMembership.practice_id == practice_id)
    )
    return sorted(db.session.scalars(rows), key=lambda m: m.joined_on or date.min)


def list_memberships_of_trust(commissioner_id: int) -> list[PracticeMembership]:
    """All memberships of a trust's practices, by practice code and first day."""
    rows = select(PracticeMembership).join(PracticeMembership.practice).where(Party.commissioner_id == commissioner_id)
    rows = rows.options(joinedload(PracticeMembership.practice), joinedload(PracticeMembership.group))
    return sorted(db.session.scalars(rows), key=lambda m: (m.practice.code, m.joined_on or date.min))


def find_membership(practice_id: int, *, on: date) -> PracticeMembership | None:
    """The membership of a practice that holds on a day."""
    rows = select(PracticeMembership).options(joinedload(PracticeMembership.group))
    return db.session.scalars(rows.where(PracticeMembership.practice_id == practice_id, holds(on))).one_or_none()


def find_membership_after(practice_id: int, *, day: date) -> PracticeMembership | None:
    """The first membership of a practice that starts after a day."""
    rows = (
        select(PracticeMembership).options(joinedload(PracticeMembership.group)).order_by(PracticeMembership.joined_on)
    )
    return db.session.scalars(
        rows.where(PracticeMembership.practice_id == practice_id, PracticeMembership.joined_on > day)
    ).first()


def count_members(group_id: int, *, on: date) -> int:
    """How many practices belong to a group on a day or will later."""
    rows = select(func.count(func.distinct(PracticeMembership.practice_id))).where(
        PracticeMembership.group_id == group_id
    )
    return (
        db.session.scalar(rows.where(or_(PracticeMembership.left_on.is_(None), PracticeMembership.left_on > on))) or 0
    )


def lock_party(party_id: int, kind: PartyKind) -> Party:
    """The organisation of that id and kind, held until the act is over, so that two acts on it follow each other."""
    return db.session.execute(
        select(Party).where(Party.id == party_id, Party.kind == kind).with_for_update()
    ).scalar_one()
