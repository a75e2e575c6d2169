"""Giving and ending grants. Nobody gives one to themselves."""

from datetime import date

from core import audit
from core.db import db
from core.errors import Refusal
from core.parties.queries import get_party
from core.people import queries, rules
from core.people.models import Grant
from core.periods import holds_on
from core.permissions import ROLE_NAMES, Actor, Permission, Role, check_may


def give_grant(
    *, person_id: int, role: Role, organisation_id: int, starts_on: date, by: Actor, ends_on: date | None = None
) -> Grant:
    """Give a person a role at an organisation for the days [starts_on, ends_on)."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    person = queries.get_person(person_id, for_change=True)
    organisation = get_party(organisation_id)
    rules.check_granting(by_person_id=by.person_id, person_id=person_id, role=role, kind=organisation.kind)
    rules.check_period(starts_on, ends_on)
    if not person.is_active:
        raise Refusal(f"{person.name} is deactivated and can be given nothing.")
    if not holds_on(starts_on, organisation.opened_on, organisation.closed_on):
        raise Refusal(f"{organisation.name} is not open on the day the grant starts.")
    held = queries.list_grants_like(person_id=person_id, role=role, organisation_id=organisation_id)
    what = f"The grant {ROLE_NAMES[role]}, {organisation.name}"
    rules.check_no_overlap(starts_on, ends_on, [(grant.starts_on, grant.ends_on) for grant in held], what=what)
    grant = Grant(
        person_id=person_id,
        role=role,
        organisation_id=organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.person_id,
    )
    db.session.add(grant)
    db.session.flush()
    _record(by, "give_grant", grant, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat() if ends_on else None)
    return grant


def end_grant(*, grant_id: int, ends_on: date, by: Actor) -> Grant:
    """End a grant: `ends_on` is the first day on which it no longer holds."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    queries.hold_administrators()
    grant = queries.get_grant(grant_id)
    queries.get_person(grant.person_id, for_change=True)
    rules.check_ending(starts_on=grant.starts_on, already_ends_on=grant.ends_on, ends_on=ends_on, what="The grant")
    if grant.role is Role.ADMINISTRATOR:
        rules.check_administrators_remain(queries.count_other_administrators(grant.person_id, on=ends_on))
    grant.ends_on = ends_on
    db.session.flush()
    _record(by, "end_grant", grant, ends_on=ends_on.isoformat())
    return grant


def _record(by: Actor, act: str, grant: Grant, **values: str | None) -> None:
    organisation = get_party(grant.organisation_id)
    audit.record(
        db.session(),
        by=by,
        act=f"people.{act}",
        subject="person",
        subject_id=grant.person_id,
        new={"role": ROLE_NAMES[grant.role], "organisation": organisation.name, **values},
        commissioner_id=organisation.commissioner_id,
    )
