"""What an installation tells whoever watches over it or found a weakness in it: ready or not, and whom to tell."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, abort, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from core import clock
from core.db import db
from core.operations.queries import newest_revision, revision_of
from core.web import public

views = Blueprint("operations", __name__)
_HOLDS_FOR = timedelta(days=90)


@views.get("/ready")
@public
def show_readiness() -> Response:
    """Answer 200 when requests can be served: the database answers and its tables are those of this version; else 503.

    Says which of the two it is and nothing else: no address, no version, no error text.
    """
    try:
        with db.engine.connect() as connection:
            revision = revision_of(connection)
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return _plain("not ready: the database does not answer\n", 503)
    if revision != newest_revision():
        return _plain("not ready: the tables are not those of this version\n", 503)
    return _plain("ready\n", 200)


@views.get("/.well-known/security.txt")
@public
def show_security_contact() -> Response:
    """Whom to tell of a weakness, as RFC 9116 has it; 404 where the installation names nobody."""
    contact = current_app.config["SECURITY_CONTACT"]
    if not contact:
        abort(404)
    until = datetime.combine(clock.today() + _HOLDS_FOR, time(), UTC)
    lines = [f"Contact: {contact}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    if site := current_app.config["SITE_ADDRESS"].rstrip("/"):
        lines.append(f"Canonical: {site}/.well-known/security.txt")
    return _plain("\n".join(lines) + "\n", 200)


def _plain(text: str, status: int) -> Response:
    return Response(text, status=status, content_type="text/plain; charset=utf-8")
