"""The second step of signing in: the one-time code, after the password, for who has set codes up."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.db import transaction
from core.people import sign_in as sessions
from core.people.actions.signing_in import give_code as give
from core.people.forms import CodeForm
from core.people.views.blueprint import address_of_reader, views
from core.people.views.kept import go_on
from core.web import page, public

_LATE = "Too much time has passed since the password. Sign in again."


def ask_for_code(
    person_id: int, *, kept: str, onward: str | None = None, gave_password: bool = True
) -> Response | tuple[str, int]:
    """Lead on to the code, and then to `onward` or where the address says; what was typed on a page before travels
    through the page that asks, in the browser alone.
    """
    sessions.begin_half(person_id, gave_password=gave_password)
    if not kept:
        return redirect(url_for("people.give_code", next=onward or request.args.get("next")))
    form = CodeForm(fresh=True)
    form.kept.data = kept
    return page("core/people/give_code.html", form)


@views.route("/sign-in/code", methods=["GET", "POST"])
@public
def give_code() -> Response | tuple[str, int]:
    """Ask for the one-time code, or a recovery code, and sign in."""
    person_id = sessions.find_half()
    if person_id is None:
        flash(_LATE, "warning")
        return redirect(url_for("people.sign_in", next=request.args.get("next")))
    form = CodeForm()
    if request.method == "POST" and form.validate():
        with transaction():
            tried = give(
                person_id=person_id,
                code=str(form.code.data),
                address=address_of_reader(),
                on=clock.today(),
                at=clock.now(),
                true_at=clock.on_the_wall(),
            )
        if tried.actor is not None:
            sessions.begin_session(tried.actor, gave_password=sessions.half_gave_password())
            return go_on(form, url_for("home.show_home"))
        form.code.data = ""
        form.refuse(tried.refusal)
    return page("core/people/give_code.html", form)
