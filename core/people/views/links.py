"""Choosing a password with a link, and asking for one when the password is forgotten."""

from flask import current_app, flash, make_response, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.configuration import sends_mail
from core.db import transaction
from core.errors import Refusal
from core.one_use import submit
from core.people import sign_in
from core.people.actions import links as actions
from core.people.forms import ForgottenForm, NewPasswordForm
from core.people.rules.links import LinkPurpose
from core.people.views.blueprint import address_of_reader, views
from core.web import page, public


@views.route("/forgotten-password", methods=["GET", "POST"])
@public
def ask_for_reset() -> Response | tuple[str, int]:
    """Ask for a link; the answer is the same whether or not anybody signs in with the address."""
    form = ForgottenForm()
    goes_out = sends_mail(current_app)
    if goes_out and request.method == "POST" and form.validate():
        with transaction():
            actions.ask_for_reset(email=str(form.email.data), address=address_of_reader(), at=clock.now())
        return page("core/people/asked_for_reset.html", minutes=current_app.config["RESET_MINUTES"])
    return page("core/people/ask_for_reset.html", form, goes_out=goes_out)


@views.get("/links/<int:link_id>")
@public
def show_link(**_: int) -> tuple[str, int]:
    """Say that a link without its secret opens nothing, as one copied from the list of messages."""
    return _no_link()


@views.route("/links/<int:link_id>/<string:secret>", methods=["GET", "POST"])
@public
def use_link(link_id: int, secret: str) -> Response | tuple[str, int]:
    """Choose a password with a link. Opening it uses nothing up: mail programs do so by themselves."""
    form = NewPasswordForm()

    def act() -> str:
        actions.use_link(link_id=link_id, secret=secret, password=str(form.new.data), at=clock.now())
        return url_for("people.sign_in")

    done = submit(form, act)
    if done is not None:
        sign_in.end_session()
        flash("Your password is chosen. Sign in with it.")
        return done
    try:
        link = actions.open_link(link_id=link_id, secret=secret, at=clock.now())
    except Refusal:
        return _no_link()
    invites = link.purpose is LinkPurpose.INVITATION
    drawn, status = page("core/people/use_link.html", form, person=link.person, invites=invites)
    response = make_response(drawn, status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address holds the secret
    return response


def _no_link() -> tuple[str, int]:
    return page("core/people/no_link.html", goes_out=sends_mail(current_app))[0], 404
