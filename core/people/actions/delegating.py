"""Handing a grant over to a colleague for an absence, and taking it back."""

from datetime import date, datetime

from core.db import db
from core.errors import NotAllowed, Refusal
from core.people import queries, rules
from core.people.actions.throttling import record_about
from core.people.models import Delegation, Grant, Person
from core.people.queries.delegations import find_delegation, get_delegation, list_colleagues
from core.people.rules.delegating import check_delegate, check_handing_over, check_may_end
from core.people.telling import tell
from core.permissions import ROLE_NAMES, Actor, Permission
from core.wording import in_full


def hand_over_grant(
    *, grant_id: int, person_id: int, starts_on: date, ends_on: date, reason: str, by: Actor, on: date, at: datetime
) -> Grant:
    """Let a colleague act under one's own grant for the days [starts_on, ends_on), while one is away.

    It holds only as long as one's own does. What they do says for whom, and where an act takes two people they are one
    person with the giver for what the giver did.
    """
    _check_in_person(by)
    queries.get_person(by.person_id, for_change=True)
    held = queries.get_grant(grant_id, person_id=by.person_id)
    check_handing_over(
        role=held.role,
        is_delegated=find_delegation(grant_id) is not None,
        starts_on=starts_on,
        ends_on=ends_on,
        grant_ends_on=held.ends_on,
        on=on,
    )
    colleague = _colleague(person_id, held, by=by, starts_on=starts_on, ends_on=ends_on)
    if not reason.strip():
        raise Refusal("Say why, such as “annual leave”.")
    given = Grant(
        person_id=person_id,
        role=held.role,
        organisation_id=held.organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.person_id,
    )
    db.session.add(given)
    db.session.flush()
    db.session.add(Delegation(grant_id=given.id, of_grant_id=grant_id, reason=reason.strip(), made_at=at))
    db.session.flush()
    _record(given, colleague, reason=reason.strip(), by=by)
    _tell(given, f"You stand in for {by.name} from {in_full(starts_on)} until before {in_full(ends_on)}", at=at)
    return given


def _colleague(person_id: int, held: Grant, *, by: Actor, starts_on: date, ends_on: date) -> Person:
    """Who is to stand in; refuses somebody who may not, or holds the same grant on some of these days."""
    colleague, organisation = queries.get_person(person_id, for_change=True), held.organisation.name
    colleagues = list_colleagues(organisation_id=held.organisation_id, person_id=by.person_id, on=starts_on)
    check_delegate(
        person_id=person_id,
        by_person_id=by.person_id,
        works_there=person_id in {each.id for each in colleagues},
        name=colleague.name,
        organisation=organisation,
    )
    others = queries.list_grants_like(person_id=person_id, role=held.role, organisation_id=held.organisation_id)
    what = f"The grant {ROLE_NAMES[held.role]}, {organisation}, of {colleague.name}"
    rules.check_no_overlap(starts_on, ends_on, [(each.starts_on, each.ends_on) for each in others], what=what)
    return colleague


def _record(given: Grant, colleague: Person, *, reason: str, by: Actor) -> None:
    record_about(
        by,
        "hand_over_grant",
        colleague.id,
        role=ROLE_NAMES[given.role],
        organisation=given.organisation.name,
        starts_on=given.starts_on.isoformat(),
        ends_on=given.ends_on.isoformat() if given.ends_on else None,
        reason=reason,
    )


def end_delegation(*, grant_id: int, by: Actor, on: date, at: datetime) -> Grant:
    """Take back what was handed over, or give it back, from today on; as its giver, its holder or an administrator."""
    delegation = get_delegation(grant_id)
    given, of_grant = delegation.grant, delegation.of_grant
    queries.get_person(given.person_id, for_change=True)
    check_may_end(
        by_person_id=by.person_id,
        delegator_id=of_grant.person_id,
        delegate_id=given.person_id,
        administers=by.may(Permission.ADMINISTER_PEOPLE),
    )
    ends_on = max(on, given.starts_on)
    rules.check_ending(starts_on=given.starts_on, already_ends_on=given.ends_on, ends_on=ends_on, what="It")
    given.ends_on = ends_on
    db.session.flush()
    role, organisation = ROLE_NAMES[given.role], given.organisation.name
    record_about(by, "end_delegation", given.person_id, role=role, organisation=organisation)
    _tell(given, f"You no longer stand in for {of_grant.person.name}", at=at)
    return given


def _check_in_person(by: Actor) -> None:
    if by.scope is not None or by.account:
        raise NotAllowed("Only its holder hands a grant over, signed in and with the password.")


def _tell(given: Grant, subject: str, *, at: datetime) -> None:
    tell(
        key=f"people.delegation/{given.id}/{at.isoformat()}",
        person_id=given.person_id,
        subject=subject,
        words=f"{ROLE_NAMES[given.role]}, {given.organisation.name}. Choose under your account for whom you act.",
        href="/people/account",
        at=at,
    )
