"""Signing in and out, giving the password again, changing it."""

from flask import current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.configuration import sends_mail
from core.db import bookkeeping, transaction
from core.errors import Refusal
from core.one_use import press
from core.people import rules
from core.people import sign_in as sessions
from core.people.actions import signing_in as actions
from core.people.actions.tokens import note_token_use
from core.people.forms import ChangePasswordForm, ConfirmPasswordForm, SignInForm
from core.people.queries.codes import has_codes
from core.people.views.asking_for_code import ask_for_code
from core.people.views.blueprint import address_of_reader, views
from core.people.views.demo import demo_people
from core.people.views.kept import BINDS, ENDED, asking, go_on, is_arriving
from core.web import current_actor, find_actor, page, public, signed_in

_OPEN = {"people.change_password", "people.sign_out", "people.show_session_left", "static"}


@views.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | tuple[str, int]:
    """Ask for e-mail address and password; in demo mode list the demo people besides."""
    home = url_for("home.show_home")
    if find_actor() is not None and request.method == "GET":
        return redirect(home)
    form = asking(SignInForm, ENDED)
    if request.method == "POST" and not is_arriving() and form.validate():
        with transaction():
            tried = actions.sign_in(
                email=str(form.email.data),
                password=str(form.password.data),
                address=address_of_reader(),
                on=clock.today(),
                at=clock.now(),
            )
        if tried.actor is not None:
            sessions.begin_session(tried.actor)
            return go_on(form, home)
        if tried.asked_for_code_of is not None:
            return ask_for_code(tried.asked_for_code_of, kept=form.kept.data or "")
        form.refuse(tried.refusal)
    people = demo_people()
    return page(
        "core/people/sign_in.html",
        form,
        demo=people,
        password=rules.DEMO_WORDS if people else "",
        sends_mail=sends_mail(current_app),
    )


@views.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End this session."""
    leaving, left = current_actor(), []

    def act() -> str:
        actions.sign_out(by=leaving)
        left.append(leaving)
        return url_for("people.sign_in")

    answer = press(act, url_for("home.show_home"))
    if left:
        sessions.end_session()
    return answer


@views.route("/confirm-password", methods=["GET", "POST"])
@signed_in
def confirm_password() -> Response | tuple[str, int]:
    """Ask for the password again before an act that binds, then go on to it."""
    form = asking(ConfirmPasswordForm, BINDS)
    needs_code = has_codes(current_actor().person_id)
    if request.method == "POST" and not is_arriving() and form.validate():
        with transaction():
            tried = actions.confirm_password(
                password=str(form.password.data),
                code=str(form.code.data or ""),
                address=address_of_reader(),
                by=current_actor(),
                at=clock.now(),
                true_at=clock.on_the_wall(),
            )
        if tried.actor is not None:
            sessions.note_confirmed()
            return go_on(form, url_for("home.show_home"))
        form.refuse(tried.refusal)
    return page("core/people/confirm_password.html", form, needs_code=needs_code)


@views.route("/change-password", methods=["GET", "POST"])
@signed_in
def change_password() -> Response | tuple[str, int]:
    """Change one's own password; every other session ends, this one goes on."""
    form = ChangePasswordForm()
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                tried = actions.change_password(
                    old=str(form.old.data),
                    new=str(form.new.data),
                    address=address_of_reader(),
                    by=current_actor(),
                    at=clock.now(),
                )
        except Refusal as refusal:
            tried = actions.Try(refusal=str(refusal))
        if tried.actor is not None:
            sessions.begin_session(tried.actor)
            flash("Your password is changed. Every other session of yours has ended.")
            return redirect(url_for("people.show_account"))
        form.refuse(tried.refusal)
    return page("core/people/change_password.html", form, temporary=sessions.must_change_password())


@views.before_app_request
def change_temporary_password_first() -> Response | None:
    """Let nobody go on with a password that an administrator knows."""
    if sessions.must_change_password() and find_actor() is not None and request.endpoint not in _OPEN:
        return redirect(url_for("people.change_password"))
    return None


@views.after_app_request
def note_use(response: Response) -> Response:
    """Keep when a token or a session was last used, after the answer is made."""
    if "token_id" in g:
        with bookkeeping():
            note_token_use(token_id=g.token_id, at=clock.now())
    sessions.note_seen()
    return response
