"""Administering people: create, give a temporary password, deactivate and reactivate; the first of an installation."""

from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import Refusal
from core.parties.actions import open_party
from core.parties.rules import PartyKind
from core.people import passwords, queries, rules
from core.people.actions.choosing import check_choice, set_password
from core.people.actions.sessions import forget_links, forget_sessions
from core.people.actions.throttling import forget_failures, keys_of
from core.people.models import Grant, Person
from core.people.rules.leaving import is_former
from core.people.rules.links import check_no_generic_mailbox
from core.permissions import Actor, Permission, Role, check_may


def create_first_administrator(
    *, email: str, name: str, password: str, organisation_code: str, organisation_name: str, on: date
) -> Person:
    """Start an empty installation: its first primary care trust and the administrator who makes everybody else."""
    if queries.person_exists():
        raise Refusal("There are people already. Say with --as which administrator creates another.")
    organisation = open_party(kind=PartyKind.PCT, code=organisation_code, name=organisation_name, opened_on=on, by=None)
    person = _add_person(email=email, name=name, password=password, until=None)
    grant = Grant(person_id=person.id, role=Role.ADMINISTRATOR, organisation_id=organisation.id, starts_on=on)
    db.session.add(grant)
    db.session.flush()
    new = {"email": person.email, "name": person.name, "organisation": organisation.name}
    _record(None, "create_first_administrator", person, new=new)
    return person


def create_person(
    *,
    email: str,
    name: str,
    password: str,
    by: Actor,
    until: datetime | None,
    hashed: str | None = None,
    refuse_generic: bool = False,
) -> Person:
    """Add a person, who can do nothing without a grant.

    `until`: the password is handed over, holds until then, and is changed at the first sign-in; None: it is their own.
    `hashed`: the hash of that password where it is at hand, for hashing is slow on purpose. `refuse_generic`: whether
    mailboxes of several people are refused here (a setting).
    """
    check_may(by, Permission.ADMINISTER_PEOPLE)
    if refuse_generic:
        check_no_generic_mailbox(rules.normal_email(email))
    person = _add_person(email=email, name=name, password=password, until=until, hashed=hashed)
    _record(by, "create_person", person, new={"email": person.email, "name": person.name})
    return person


def reset_password(*, person_id: int, until: datetime, by: Actor) -> str:
    """Give a person who forgot theirs a temporary password that holds until then, told once; all their sessions end."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    if person_id == by.person_id:
        raise Refusal("Change your own password under your account; you need the old one for it.")
    person = queries.get_person(person_id, for_change=True)
    password = passwords.new_temporary_password()
    set_password(person, password, expires_at=until)
    forget_failures(*keys_of(person.email))
    forget_links(person_id)
    _record(by, "reset_password", person)
    return password


def deactivate_person(*, person_id: int, reason: str, by: Actor, on: date) -> Person:
    """Stop a person from signing in, at once. Name, grants and all they did stay as they were."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    if person_id == by.person_id:
        raise Refusal("You may not deactivate yourself. Ask another administrator.")
    queries.hold_administrators()
    person = queries.get_person(person_id, for_change=True)
    if not person.is_active:
        raise Refusal(f"{person.name} is already deactivated.")
    if not reason.strip():
        raise Refusal(f"Say why {person.name} is deactivated.")
    if any(grant.role is Role.ADMINISTRATOR for grant in queries.list_grants(person_id, on=on)):
        rules.check_administrators_remain(queries.count_other_administrators(person_id, on=on))
    person.is_active = False
    person.session_stamp = passwords.new_secret()
    db.session.flush()
    forget_sessions(person_id)
    _record(by, "deactivate_person", person, new={"reason": reason.strip()})
    return person


def reactivate_person(*, person_id: int, reason: str, by: Actor) -> Person:
    """Let a deactivated person sign in again, with the grants that still hold."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    person = queries.get_person(person_id, for_change=True)
    if person.is_active:
        raise Refusal(f"{person.name} is not deactivated.")
    if is_former(person.email):
        raise Refusal("This account was anonymised. Add the person anew if they are back.")
    if not reason.strip():
        raise Refusal(f"Say why {person.name} may sign in again.")
    person.is_active = True
    db.session.flush()
    _record(by, "reactivate_person", person, new={"reason": reason.strip()})
    return person


def _add_person(*, email: str, name: str, password: str, until: datetime | None, hashed: str | None = None) -> Person:
    normal = rules.normal_email(email)
    rules.check_email(normal)
    rules.check_name(name)
    check_choice(password, email=normal, name=name)
    if queries.find_person_by_email(normal) is not None:
        raise Refusal(f"Somebody already signs in as {normal}.")
    person = Person(
        email=normal,
        name=name.strip(),
        password_hash=hashed or passwords.hash_password(password),
        password_is_temporary=until is not None,
        password_expires_at=until,
        session_stamp=passwords.new_secret(),
        is_active=True,
    )
    db.session.add(person)
    db.session.flush()
    return person


def _record(by: Actor | None, act: str, person: Person, *, new: audit.Values | None = None) -> None:
    audit.record(db.session(), by=by, act=f"people.{act}", subject="person", subject_id=person.id, new=new)
