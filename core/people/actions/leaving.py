"""What goes of the account of somebody who left."""

from sqlalchemy import delete

from core.db import db
from core.people import passwords
from core.people.actions.sessions import forget_sessions
from core.people.actions.throttling import forget_failures, keys_of
from core.people.models import AccountLock, Link, OneTimeCodes, OutsideIdentity, Person, RecoveryCode, ResetRequest
from core.people.rules.leaving import former_email, former_name


def anonymise_account(person: Person) -> None:
    """Take name and address out of an account, and all that was kept to protect it, within an act that says why.

    Its number stays, and with it everything the person did; nobody can ever sign in with it again.
    """
    forget_failures(*keys_of(person.email))
    person.name, person.email = former_name(person.id), former_email(person.id)
    person.password_hash = passwords.hash_password(passwords.new_secret())
    person.session_stamp = passwords.new_secret()
    forget_sessions(person.id)
    for table in (Link, OneTimeCodes, RecoveryCode, ResetRequest, AccountLock, OutsideIdentity):
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.flush()
