"""Signing in, giving the password again, changing it. A wrong password is kept, so it is an outcome, no exception."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete

from core import audit
from core.db import db
from core.errors import Refusal
from core.people import passwords, queries, rules
from core.people.models import FailedSignIn, Person
from core.permissions import ROLE_NAMES, Actor

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """How giving a password ended: with the one who acts, or with the sentence to show."""

    actor: Actor | None = None
    refusal: str = ""


def sign_in(*, email: str, password: str, address: str, on: date, at: datetime) -> Try:
    """Check e-mail address and password. The answer and its time are the same whether or not the account exists."""
    normal = rules.normal_email(email)
    person = queries.find_person_by_email(normal, for_change=True)
    refusal = _try_password(person, email=normal, password=password, address=address, at=at)
    if refusal:
        return Try(refusal=refusal)
    if person is None:
        raise RuntimeError("a password cannot be right where there is no account")
    actor = queries.find_actor(person_id=person.id, on=on)
    if actor is None:
        _record_refused(person, "no grant today")
        return Try(refusal=rules.NO_GRANT)
    if passwords.needs_new_hash(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    audit.record(db.session(), by=actor, act="people.sign_in", subject="person", subject_id=person.id)
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


def confirm_password(*, password: str, address: str, by: Actor, at: datetime) -> Try:
    """Check the password of one who is signed in, before an act that binds."""
    person = queries.get_person(by.person_id, for_change=True)
    refusal = _try_password(person, email=person.email, password=password, address=address, at=at)
    if refusal:
        return Try(refusal="The password is wrong." if refusal == rules.WRONG else refusal)
    audit.record(db.session(), by=by, act="people.confirm_password", subject="person", subject_id=person.id)
    return Try(actor=by)


def change_password(*, old: str, new: str, address: str, by: Actor, at: datetime) -> Try:
    """Give oneself another password, knowing the old one. Every other session of the person ends."""
    person = queries.get_person(by.person_id, for_change=True)
    rules.check_password(new, email=person.email)
    refusal = _try_password(person, email=person.email, password=old, address=address, at=at)
    if refusal:
        return Try(refusal="The old password is wrong." if refusal == rules.WRONG else refusal)
    if rules.normal_password(new) == rules.normal_password(old):
        raise Refusal("The new password must differ from the old one.")
    person.password_hash = passwords.hash_password(new)
    person.password_is_temporary = False
    person.session_stamp = passwords.new_secret()
    db.session.flush()
    audit.record(db.session(), by=by, act="people.change_password", subject="person", subject_id=person.id)
    return Try(actor=by)


def _try_password(person: Person | None, *, email: str, password: str, address: str, at: datetime) -> str:
    """An empty text when the password is right and in time, else the sentence; a wrong one is counted and audited."""
    key = passwords.account_key(email)
    minutes = _minutes_to_wait(key, address, at)
    if minutes:
        return rules.too_many_wrong(minutes)
    usable = person is not None and person.is_active
    right = passwords.is_password(password[: rules.LONGEST_PASSWORD + 1], person.password_hash if person else None)
    if right and usable:
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.account_key == key))
        return ""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < at - _KEPT))
    db.session.add(FailedSignIn(account_key=key, address=address, at=at))
    db.session.flush()
    _record_refused(person, "wrong password" if usable or person is None else "deactivated")
    return rules.WRONG


def _minutes_to_wait(key: str, address: str, at: datetime) -> int:
    account, place = rules.PER_ACCOUNT, rules.PER_ADDRESS
    of_account = queries.list_failures(since=at - account.within, account_key=key)
    of_address = queries.list_failures(since=at - place.within, address=address)
    return max(
        rules.minutes_to_wait(of_account, account, at=at),
        rules.minutes_to_wait(of_address, place, at=at),
    )


def _record_refused(person: Person | None, reason: str) -> None:
    audit.record(
        db.session(),
        by=None,
        act="people.refuse_sign_in",
        subject="person",
        subject_id=person.id if person else 0,
        new={"reason": reason if person else "unknown e-mail address"},
    )
