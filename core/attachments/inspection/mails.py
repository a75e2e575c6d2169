"""E-mails: text with a head, and at most pictures in it. What else was attached to one is attached here by itself."""

import html
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from core.attachments.inspection.kinds import JPEG, PNG
from core.attachments.inspection.refusing import HAS_FILES, IS_DAMAGED, refused
from core.attachments.inspection.texts import places_in_text
from core.identifiers import has_identifier

_HEADS = ("From", "Date")
_TEXTS = {"text/plain", "text/html"}
_PICTURES = {"image/png": PNG, "image/jpeg": JPEG}
_TAG = re.compile(r"<[^<>]*>")
_FAILURES = (
    *(MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError),
    OverflowError,  # a day or hour of hundreds of digits
)


def places_in_mail(name: str, content: bytes) -> list[str]:
    """The lines of an e-mail that hold a patient identifier. Refuses what is none, and one with files attached."""
    try:
        message = message_from_bytes(content, policy=policy.default)
        if not all(message.get(head) for head in _HEADS):
            raise refused(name, "it is no e-mail: it says neither from whom it is nor of which day")
        return list(_places(name, message))
    except _FAILURES:
        raise refused(name, IS_DAMAGED) from None


def _places(name: str, message: EmailMessage) -> Iterator[str]:
    if any(
        has_identifier(f"{key}: {value}") for key, value in message.items() if key in {"Subject", "From", "To", "Cc"}
    ):
        yield "the head of the e-mail"
    for part in message.walk():
        if part.is_multipart():
            if part.get_content_type() == "message/rfc822":
                raise refused(name, HAS_FILES)
            continue
        kind = part.get_content_type()
        if kind in _TEXTS and not part.get_filename():
            text = str(part.get_content())
            said = html.unescape(_TAG.sub("", text)) if kind == "text/html" else text
            yield from (f"{place} of the e-mail" for place in places_in_text(said))
        elif not _is_picture(kind, part.get_payload(decode=True)):
            raise refused(name, HAS_FILES)


def _is_picture(kind: str, content: object) -> bool:
    return kind in _PICTURES and isinstance(content, bytes) and content.startswith(_PICTURES[kind])
