"""What people see when something went wrong: a page in the house's dress, without a word about the inside.

Machines (addresses under /api/) get the same as JSON. The page for our own faults asks neither the database nor the
frame of the other pages for anything, so that what broke cannot break it too.
"""

from flask import Flask, current_app, g, jsonify, render_template, request
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from core.db import db
from core.errors import NotAllowed, Refusal
from core.web import is_for_machines

_DRAINED_AT_MOST = 512 * 1024 * 1024
_AT_ONCE = 1024 * 1024
_NOTHING_HERE = "There is nothing at this address, or it belongs to another organisation."
_OUR_FAULT = "Something went wrong here. Nothing was saved. Try again in a moment."
_WORDS = {
    400: "What your browser sent could not be read. Go back, check what you typed or chose, and send it again.",
    404: _NOTHING_HERE,
    405: "This address is not opened that way: it waits for a button to be pressed. Go back to the page before it.",
}
Answer = tuple[Response | str, int]


def prepare_error_pages(app: Flask) -> None:
    """Give refusals, missing records and faults their pages."""
    app.register_error_handler(HTTPException, _show_error)
    app.register_error_handler(Refusal, _show_refusal)
    app.register_error_handler(NoResultFound, _show_nothing)


def _show_error(error: HTTPException) -> Answer:
    code = error.code or 500
    if code >= 500:
        return _sorry(code)
    if isinstance(error, RequestEntityTooLarge):
        _drain()
        return _page(code, _too_large())
    return _page(code, _WORDS.get(code, error.description or ""))


def _show_refusal(refusal: Refusal) -> Answer:
    return _page(403 if isinstance(refusal, NotAllowed) else 409, str(refusal))


def _show_nothing(_: NoResultFound) -> Answer:
    return _page(404, _NOTHING_HERE)


def _page(code: int, said: str) -> Answer:
    db.session.rollback()
    if is_for_machines():
        return jsonify(error=said), code
    return render_template("errors/error.html", code=code, said=said), code


def _sorry(code: int) -> Answer:
    if is_for_machines():
        return jsonify(error=_OUR_FAULT), code
    g.actor = None
    return render_template("errors/sorry.html"), code


def _too_large() -> str:
    most = current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)
    return f"What you sent is too large: a file and all that is typed with it may have {most} MB together."


def _drain() -> None:
    """Read what is still on its way, within reason: a browser that cannot send it all never shows our answer."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, _DRAINED_AT_MOST)
    while left > 0 and (read := stream.read(min(_AT_ONCE, left))):
        left -= len(read)
