"""Bytes of a CSV file as text: UTF-8 with or without a byte-order mark, or Windows-1252, which is said."""

import codecs
import re

from core.problems import Notice
from core.spreadsheets.tables import CannotRead

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def as_utf8(name: str, content: bytes) -> tuple[bytes, list[Notice]]:
    """A file as plain UTF-8, and a notice where it was Windows-1252. Raises CannotRead where it is no text."""
    refuse_what_is_no_text(name, content)
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.isascii():
        return content, []
    try:
        content.decode()
    except UnicodeDecodeError:
        pass
    else:
        return content, []
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise CannotRead(name, "a file in UTF-8 or Windows-1252; this is neither") from None
    message = f"{name} is in Windows-1252, not UTF-8, and was read as such"
    return text.encode(), [Notice(code="windows_1252", message=message)]


def refuse_what_is_no_text(name: str, content: bytes) -> None:
    """Raises CannotRead for a file whose bytes show that it is no CSV file."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead(name, "a CSV file in UTF-8; this is UTF-16: save it as CSV UTF-8")
    if content.startswith(_OLD_EXCEL):
        raise CannotRead(name, "a CSV file; this is a file of an office program under another name")
    if content.startswith(b"PK\x03\x04"):
        raise CannotRead(name, "a CSV file; this is a ZIP or XLSX file under another name")
    if b"\0" in content:
        raise CannotRead(name, "a text file; this one holds bytes of zero and is no CSV file, or is damaged")


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that no text has, tabs and line breaks apart."""
    return _CONTROL.search(text) is not None
