"""Signing in through the sign-in service of the installation: connecting an account there to one here, ending that."""

from datetime import date, datetime

from sqlalchemy import delete

from core.db import db
from core.errors import Refusal
from core.people import queries, rules
from core.people.actions.signing_in import Try
from core.people.actions.throttling import record_about
from core.people.models import OutsideIdentity
from core.people.queries.codes import has_codes
from core.people.queries.elsewhere import find_connection, find_person_known_as
from core.people.rules.identities import Identity
from core.people.telling import tell
from core.permissions import Actor

NOT_CONNECTED = (
    "Your account with {service} is not connected to an account here. Sign in with your password, then connect it "
    "under “Your account”."
)


def sign_in_from_elsewhere(identity: Identity, *, service: str, on: date) -> Try:
    """Sign in whom the service named, by the account that was connected; codes are asked for as after a password.

    An e-mail address that the service knows is no proof here: whoever runs a mailbox could take over an account by it.
    """
    person = find_person_known_as(identity)
    if person is None or not person.is_active:
        _refused(person.id if person else 0, "deactivated" if person else f"not connected with {service}")
        return Try(refusal=NOT_CONNECTED.format(service=service))
    actor = queries.find_actor(person_id=person.id, on=on)
    if actor is None:
        _refused(person.id, "no grant today")
        return Try(refusal=rules.NO_GRANT)
    if has_codes(person.id):
        record_about(None, "arrive_from_elsewhere", person.id, service=service)
        return Try(asked_for_code_of=person.id)
    record_about(actor, "sign_in_from_elsewhere", person.id, service=service)
    return Try(actor=actor)


def connect_elsewhere(identity: Identity, *, service: str, by: Actor, at: datetime) -> None:
    """Let oneself sign in through the service from now on, with the account one has just signed in with there."""
    queries.get_person(by.person_id, for_change=True)
    holder = find_person_known_as(identity)
    if holder is not None and holder.id != by.person_id:
        raise Refusal(f"This account with {service} is connected to another person’s account here.")
    if find_connection(by.person_id, identity.issuer) is not None:
        raise Refusal(f"You have connected an account with {service} already. End that first.")
    connected = {"issuer": identity.issuer, "subject": identity.subject, "connected_at": at}
    db.session.add(OutsideIdentity(person_id=by.person_id, **connected))
    db.session.flush()
    record_about(by, "connect_elsewhere", by.person_id, service=service)
    _tell(by.person_id, f"Your account can be entered through {service} now", at=at)


def disconnect_elsewhere(*, issuer: str, service: str, by: Actor, at: datetime) -> None:
    """Sign in by password alone from now on."""
    found = find_connection(by.person_id, issuer)
    if found is None:
        raise Refusal(f"No account with {service} is connected.")
    db.session.execute(delete(OutsideIdentity).where(OutsideIdentity.id == found.id))
    record_about(by, "disconnect_elsewhere", by.person_id, service=service)
    _tell(by.person_id, f"Your account is no longer entered through {service}", at=at)


def _refused(person_id: int, reason: str) -> None:
    record_about(None, "refuse_sign_in", person_id, reason=reason)


def _tell(person_id: int, subject: str, *, at: datetime) -> None:
    words = "If that was not you, tell an administrator of your organisation at once."
    key = f"people.elsewhere:{person_id}:{at.isoformat()}"
    tell(key=key, person_id=person_id, subject=subject, words=words, href="/people/account", at=at)
