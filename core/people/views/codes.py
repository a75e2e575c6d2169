"""One-time codes of one's own: set up, confirm, recovery codes, end. They may be required."""

from io import BytesIO

import segno
from flask import abort, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.db import transaction
from core.errors import Refusal
from core.forms import Form
from core.one_use import press, submit
from core.people import sign_in as sessions
from core.people.actions import codes as actions
from core.people.actions.signing_in import Try
from core.people.actions.signing_in import end_codes as end
from core.people.forms import ConfirmCodesForm, EndCodesForm
from core.people.queries import get_person
from core.people.queries.codes import count_recovery_codes, find_codes, has_codes, has_short_recovery_codes
from core.people.rules.codes import CodesOf, need_codes
from core.people.views.blueprint import address_of_reader, views
from core.web import binding, current_actor, find_actor, is_for_machines, page, signed_in

_OPEN = {
    *("people.show_codes", "people.begin_codes", "people.confirm_codes", "people.confirm_password", "people.draw_key"),
    *("people.change_password", "people.sign_out", "people.show_session_left", "static"),
}
_TO_ACT_OTHERWISE = {"people.show_account", "people.switch_grant"}


@views.get("/account/codes")
@signed_in
def show_codes() -> tuple[str, int]:
    """Show whether one signs in with codes: the key while they are set up, the recovery codes once."""
    return _shown()


@views.post("/account/codes/begin")
@signed_in
@binding
def begin_codes() -> Response:
    """Make a key for a device; it counts once a code of it was given."""

    def act() -> str:
        actions.begin_codes(by=current_actor(), at=clock.now())
        return url_for("people.show_codes")

    return press(act, url_for("people.show_codes"))


@views.route("/account/codes/confirm", methods=["GET", "POST"])
@signed_in
def confirm_codes() -> Response | tuple[str, int]:
    """Show by a code that the device has the key."""
    form = ConfirmCodesForm()

    def act() -> str:
        session["shown_codes"] = actions.confirm_codes(
            code=str(form.code.data),
            key=sessions.session_key(),
            by=current_actor(),
            at=clock.now(),
            true_at=clock.on_the_wall(),
        )
        return url_for("people.show_codes")

    return submit(form, act) or _shown(form)


@views.post("/account/codes/renew-recovery-codes")
@signed_in
@binding
def renew_recovery_codes() -> Response:
    """Make ten new recovery codes, shown once."""

    def act() -> str:
        session["shown_codes"] = actions.renew_recovery_codes(by=current_actor())
        return url_for("people.show_codes")

    return press(act, url_for("people.show_codes"))


@views.route("/account/codes/end", methods=["GET", "POST"])
@signed_in
def end_codes() -> Response | tuple[str, int]:
    """Do without codes; asks for the password, however lately it was given."""
    form = EndCodesForm()
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                tried = end(
                    password=str(form.password.data),
                    address=address_of_reader(),
                    key=sessions.session_key(),
                    required_of=required_of(),
                    by=current_actor(),
                    at=clock.now(),
                )
        except Refusal as refusal:
            tried = Try(refusal=str(refusal))
        if tried.actor is not None:
            flash("One-time codes are ended. Your password alone lets you in.")
            return redirect(url_for("people.show_codes"))
        form.refuse(tried.refusal)
    return page("core/people/end_codes.html", form)


@views.before_app_request
def set_up_codes_first() -> Response | None:
    """Let nobody who needs codes here go on without. Who needs them in one role alone may act in another."""
    of = required_of()
    if of is CodesOf.NOBODY or is_for_machines() or request.endpoint in _OPEN or sessions.must_change_password():
        return None
    if of is CodesOf.APPROVERS and request.endpoint in _TO_ACT_OTHERWISE:
        return None
    actor = find_actor()
    if actor is None or not need_codes(actor.role, of) or has_codes(actor.person_id):
        return None
    return redirect(url_for("people.show_codes"))


def required_of() -> CodesOf:
    """Of whom codes are required here: by setting, and of nobody in the demo, where one signs in with a button."""
    if current_app.config["DEMO"]:
        return CodesOf.NOBODY
    of = CodesOf(current_app.config["CODES_REQUIRED_OF"])
    by_its_old_name = of is CodesOf.NOBODY and current_app.config["CODES_FOR_APPROVERS"]
    return CodesOf.APPROVERS if by_its_old_name else of


def _shown(form: Form | None = None) -> tuple[str, int]:
    actor = current_actor()
    found = find_codes(actor.person_id)
    is_begun = found is not None and found.confirmed_at is None
    key = actions.key_of(found) if found is not None and is_begun else ""
    return page(
        "core/people/show_codes.html",
        form or ConfirmCodesForm(),
        codes=found,
        is_begun=is_begun,
        key=" ".join(key[place : place + 4] for place in range(0, len(key), 4)),
        recovery=session.pop("shown_codes", ()),
        left=count_recovery_codes(actor.person_id),
        are_short=has_short_recovery_codes(actor.person_id),
        is_required=need_codes(actor.role, required_of()),
        is_of_everybody=required_of() is CodesOf.EVERYBODY,
    )


@views.get("/account/codes/key.svg")
@signed_in
def draw_key() -> Response:
    """Draw the key that is being set up as a square for a camera; once confirmed it is shown no more."""
    found = find_codes(current_actor().person_id)
    if found is None or found.confirmed_at is not None:
        abort(404)
    drawn = BytesIO()
    address = actions.address_of_key(found, get_person(found.person_id).email)
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=4, dark="#212b32", light="#fff")
    return Response(drawn.getvalue(), mimetype="image/svg+xml")
