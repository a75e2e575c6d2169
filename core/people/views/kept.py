"""Keeping what was typed while the password is asked for: the session had ended, or the act binds.

What was typed travels through the page that asks, in the browser alone, and comes back to its own form, which shows it
again to be checked and sent. It is kept only when it came from a page of ours (its token says so). Passwords and files
are not kept.
"""

import json
from collections.abc import Callable
from typing import TypeVar

from flask import redirect, request
from werkzeug.wrappers import Response

from core.forms import Form, Press
from core.people.forms import ConfirmPasswordForm, SignInForm
from core.web import page, safe_address

Asking = TypeVar("Asking", SignInForm, ConfirmPasswordForm)
_NOT_KEPT = {"csrf_token", "password", "old", "new"}
ENDED = "Your session had ended, so nothing was saved yet. Go on here: what you typed is kept and shown to you again."
BINDS = "Nothing was saved yet: this needs your password. What you typed is kept and shown to you again."
LOST = "Your session had ended, so nothing was saved."


def asking(kind: Callable[..., Asking], sentence: str) -> Asking:
    """The form that asks for the password; it holds what was typed elsewhere, and says so (`sentence`), when the
    request was led here with it.
    """
    if not is_arriving():
        return kind()
    form = kind(fresh=True)
    if Press().validate():
        typed = [pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_KEPT]
        form.kept.data = json.dumps(typed)
    form.refuse(sentence if form.kept.data else LOST)
    return form


def is_arriving() -> bool:
    """Whether this request was sent to another page and led here before the password was asked for."""
    return request.method == "POST" and "kept" in request.args and "kept" not in request.form


def go_on(form: Form, otherwise: str) -> Response | tuple[str, int]:
    """Go where the person wanted to; with what was typed, when something was kept."""
    address = safe_address(request.args.get("next"), otherwise)
    kept = form["kept"].data
    if not kept:
        return redirect(address)
    return page("core/people/go_on.html", typed=_pairs(kept), address=address)


def _pairs(kept: str) -> list[tuple[str, str]]:
    try:
        return [(str(name), str(value)) for name, value in json.loads(kept)]
    except (TypeError, ValueError):
        return []
