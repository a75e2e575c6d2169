"""Demo mode: on this machine and on a database marked as demo only, one signs in with a button per demo person."""

from urllib.parse import urlsplit

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.one_use import press
from core.people import queries
from core.people import sign_in as sessions
from core.people.actions import demo as actions
from core.people.models import Person
from core.people.views.blueprint import views
from core.permissions import Actor
from core.web import public

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@views.before_app_request
def refuse_what_is_no_demo() -> None:
    """In demo mode answer this machine only, and never open a database that was not seeded as a demo."""
    if not current_app.config["DEMO"]:
        return
    host = urlsplit(f"//{request.host}").hostname
    if host not in _LOOPBACK or request.remote_addr not in _LOOPBACK:
        abort(403, "Demo mode answers this machine only.")
    if not queries.demo_mark_exists():
        abort(403, actions.NOT_A_DEMO)


@views.post("/<int:person_id>/sign-in")
@public
def sign_in_as(person_id: int) -> Response:
    """Sign in as a demo person at once. There is no such page outside demo mode."""
    if not current_app.config["DEMO"]:
        abort(404)
    entered: list[Actor] = []

    def act() -> str:
        entered.append(actions.sign_in_to_demo(person_id=person_id, on=clock.today()))
        return url_for("home.show_home")

    answer = press(act, url_for("people.sign_in"))
    if not entered:
        return redirect(url_for("people.sign_in"))
    sessions.begin_session(entered[0])
    return answer


def demo_people() -> list[Person]:
    """The people one may sign in as with a button: none outside demo mode."""
    return queries.list_demo_people() if current_app.config["DEMO"] else []
