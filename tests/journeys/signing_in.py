"""Beginning a session for somebody without the sign-in page, for stories that are about something else."""

from core import clock
from core.db import bookkeeping
from core.people.actions.sessions import open_session
from core.people.queries import get_person
from core.permissions import Actor
from tests.person import Person


def sign_in_as(person: Person, actor: Actor) -> Person:
    """From here on the person at the browser is this one, who gave the password a moment ago."""
    begun = session_of(actor)
    with person.client.session_transaction() as session:
        session.clear()
        session.update(begun)
    return person


def session_of(actor: Actor) -> dict[str, object]:
    """What the cookie of one who signed in just now holds."""
    at = clock.now()
    with bookkeeping():
        key = open_session(person_id=actor.person_id, at=at, grant_id=actor.grant_id)
    identity = f"{actor.person_id}:{get_person(actor.person_id).session_stamp}:{key}"
    return {"_user_id": identity, "_fresh": True, "grant_id": actor.grant_id, "confirmed_at": at.isoformat()}
