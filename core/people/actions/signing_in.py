"""Signing in, giving the password again, changing it. A wrong password is kept, so it is an outcome, no exception."""

from dataclasses import dataclass
from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import Refusal
from core.people import passwords, queries, rules
from core.people.actions.choosing import check_choice, set_password
from core.people.actions.codes import remove_codes, try_code
from core.people.actions.links import tell_of_password, withdraw_links
from core.people.actions.throttling import (
    forget_failures,
    keys_of,
    minutes_to_wait,
    note_failure,
    record_about,
)
from core.people.models import Person
from core.people.queries.codes import has_codes
from core.people.rules.codes import CodesOf, check_may_end_codes
from core.permissions import ROLE_NAMES, Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """How giving a password or code ended: with the one who acts, or with the sentence to show.

    `asked_for_code_of`: the password was right; the person with this id signs in with a one-time code besides.
    """

    actor: Actor | None = None
    refusal: str = ""
    asked_for_code_of: int | None = None


def sign_in(*, email: str, password: str, address: str, on: date, at: datetime) -> Try:
    """Check e-mail address and password. The answer and its time are the same whether or not the account exists."""
    normal = rules.normal_email(email)
    person = queries.find_person_by_email(normal, for_change=True)
    refusal = _try_password(person, email=normal, password=password, address=address, at=at)
    if refusal:
        return Try(refusal=refusal)
    if person is None:
        raise RuntimeError("a password cannot be right where there is no account")
    if rules.is_over(person.password_expires_at, is_temporary=person.password_is_temporary, at=at):
        _record_refused(person, "the time of the temporary password is over")
        return Try(refusal=rules.TEMPORARY_IS_OVER)
    actor = queries.find_actor(person_id=person.id, on=on)
    if actor is None:
        _record_refused(person, "no grant today")
        return Try(refusal=rules.NO_GRANT)
    if passwords.needs_new_hash(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    if has_codes(person.id):
        record_about(None, "give_password", person.id)
        return Try(asked_for_code_of=person.id)
    audit.record(db.session(), by=actor, act="people.sign_in", subject="person", subject_id=person.id)
    return Try(actor=actor)


def give_code(*, person_id: int, code: str, address: str, on: date, at: datetime, true_at: datetime) -> Try:
    """Check the one-time or recovery code of somebody who has just given the password, and sign them in.

    `true_at`: the true instant, by which codes are made; in the demo the time of records is another.
    """
    person = queries.get_person(person_id, for_change=True)
    refusal = try_code(person, code=code, address=address, at=at, true_at=true_at)
    if refusal:
        return Try(refusal=refusal)
    actor = queries.find_actor(person_id=person_id, on=on)
    if actor is None:
        _record_refused(person, "no grant today")
        return Try(refusal=rules.NO_GRANT)
    audit.record(db.session(), by=actor, act="people.sign_in", subject="person", subject_id=person_id)
    return Try(actor=actor)


def sign_out(*, by: Actor) -> None:
    """Note that a person signed out."""
    audit.record(db.session(), by=by, act="people.sign_out", subject="person", subject_id=by.person_id)


def switch_grant(*, grant_id: int, by: Actor, on: date) -> Actor:
    """Act under another of one's own grants that holds today."""
    actor = queries.find_actor(person_id=by.person_id, grant_id=grant_id, on=on)
    if actor is None:
        raise Refusal("You do not hold this grant today.")
    audit.record(
        db.session(),
        by=actor,
        act="people.switch_grant",
        subject="person",
        subject_id=by.person_id,
        new={"role": ROLE_NAMES[actor.role], "organisation": actor.organisation_name},
    )
    return actor


def confirm_password(
    *, password: str, address: str, by: Actor, at: datetime, code: str = "", true_at: datetime | None = None
) -> Try:
    """Check the password of one who is signed in, and the code where they have codes, before an act that binds."""
    person = queries.get_person(by.person_id, for_change=True)
    refusal = _try_password(person, email=person.email, password=password, address=address, at=at)
    if refusal:
        return Try(refusal="The password is wrong." if refusal == rules.WRONG else refusal)
    if has_codes(person.id):
        refusal = try_code(person, code=code, address=address, at=at, true_at=true_at or at)
        if refusal:
            return Try(refusal=refusal)
    audit.record(db.session(), by=by, act="people.confirm_password", subject="person", subject_id=person.id)
    return Try(actor=by)


def change_password(*, old: str, new: str, address: str, by: Actor, at: datetime) -> Try:
    """Give oneself another password, knowing the old one. Every other session of the person ends."""
    person = queries.get_person(by.person_id, for_change=True)
    check_choice(new, email=person.email, name=person.name)
    refusal = _try_password(person, email=person.email, password=old, address=address, at=at)
    if refusal:
        return Try(refusal="The old password is wrong." if refusal == rules.WRONG else refusal)
    if rules.normal_password(new) == rules.normal_password(old):
        raise Refusal("The new password must differ from the old one.")
    set_password(person, new)
    withdraw_links(person.id, at=at)
    tell_of_password(person.id, at=at)
    audit.record(db.session(), by=by, act="people.change_password", subject="person", subject_id=person.id)
    return Try(actor=by)


def end_codes(*, password: str, address: str, key: str, required_of: CodesOf, by: Actor, at: datetime) -> Try:
    """Do without one-time codes from now on: the password is asked for, however lately it was given."""
    check_may_end_codes(role=by.role, required_of=required_of)
    person = queries.get_person(by.person_id, for_change=True)
    refusal = _try_password(person, email=person.email, password=password, address=address, at=at)
    if refusal:
        return Try(refusal="The password is wrong." if refusal == rules.WRONG else refusal)
    remove_codes(key=key, by=by, at=at)
    return Try(actor=by)


def _try_password(person: Person | None, *, email: str, password: str, address: str, at: datetime) -> str:
    """An empty text when the password is right and in time, else the sentence; a wrong one is counted and audited."""
    key, _ = keys_of(email)
    minutes = minutes_to_wait(key, address=address, at=at)
    if minutes:
        return rules.too_many_wrong(minutes)
    usable = person is not None and person.is_active
    right = passwords.is_password(password[: rules.LONGEST_PASSWORD + 1], person.password_hash if person else None)
    if right and usable:
        forget_failures(key)
        return ""
    note_failure(key, person=person, address=address, at=at)
    _record_refused(person, "wrong password" if usable or person is None else "deactivated")
    return rules.WRONG


def _record_refused(person: Person | None, reason: str) -> None:
    said = reason if person else "unknown e-mail address"
    record_about(None, "refuse_sign_in", person.id if person else 0, reason=said)
