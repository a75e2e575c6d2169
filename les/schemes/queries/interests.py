"""Whom a scheme concerns, and in whom of them a person declared an interest."""

from datetime import date

from sqlalchemy import or_, select

from commissioning.organisations.models import GroupPlace, PracticeMembership
from commissioning.organisations.queries.practices import holds
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor
from core.wording import listed
from les.schemes.models.schemes import Scheme


def interest_in_scheme(scheme: Scheme, by: Actor, *, on: date, provider_id: int | None = None) -> str:
    """The organisations concerned in which a person declared an interest, as words; blank for none.

    Concerned are the practices and groups where the scheme holds on the day, who may be paid under it, and the hospital
    it is compared with.
    """
    if not by.interests:
        return ""
    concerned = Party.commissioner_id == scheme.commissioner_id
    if scheme.locality_id is not None:
        groups = select(GroupPlace.group_id).where(GroupPlace.locality_id == scheme.locality_id)
        members = select(PracticeMembership.practice_id).where(PracticeMembership.group_id.in_(groups), holds(on))
        concerned &= or_(Party.id.in_(groups), Party.id.in_(members))
    paid = Party.kind.in_((PartyKind.PRACTICE, PartyKind.PBC_GROUP)) & concerned
    rows = select(Party.name).where(Party.id.in_(by.interests), or_(paid, Party.id == provider_id))
    return listed(list(db.session.scalars(rows.order_by(Party.kind, Party.code))))
