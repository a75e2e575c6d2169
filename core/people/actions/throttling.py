"""Counting wrong passwords and codes, for each account and network address, and locking an account for a while.

The counts lie in the database: several web processes see the same, and a restart forgets nothing. An account that does
not exist is counted and locked as one that does.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from core import audit
from core.db import db
from core.errors import Refusal
from core.people import passwords, queries, rules
from core.people.models import AccountLock, FailedSignIn, Person
from core.people.queries.links import find_lock, locked_until
from core.permissions import Actor, Permission, check_may


def keys_of(email: str) -> tuple[str, str]:
    """Under what wrong passwords, and under what wrong codes, of an account are counted."""
    return passwords.account_key(email), passwords.account_key(f"code: {email}")


def minutes_to_wait(key: str, *, address: str, at: datetime) -> int:
    """Minutes until another try is heard for an account from an address; one try at a time for each account."""
    queries.hold_account(key)
    account, place, lock = rules.PER_ACCOUNT, rules.PER_ADDRESS, find_lock(key)
    of_account = queries.list_failures(since=at - account.within, account_key=key)
    of_address = queries.list_failures(since=at - place.within, address=address)
    return max(
        rules.minutes_to_wait(of_account, account, at=at),
        rules.minutes_to_wait(of_address, place, at=at),
        0 if lock is None else rules.minutes_until(lock.until, at=at),
    )


def note_failure(key: str, *, person: Person | None, address: str, at: datetime) -> None:
    """Count a wrong password or code; with very many within a day the account is locked for a while."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at <= at - rules.A_DAY.within))
    db.session.execute(delete(AccountLock).where(AccountLock.until <= at - rules.A_DAY.within))
    db.session.add(FailedSignIn(account_key=key, address=address, at=at))
    db.session.flush()
    failures = queries.list_failures(since=at - rules.A_DAY.within, account_key=key)
    if rules.is_to_be_locked(failures, at=at):
        _lock(key, person=person, at=at)


def forget_failures(*keys: str) -> None:
    """Count anew from nothing, and lift the lock: the right password was given, or chosen by a link."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.account_key.in_(keys)))
    db.session.execute(delete(AccountLock).where(AccountLock.account_key.in_(keys)))


def unlock_account(*, person_id: int, by: Actor, at: datetime) -> None:
    """Let a person whose account is locked try again at once."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    person = queries.get_person(person_id, for_change=True)
    keys = keys_of(person.email)
    failures = [queries.list_failures(since=at - rules.PER_ACCOUNT.within, account_key=key) for key in keys]
    waits = any(rules.minutes_to_wait(each, rules.PER_ACCOUNT, at=at) for each in failures)
    if not waits and locked_until(person_id, at=at) is None:
        raise Refusal(f"The account of {person.name} is not locked.")
    forget_failures(*keys)
    record_about(by, "unlock_account", person_id)


def record_about(by: Actor | None, act: str, person_id: int, **new: str | int | None) -> None:
    """Record an act about a person (0 where there is none)."""
    audit.record(db.session(), by=by, act=f"people.{act}", subject="person", subject_id=person_id, new=new)


def _lock(key: str, *, person: Person | None, at: datetime) -> None:
    lock = find_lock(key)
    if lock is None:
        lock = AccountLock(account_key=key, person_id=person.id if person else None)
        db.session.add(lock)
    lock.locked_at, lock.until, lock.told_at = at, at + rules.LOCKED_FOR, None
    db.session.flush()
    record_about(None, "lock_account", person.id if person else 0, minutes=int(rules.LOCKED_FOR / timedelta(minutes=1)))
