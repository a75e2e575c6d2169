"""What a request tried against the walls: marked where it is held off, noted when the answer goes out.

Only the kind is marked, never what was sent. `core.audit_trail` notes it with the person, the time and the address.
"""

from collections.abc import Mapping
from enum import StrEnum

from flask import has_request_context, request

_MARK = "commissioning.attempt"


class Attempt(StrEnum):
    """What somebody signed in tried, and was held off."""

    NOT_PERMITTED = "not_permitted"
    NO_RECORD = "no_record"
    FORGED_FORM = "forged_form"
    REFUSED_FILE = "refused_file"
    INFECTED_FILE = "infected_file"
    IDENTIFIER = "identifier"


ATTEMPT_NAMES: Mapping[Attempt, str] = {
    Attempt.NOT_PERMITTED: "Not permitted",
    Attempt.NO_RECORD: "Another organisation’s record, or none",
    Attempt.FORGED_FORM: "A form without a valid token",
    Attempt.REFUSED_FILE: "A file that is damaged, too large, forbidden or names a patient",
    Attempt.INFECTED_FILE: "A file with a virus",
    Attempt.IDENTIFIER: "Typed what may be a patient’s number",
}


def mark(attempt: Attempt) -> None:
    """Mark the running request, if there is one. What was marked first stays, but a virus is always told."""
    if has_request_context() and (attempt is Attempt.INFECTED_FILE or find_mark() is None):
        request.environ[_MARK] = attempt


def find_mark() -> Attempt | None:
    """What the running request was marked with."""
    found: Attempt | None = request.environ.get(_MARK) if has_request_context() else None
    return found
