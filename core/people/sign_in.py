"""The session of one who signed in, on Flask-Login, which nothing else in the house knows.

The cookie holds the person, the stamp of all their sessions and the key of this one, the grant, and when they last gave
the password; when they give it again the key is made anew. When the session began and was last seen stands in the
database, so that a copy of the cookie lasts no longer. A session ends when the person signs out or ends it elsewhere,
when it idles, when its hours are over, when the person changes the password or is deactivated, and when the grant no
longer holds. Between password and one-time code nobody is signed in: the cookie then says whose password was right, for
five minutes.
"""

from datetime import datetime, timedelta
from hmac import compare_digest

from flask import current_app, g, request, session
from flask.sansio.app import App
from flask_login import LoginManager, current_user, login_user, logout_user

from core import clock
from core.db import bookkeeping
from core.people import queries
from core.people.actions import sessions as rows
from core.people.models import Person, PersonSession
from core.people.queries.sessions import find_open_session
from core.people.rules.codes import HALF_SIGNED_IN_FOR
from core.permissions import Actor
from core.web import is_for_machines

CONFIRMED_FOR = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=1)


class SignedIn:
    """A person behind a session, as Flask-Login wants it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, person: Person, key: str, row: PersonSession | None = None) -> None:
        self.person = person
        self.key = key
        self.row = row

    def get_id(self) -> str:
        """Person, stamp and key: another stamp is another person to a session."""
        return f"{self.person.id}:{self.person.session_stamp}:{self.key}"


def prepare_sign_in(app: App) -> None:
    """Let Flask-Login find the person of a session."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(_find_signed_in)


def begin_session(actor: Actor, *, gave_password: bool = True) -> None:
    """Begin a session anew: nothing of an earlier one, which somebody else may have planted, is kept.

    `gave_password`: not so for who came through a sign-in service; acts that bind ask for it then.
    """
    end_session()
    at = clock.now()
    with bookkeeping():
        key = rows.open_session(
            person_id=actor.person_id, at=at, grant_id=actor.grant_id, address=request.remote_addr or ""
        )
    login_user(SignedIn(queries.get_person(actor.person_id), key))
    session.update(grant_id=actor.grant_id, confirmed_at=_text_of(at) if gave_password else None)


def begin_half(person_id: int, *, gave_password: bool = True) -> None:
    """Keep that the password of this person was right (or the sign-in service named them), and nothing else of what the
    session held.
    """
    end_session()
    session["half"] = [queries.get_person(person_id).session_stamp, person_id, _text_of(clock.now()), gave_password]


def find_half() -> int | None:
    """Whose password was right a few minutes ago, with the code still to be given; None when that is nobody's."""
    held = session.get("half")
    if not isinstance(held, list):
        return None
    stamp, person_id, given, _ = held
    person = queries.get_person(person_id)
    in_time = clock.now() - datetime.fromisoformat(given) < HALF_SIGNED_IN_FOR
    return person.id if in_time and person.is_active and compare_digest(person.session_stamp, stamp) else None


def half_gave_password() -> bool:
    """Whether the one whose code is still to be given has given the password."""
    return bool(session["half"][-1])


def end_session() -> None:
    """Forget the person, and see to it that no copy of the cookie works any more."""
    if current_user.is_authenticated:
        with bookkeeping():
            rows.close_session(key=current_user.key, at=clock.now())
    logout_user()
    session.clear()
    g.pop("actor", None)


def act_under(actor: Actor) -> None:
    """Go on under another grant of the same person."""
    session["grant_id"] = g.session_seen = actor.grant_id
    g.pop("actor", None)


def note_confirmed() -> None:
    """Keep that the password was given now, under a new key: a copy of the cookie from before opens nothing any more.

    The session is the same for its owner: when it began, what was typed on its pages, and its row in the list.
    """
    with bookkeeping():
        key = rows.renew_key(key=current_user.key)
    if key is not None:
        login_user(SignedIn(current_user.person, key, current_user.row))
        session["confirmed_at"] = _text_of(clock.now())


def is_confirmed() -> bool:
    """Whether the password was given a short while ago. A token has none to give."""
    given = _instant_of("confirmed_at")
    return not is_for_machines() and given is not None and clock.now() - given < CONFIRMED_FOR


def must_change_password() -> bool:
    """Whether the person in this session still has the password an administrator gave them."""
    return not is_for_machines() and current_user.is_authenticated and current_user.person.password_is_temporary


def load_actor() -> Actor | None:
    """The one who acts in this request: by its token at addresses of machines, and by the session at all others."""
    if is_for_machines():
        return _actor_of_token()
    instant = clock.now()
    if not current_user.is_authenticated or not _is_fresh(instant):
        return None
    actor = queries.find_actor(person_id=current_user.person.id, grant_id=session.get("grant_id"), on=clock.today())
    if actor is not None and instant - current_user.row.last_seen_at >= _SEEN_EVERY:
        g.session_seen = actor.grant_id
    return actor


def note_seen() -> None:
    """Keep that this session was in use, once a minute, after the answer is made."""
    grant_id = g.pop("session_seen", None)
    if grant_id is not None and current_user.is_authenticated:
        with bookkeeping():
            address, key = request.remote_addr or "", current_user.key
            rows.note_seen(key=key, grant_id=grant_id, address=address, at=clock.now())


def session_key() -> str:
    """The key of this session."""
    key: str = current_user.key
    return key


def session_id() -> int:
    """The number of this session's row."""
    number: int = current_user.row.id
    return number


def seconds_left() -> int:
    """For how many seconds the session of this browser still holds if it is not used: 0 where nobody is signed in."""
    row: PersonSession | None = current_user.row if current_user.is_authenticated else None
    if row is None:
        return 0
    idle, whole = limits()
    ends_at = min(row.last_seen_at + idle, row.began_at + whole)
    return max(0, int((ends_at - clock.now()).total_seconds()))


def leave_unseen() -> None:
    """Let this request not count as use of the session."""
    g.pop("session_seen", None)


def limits() -> tuple[timedelta, timedelta]:
    """After how long without a request a session ends, and after how long in any case."""
    idle, hours = current_app.config["IDLE_MINUTES"], current_app.config["SESSION_HOURS"]
    return timedelta(minutes=idle), timedelta(hours=hours)


def _actor_of_token() -> Actor | None:
    given = request.authorization
    token = queries.find_token(given.token) if given and given.type == "bearer" and given.token else None
    actor = None if token is None else queries.find_actor_of_token(token, on=clock.today())
    if token is not None and actor is not None:
        g.token_id = token.id
    return actor


def _find_signed_in(text: str) -> SignedIn | None:
    number, stamp, key = [*text.split(":"), "", ""][:3]
    found = find_open_session(key)
    if found is None or number != str(found.person_id):
        return None
    person = found.person
    if not person.is_active or not compare_digest(person.session_stamp, stamp):
        return None
    return SignedIn(person, key, found)


def _is_fresh(instant: datetime) -> bool:
    if "grant_id" not in session or current_user.row is None:
        return False
    idle, whole = limits()
    row: PersonSession = current_user.row
    return instant - row.last_seen_at < idle and instant - row.began_at < whole


def _text_of(instant: datetime) -> str:
    return instant.isoformat()


def _instant_of(name: str) -> datetime | None:
    text = session.get(name)
    return datetime.fromisoformat(text) if isinstance(text, str) else None
