"""PDF files: whole, without a password, script or other files in them; every page screened as far as it is text."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.attachments.inspection.refusing import HAS_FILES, IS_DAMAGED, IS_LOCKED, refused
from core.errors import Refusal
from core.identifiers import has_identifier

_MOST_PAGES = 1_000
_END = b"%%EOF"
_HAS_SCRIPT = "it holds script or starts programs. Print it to a new PDF and attach that"
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"}
_SCRIPTS = {"/JavaScript", "/JS", "/XFA"}
_FILES = {"/EmbeddedFiles", "/EF"}
_SHOWS_FILES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D"}
_SAID_BY_NOTES = ("/Contents", "/V", "/T", "/TU")
_SAID_ELSEWHERE = ("/Title", "/Alt", "/ActualText")
_FAILURES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, TypeError),
    *(ValueError, PyPdfError, struct.error, zlib.error),
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells the log what it finds in files


def places_in_pdf(name: str, content: bytes) -> list[str]:
    """The pages and properties of a PDF that hold a patient identifier. Refuses what is damaged, locked or runs."""
    if _END not in content[-4096:]:
        raise refused(name, IS_DAMAGED)
    try:
        return list(_places(name, PdfReader(io.BytesIO(content), strict=False)))
    except Refusal:
        raise
    except _FAILURES:
        raise refused(name, IS_DAMAGED) from None


def _places(name: str, reader: PdfReader) -> Iterator[str]:
    if reader.is_encrypted:
        raise refused(name, IS_LOCKED)
    if len(reader.pages) > _MOST_PAGES:
        raise refused(name, f"it has more than {_MOST_PAGES:,} pages. Divide it")
    said = [text for each in _dictionaries(reader.root_object) for text in _checked(name, each)]
    if any(has_identifier(text) for text in said):
        yield "a bookmark or the description of a picture"
    if any(has_identifier(str(value)) for value in (reader.metadata or {}).values()):
        yield "a property of the file"
    for number, page in enumerate(reader.pages, start=1):
        if has_identifier(page.extract_text()) or any(has_identifier(note) for note in _notes(page)):
            yield f"page {number}"


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary that the document leads to, once: whatever runs or is embedded hangs on one of them."""
    waiting: list[Any] = [root]
    seen = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += found.values()
        elif isinstance(found, ArrayObject):
            waiting += found


def _checked(name: str, found: DictionaryObject) -> list[str]:
    """What a dictionary says besides what stands on its page. Refuses one that runs something or holds a file."""
    if found.keys() & _SCRIPTS or _word(found, "/S") in _ACTIONS:
        raise refused(name, _HAS_SCRIPT)
    if found.keys() & _FILES or _word(found, "/Subtype") in _SHOWS_FILES:
        raise refused(name, HAS_FILES)
    return [_word(found, key) for key in _SAID_ELSEWHERE]


def _notes(page: PageObject) -> Iterator[str]:
    """What notes and form fields of a page say."""
    noted = _value(page, "/Annots")
    for each in noted if isinstance(noted, ArrayObject) else ():
        note = each.get_object()
        if isinstance(note, DictionaryObject):
            yield from (_word(note, key) for key in _SAID_BY_NOTES)


def _word(found: DictionaryObject, key: str) -> str:
    """The name or text that stands under a key; blank where there is none."""
    value = _value(found, key)
    return value if isinstance(value, str) else ""


def _value(found: DictionaryObject, key: str) -> object:
    value: Any = found.get(key)
    return None if value is None else value.get_object()
