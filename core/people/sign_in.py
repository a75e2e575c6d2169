"""The session of one who signed in, on Flask-Login, which nothing else in the house knows.

The cookie holds the person, the stamp of all their sessions and the key of this one, the grant, and when they signed
in, were last seen and last gave the password. A session ends when the person signs out, when it idles, when its hours
are over, when the person changes the password or is deactivated, and when the grant no longer holds.
"""

from datetime import datetime, timedelta
from hmac import compare_digest

from flask import current_app, g, request, session
from flask.sansio.app import App
from flask_login import LoginManager, current_user, login_user, logout_user

from core import clock
from core.db import bookkeeping
from core.people import queries
from core.people.actions.sessions import close_session, open_session
from core.people.models import Person
from core.permissions import Actor

CONFIRMED_FOR = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=1)
_API = "/api/"


class SignedIn:
    """A person behind a session, as Flask-Login wants it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, person: Person, key: str) -> None:
        self.person = person
        self.key = key

    def get_id(self) -> str:
        """Person, stamp and key: another stamp is another person to a session."""
        return f"{self.person.id}:{self.person.session_stamp}:{self.key}"


def prepare_sign_in(app: App) -> None:
    """Let Flask-Login find the person of a session."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(_find_signed_in)


def begin_session(actor: Actor) -> None:
    """Begin a session anew: nothing of an earlier one, which somebody else may have planted, is kept."""
    end_session()
    at = clock.now()
    with bookkeeping():
        key = open_session(person_id=actor.person_id, at=at)
    login_user(SignedIn(queries.get_person(actor.person_id), key))
    instant = _text_of(at)
    session.update(grant_id=actor.grant_id, began_at=instant, seen_at=instant, confirmed_at=instant)


def end_session() -> None:
    """Forget the person, and see to it that no copy of the cookie works any more."""
    if current_user.is_authenticated:
        with bookkeeping():
            close_session(key=current_user.key, at=clock.now())
    logout_user()
    session.clear()
    g.pop("actor", None)


def act_under(actor: Actor) -> None:
    """Go on under another grant of the same person."""
    session["grant_id"] = actor.grant_id
    g.pop("actor", None)


def note_confirmed() -> None:
    """Keep that the password was given now."""
    session["confirmed_at"] = _text_of(clock.now())


def is_confirmed() -> bool:
    """Whether the password was given a short while ago. A token has none to give."""
    given = _instant_of("confirmed_at")
    return "token_id" not in g and given is not None and clock.now() - given < CONFIRMED_FOR


def must_change_password() -> bool:
    """Whether the person in this session still has the password an administrator gave them."""
    return "token_id" not in g and current_user.is_authenticated and current_user.person.password_is_temporary


def load_actor() -> Actor | None:
    """The one who acts in this request: by the token of a machine, or by the session."""
    if request.path.startswith(_API) and "Authorization" in request.headers:
        return _actor_of_token()
    instant = clock.now()
    if not current_user.is_authenticated or not _is_fresh(instant):
        return None
    actor = queries.find_actor(person_id=current_user.person.id, grant_id=session.get("grant_id"), on=clock.today())
    seen = _instant_of("seen_at")
    if actor is not None and (seen is None or instant - seen >= _SEEN_EVERY):
        session["seen_at"] = _text_of(instant)
    return actor


def _actor_of_token() -> Actor | None:
    given = request.authorization
    token = queries.find_token(given.token) if given and given.type == "bearer" and given.token else None
    actor = None if token is None else queries.find_actor_of_token(token, on=clock.today())
    if token is not None and actor is not None:
        g.token_id = token.id
    return actor


def _find_signed_in(text: str) -> SignedIn | None:
    number, stamp, key = [*text.split(":"), "", ""][:3]
    found = queries.find_open_session(key)
    if found is None or number != str(found.person_id):
        return None
    person = found.person
    if not person.is_active or not compare_digest(person.session_stamp, stamp):
        return None
    return SignedIn(person, key)


def _is_fresh(instant: datetime) -> bool:
    began, seen = _instant_of("began_at"), _instant_of("seen_at")
    if began is None or seen is None or "grant_id" not in session:
        return False
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    whole = timedelta(hours=current_app.config["SESSION_HOURS"])
    return instant - seen < idle and instant - began < whole


def _text_of(instant: datetime) -> str:
    return instant.isoformat()


def _instant_of(name: str) -> datetime | None:
    text = session.get(name)
    return datetime.fromisoformat(text) if isinstance(text, str) else None
