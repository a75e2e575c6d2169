"""Looking up who may decide over movements of a pool, and what ties a person to the group concerned."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select

from budgets.risk.models import PoolApproval, PoolMovement
from budgets.risk.queries.movements import entry_of
from budgets.risk.rules.deciding import Case, Said
from commissioning.organisations.models import PracticeMembership
from commissioning.organisations.queries.practices import holds
from core.clock import day_in_words
from core.db import db
from core.parties.models import Party
from core.people.models import Grant, Person
from core.people.queries import list_grants
from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Actor, Permission

_MAY_APPROVE = [role for role, held in PERMISSIONS_OF.items() if Permission.APPROVE_POOL_MOVEMENTS in held]


def case_of(movement: PoolMovement, *, by: Actor, on: date) -> Case:
    """A movement as this person finds it who would decide over it on a day."""
    return cases_of([movement], by=by, on=on)[0]


def cases_of(movements: Sequence[PoolMovement], *, by: Actor, on: date) -> list[Case]:
    """The same of several movements, in their order; two queries, however many there are."""
    places = _places({each.party for each in movements if each.party is not None}, on=on)
    grants = list_grants(by.person_id, on=on)
    return [
        Case(
            number=movement.number,
            state=entry_of(movement).state,
            asked_by_id=movement.asked_by_id,
            said=[_said(approval) for approval in movement.approvals],
            stakes=_stakes(places.get(movement.party_id or 0, {}), by=by, grants=grants),
        )
        for movement in movements
    ]


def names_of_approvers(commissioner_id: int, *, on: date) -> dict[int, str]:
    """The people at a commissioner who may approve movements of its pool on a day: names by id, in their order."""
    found = select(Person.id, Person.name).join(Grant, Grant.person_id == Person.id).distinct()
    found = found.where(Grant.organisation_id == commissioner_id, Grant.role.in_(_MAY_APPROVE), Person.is_active)
    found = found.where(Grant.starts_on <= on, or_(Grant.ends_on.is_(None), Grant.ends_on > on))
    return {row[0]: row[1] for row in db.session.execute(found.order_by(Person.name, Person.id))}


def _said(approval: PoolApproval) -> Said:
    on = day_in_words(approval.given_at)
    return Said(person_id=approval.given_by_id, name=approval.name, verdict=approval.verdict, on=on)


def _places(groups: Collection[Party], *, on: date) -> dict[int, dict[int, str]]:
    """For each group the names of itself and of the practices that belong to it on a day, by their ids."""
    places = {group.id: {group.id: group.name} for group in groups}
    names = {group.id: group.name for group in groups}
    found = select(PracticeMembership.group_id, Party.id, Party.name).join(PracticeMembership.practice)
    for group_id, practice_id, name in db.session.execute(
        found.where(PracticeMembership.group_id.in_(places), holds(on)).order_by(Party.code)
    ):
        places[group_id][practice_id] = f"{name} ({names[group_id]})"
    return places


def _stakes(places: Mapping[int, str], *, by: Actor, grants: Sequence[Grant]) -> list[str]:
    """What ties a person to a group: a declared interest in it or in a practice of it, a role there."""
    interests = [f"your declared interest in {name}" for known, name in places.items() if known in by.interests]
    roles = [
        f"your role as {ROLE_NAMES[grant.role]} of {places[grant.organisation_id]}"
        for grant in grants
        if grant.organisation_id in places
    ]
    return [*interests, *roles]
