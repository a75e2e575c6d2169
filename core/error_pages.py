"""What people see when something went wrong: a page in the house's dress, without a word about the inside.

Machines (addresses under /api/) get the same as problem details (`core/problem_details.py`). The page for our own
faults asks neither the database nor the frame of the other pages for anything, so that what broke cannot break it too.
"""

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wrappers import Response

from core.db import db
from core.errors import NotAllowed, Refusal
from core.problem_details import problem
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
_WORDS_FOR_MACHINES = {
    400: "This request could not be read.",
    404: _NOTHING_HERE,
    405: "This address is not asked in that way. The header Allow says in which ways it is.",
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
    if is_for_machines():
        return _tell_machine(error, code)
    if isinstance(error, RequestEntityTooLarge):
        _drain()
        return _page(code, _too_large())
    return _page(code, _WORDS.get(code, error.description or ""))


def _tell_machine(error: HTTPException, code: int) -> Answer:
    """What the room said of it itself, or else our words for errors of that kind."""
    db.session.rollback()
    is_silent = error.description == type(error).description
    said = _WORDS_FOR_MACHINES.get(code, "") if is_silent else ""
    if isinstance(error, RequestEntityTooLarge):
        _drain()
        said = _too_large() if is_silent else said
    answer = problem(code, said or error.description or "")
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer, code


def _show_refusal(refusal: Refusal) -> Answer:
    return _page(403 if isinstance(refusal, NotAllowed) else 409, str(refusal))


def _show_nothing(_: NoResultFound) -> Answer:
    return _page(404, _NOTHING_HERE)


def _page(code: int, said: str) -> Answer:
    db.session.rollback()
    if is_for_machines():
        return problem(code, said), code
    return render_template("errors/error.html", code=code, said=said), code


def _sorry(code: int) -> Answer:
    if is_for_machines():
        return problem(code, _OUR_FAULT), code
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
