"""Requests that break off, and senders so slow that they might as well have.

A thread that waits for the rest of an upload serves nobody else: the body of a request may be on its way for
`UPLOAD_SECONDS`, then no more of it is read. A web server that takes uploads in whole before it passes them on
(docs/operating.md) is the first wall; this is the one behind it. What came of a body that broke off, for whatever
reason, is never taken for all of it: gunicorn does not tell, so the length that was promised is held against what
came.
"""

import socket
from collections.abc import Iterable
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class HangingUp:
    """The application behind a clock that runs while a request with a body is served by gunicorn."""

    def __init__(self, application: "WSGIApplication", seconds: int) -> None:
        self.application = application
        self.seconds = seconds

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve a request. A body that is shorter than it promised to be, or takes too long, is refused (400)."""
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        connection: Any = environ.get("gunicorn.socket")
        has_body = environ.get("HTTP_TRANSFER_ENCODING") or environ.get("CONTENT_LENGTH") not in (None, "", "0")
        if connection is None or not has_body:
            return self.application(environ, start_response)
        timer = Timer(self.seconds, _hang_up, [connection])
        timer.daemon = True
        timer.start()
        try:
            return self.application(environ, start_response)
        finally:
            timer.cancel()


def prepare_hanging_up(app: Flask) -> None:
    """Put the clock before the application."""
    app.wsgi_app = HangingUp(app.wsgi_app, app.config["UPLOAD_SECONDS"])  # type: ignore[method-assign]  # as with others


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
