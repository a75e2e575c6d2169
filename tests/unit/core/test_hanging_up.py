"""Requests that break off, and the clock that runs while one is on its way."""

import io
import socket
from threading import Event
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

from core.hanging_up import HangingUp, prepare_hanging_up

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def small() -> Flask:
    """An application that says what it was sent."""
    made = Flask("small")
    made.config.update(MAX_CONTENT_LENGTH=1_000, UPLOAD_SECONDS=300)
    made.add_url_rule("/", view_func=lambda: request.form.get("a", "nothing"), methods=["POST"])
    prepare_hanging_up(made)
    return made


def _sent(application: Flask, body: bytes, *, length: int, kind: str = FORM) -> tuple[str, bytes]:
    """The answer to a body that promised to be so long, from a server that ends what broke off as gunicorn does."""
    environ = EnvironBuilder(path="/", method="POST").get_environ()
    more = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind, "wsgi.input_terminated": True}
    environ.update({"wsgi.input": io.BytesIO(body), **more})
    answer, status, _ = run_wsgi_app(application, environ)
    return status, b"".join(answer)


def test_a_whole_body_is_read(small: Flask) -> None:
    assert _sent(small, b"a=whole", length=7) == ("200 OK", b"whole")


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x"])
def test_a_body_that_broke_off_is_refused(small: Flask, kind: str) -> None:
    status, _ = _sent(small, b"a=who", length=7, kind=kind)
    assert status == "400 BAD REQUEST"


def test_a_body_that_is_too_large_is_refused_as_before(small: Flask) -> None:
    status, _ = _sent(small, b"a=" + b"x" * 2_000, length=2_002)
    assert status == "413 REQUEST ENTITY TOO LARGE"


def test_who_sends_too_slowly_is_hung_up_on() -> None:
    """The end we read from says that nothing more comes; what we write still arrives."""
    ours, theirs = socket.socketpair()

    def application(environ: Any, _: Any) -> list[bytes]:
        return [environ["gunicorn.socket"].recv(100)]

    environ: Any = {"gunicorn.socket": ours, "CONTENT_LENGTH": "100"}
    with ours, theirs:
        assert list(HangingUp(application, 1)(environ, Event)) == [b""]  # type: ignore[arg-type]  # it never begins
        ours.sendall(b"told")
        assert theirs.recv(100) == b"told"
