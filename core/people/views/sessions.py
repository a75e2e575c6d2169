"""Where one is signed in: seeing it, and ending one or all others."""

from typing import Any

from flask import flash, jsonify, url_for
from werkzeug.wrappers import Response

from core import clock
from core.forms import Press
from core.one_use import press
from core.people import sign_in
from core.people.actions import sessions as actions
from core.people.queries.sessions import get_own_session, list_open_sessions
from core.people.views.blueprint import views
from core.web import current_actor, find_actor, page, public, signed_in


@views.get("/account/sessions")
@signed_in
def show_sessions() -> tuple[str, int]:
    """List where one is signed in, the last used first."""
    idle, whole = sign_in.limits()
    found = list_open_sessions(current_actor().person_id, at=clock.now(), idle=idle, whole=whole)
    return page("core/people/show_sessions.html", sessions=found, own_id=sign_in.session_id())


@views.get("/session")
@public
def show_session_left() -> Response:
    """Tell a page left open for how long its session still holds and whose it is; asking is no use of the session.

    The token is for the forms of that page: signing in anew has made another one.
    """
    seconds = sign_in.seconds_left() if find_actor() is not None else 0
    sign_in.leave_unseen()
    if not seconds:
        return jsonify(seconds=0)
    held: Any = Press(fresh=True)["csrf_token"]
    return jsonify(seconds=seconds, person=current_actor().person_id, token=held.current_token)


@views.post("/account/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    """Sign out in another browser."""
    get_own_session(session_id, person_id=current_actor().person_id)

    def act() -> str:
        actions.end_session(session_id=session_id, by=current_actor(), at=clock.now())
        return url_for("people.show_sessions")

    return press(act, url_for("people.show_sessions"))


@views.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    """Sign out everywhere but here."""

    def act() -> str:
        actions.end_other_sessions(key=sign_in.session_key(), by=current_actor())
        flash("You are signed out everywhere but here.")
        return url_for("people.show_sessions")

    return press(act, url_for("people.show_sessions"))
