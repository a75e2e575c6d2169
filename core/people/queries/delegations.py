"""Looking up what was handed over for an absence, and who may stand in."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from core.db import db
from core.people.models import Delegation, Grant, Person


def find_delegation(grant_id: int) -> Delegation | None:
    """What makes a grant another person's, handed over; None for a grant of one's own."""
    rows = select(Delegation).options(joinedload(Delegation.of_grant).joinedload(Grant.person))
    return db.session.execute(rows.where(Delegation.grant_id == grant_id)).scalar_one_or_none()


def get_delegation(grant_id: int) -> Delegation:
    """What was handed over under that grant."""
    return db.session.execute(select(Delegation).where(Delegation.grant_id == grant_id)).scalar_one()


def list_delegations(person_id: int, *, on: date) -> list[Delegation]:
    """What a person handed over, or holds for somebody else, and is not over on a day, in the order of days."""
    grant, given = aliased(Grant), aliased(Grant)
    rows = (
        select(Delegation).join(grant, Delegation.grant_id == grant.id).join(given, Delegation.of_grant_id == given.id)
    )
    rows = rows.options(
        joinedload(Delegation.grant).joinedload(Grant.person),
        joinedload(Delegation.grant).joinedload(Grant.organisation),
        joinedload(Delegation.of_grant).joinedload(Grant.person),
    )
    rows = rows.where(or_(grant.person_id == person_id, given.person_id == person_id), grant.ends_on > on)
    return list(db.session.scalars(rows.order_by(grant.starts_on, grant.id)))


def delegators_of(grant_ids: list[int]) -> dict[int, str]:
    """For whom each of these grants is held, by grant; grants of people's own are left out."""
    given = aliased(Grant)
    rows = select(Delegation.grant_id, Person.name).join(given, Delegation.of_grant_id == given.id)
    found = db.session.execute(
        rows.join(Person, given.person_id == Person.id).where(Delegation.grant_id.in_(grant_ids))
    )
    return {row[0]: row[1] for row in found}


def list_colleagues(*, organisation_id: int, person_id: int, on: date) -> list[Person]:
    """The active people besides this one who hold a grant of their own at an organisation on a day, by name."""
    own = select(Grant.person_id).where(Grant.organisation_id == organisation_id, Grant.starts_on <= on)
    own = own.where(or_(Grant.ends_on.is_(None), Grant.ends_on > on), Grant.id.not_in(select(Delegation.grant_id)))
    rows = select(Person).where(Person.id.in_(own), Person.id != person_id, Person.is_active)
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))
