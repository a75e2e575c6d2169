"""Looking up who may decide over movements of a pool, and what ties a person to the group concerned."""

from datetime import date

from sqlalchemy import or_, select

from budgets.risk.models import Movement
from budgets.risk.queries.movements import entry_of
from budgets.risk.rules.deciding import Case, Said
from commissioning.organisations.queries.practices import list_practices_of
from core.clock import in_london
from core.db import db
from core.parties.models import Party
from core.people.models import Grant, Person
from core.people.queries import list_grants
from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Actor, Permission

_MAY_APPROVE = [role for role, held in PERMISSIONS_OF.items() if Permission.APPROVE_POOL_MOVEMENTS in held]


def case_of(movement: Movement, *, by: Actor, on: date) -> Case:
    """A movement as this person finds it who would decide over it on a day."""
    return Case(
        number=movement.number,
        state=entry_of(movement).state,
        asked_by_id=movement.asked_by_id,
        said=[
            Said(
                person_id=approval.given_by_id,
                name=approval.name,
                verdict=approval.verdict,
                on=f"{(day := in_london(approval.given_at)).day} {day:%B %Y}",
            )
            for approval in movement.approvals
        ],
        stakes=_stakes(movement.party, by=by, on=on),
    )


def names_of_approvers(commissioner_id: int, *, on: date) -> dict[int, str]:
    """The people at a commissioner who may approve movements of its pool on a day: names by id, in their order."""
    found = select(Person.id, Person.name).join(Grant, Grant.person_id == Person.id).distinct()
    found = found.where(Grant.organisation_id == commissioner_id, Grant.role.in_(_MAY_APPROVE), Person.is_active)
    found = found.where(Grant.starts_on <= on, or_(Grant.ends_on.is_(None), Grant.ends_on > on))
    return {row[0]: row[1] for row in db.session.execute(found.order_by(Person.name, Person.id))}


def _stakes(group: Party | None, *, by: Actor, on: date) -> list[str]:
    """What ties a person to a group on a day: a declared interest in it or in a practice of it, a role there."""
    if group is None:
        return []
    members = {practice.id: practice.name for practice, _ in list_practices_of(group.id, on=on)}
    places = {group.id: group.name, **{known: f"{name} ({group.name})" for known, name in members.items()}}
    interests = [f"your declared interest in {places[known]}" for known in sorted(by.interests & places.keys())]
    roles = [
        f"your role as {ROLE_NAMES[grant.role]} of {places[grant.organisation_id]}"
        for grant in list_grants(by.person_id, on=on)
        if grant.organisation_id in places
    ]
    return [*interests, *roles]
