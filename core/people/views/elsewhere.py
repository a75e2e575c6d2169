"""Signing in through the sign-in service of the installation, and connecting one's account with it.

The service leads back by a GET, which changes nothing: the page it opens has one button, behind which the code is used.
"""

from flask import abort, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.db import transaction
from core.errors import Refusal
from core.one_use import press
from core.people import sign_in as sessions
from core.people.actions import elsewhere as actions
from core.people.forms import ElsewhereForm
from core.people.models import OutsideIdentity
from core.people.openid import identity_told, lead_to_service, name_of_service
from core.people.queries.elsewhere import find_connection
from core.people.views.asking_for_code import ask_for_code
from core.people.views.blueprint import views
from core.web import binding, current_actor, find_actor, page, public, safe_address, signed_in


@views.get("/sign-in/elsewhere")
@public
def go_elsewhere() -> Response:
    """Lead to the sign-in service."""
    _service()
    session["elsewhere_for"] = safe_address(request.args.get("next"), url_for("home.show_home"))
    try:
        return lead_to_service()
    except Refusal as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("people.show_account" if find_actor() else "people.sign_in"))


@views.route("/sign-in/elsewhere/back", methods=["GET", "POST"])
@public
def come_back() -> Response | tuple[str, int]:
    """Ask whoever comes back from the service to go on, then sign them in."""
    service = _service()
    form = ElsewhereForm()
    if request.method == "POST" and form.validate():
        return _signed_in(service)
    if request.args.get("error"):
        flash(f"{service} did not sign you in. Nothing was changed here.", "warning")
        return redirect(url_for("people.show_account" if find_actor() else "people.sign_in"))
    if request.method == "GET":
        form.code.data, form.state.data = request.args.get("code", ""), request.args.get("state", "")
    connecting = find_actor() is not None
    onward = url_for("people.connect_elsewhere" if connecting else "people.come_back")
    return page("core/people/come_back.html", form, service=service, onward=onward, connecting=connecting)


@views.get("/account/elsewhere")
@signed_in
@binding
def show_elsewhere() -> tuple[str, int]:
    """Show whether one’s account is connected with the sign-in service, and lead there to connect it."""
    service = _service()
    found = _connection()
    return page("core/people/show_elsewhere.html", service=service, connection=found)


@views.post("/account/elsewhere/connect")
@signed_in
@binding
def connect_elsewhere() -> Response:
    """Connect the account somebody signed in with at the service."""
    service = _service()
    try:
        if not ElsewhereForm().validate():
            raise Refusal("That page was open too long. Begin again.")
        told = identity_told()  # the service is asked before anything is held in the database
        with transaction():
            actions.connect_elsewhere(told, service=service, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("people.show_elsewhere"))
    flash(f"You can sign in through {service} from now on.")
    return redirect(url_for("people.show_account"))


@views.post("/account/elsewhere/end")
@signed_in
@binding
def disconnect_elsewhere() -> Response:
    """Sign in by password alone from now on."""
    service = _service()

    def act() -> str:
        issuer = current_app.config["OIDC_ISSUER"]
        actions.disconnect_elsewhere(issuer=issuer, service=service, by=current_actor(), at=clock.now())
        return url_for("people.show_account")

    return press(act, url_for("people.show_elsewhere"))


def is_connected() -> bool:
    """Whether the one who acts connected an account with the sign-in service of this installation."""
    return bool(name_of_service()) and _connection() is not None


def _connection() -> OutsideIdentity | None:
    return find_connection(current_actor().person_id, current_app.config["OIDC_ISSUER"])


def _signed_in(service: str) -> Response | tuple[str, int]:
    onward = session.get("elsewhere_for", url_for("home.show_home"))
    try:
        told = identity_told()
    except Refusal as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("people.sign_in"))
    with transaction():
        tried = actions.sign_in_from_elsewhere(told, service=service, on=clock.today())
    if tried.actor is not None:
        sessions.begin_session(tried.actor, gave_password=False)
        return redirect(onward)
    if tried.asked_for_code_of is not None:
        return ask_for_code(tried.asked_for_code_of, kept="", onward=onward, gave_password=False)
    flash(tried.refusal, "warning")
    return redirect(url_for("people.sign_in"))


def _service() -> str:
    """What the service is called; where the installation has none, these pages are not there."""
    return name_of_service() or abort(404)
