"""PDF files: whole, without a password, script or other files in them; every page screened as far as it is text."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from core.attachments.inspection.refusing import HAS_FILES, IS_DAMAGED, IS_LOCKED, refused
from core.errors import Refusal
from core.identifiers import has_identifier

_MOST_PAGES = 1_000
_END = b"%%EOF"
_HAS_SCRIPT = "it holds script or starts programs. Print it to a new PDF and attach that"
_RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"}
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
    _check_document(name, reader.root_object)
    if any(has_identifier(str(value)) for value in (reader.metadata or {}).values()):
        yield "a property of the file"
    for number, page in enumerate(reader.pages, start=1):
        notes = list(_notes(name, page))
        if has_identifier(page.extract_text()) or any(has_identifier(note) for note in notes):
            yield f"page {number}"


def _check_document(name: str, root: DictionaryObject) -> None:
    names = _dictionary(root, "/Names")
    form = _dictionary(root, "/AcroForm")
    if "/AA" in root or "/JavaScript" in names or "/XFA" in form or _runs(_dictionary(root, "/OpenAction")):
        raise refused(name, _HAS_SCRIPT)
    if "/EmbeddedFiles" in names:
        raise refused(name, HAS_FILES)


def _notes(name: str, page: PageObject) -> Iterator[str]:
    """What notes and form fields of a page say. Refuses those that run something or hold a file."""
    if "/AA" in page:
        raise refused(name, _HAS_SCRIPT)
    for each in _list(page, "/Annots"):
        note = each.get_object()
        if not isinstance(note, DictionaryObject):
            continue
        if "/AA" in note or _runs(_dictionary(note, "/A")):
            raise refused(name, _HAS_SCRIPT)
        if note.get("/Subtype") in {"/FileAttachment", "/RichMedia", "/Movie", "/3D"}:
            raise refused(name, HAS_FILES)
        yield from (str(note[key]) for key in ("/Contents", "/V", "/T", "/TU") if key in note)


def _runs(action: DictionaryObject) -> bool:
    return action.get("/S") in _RUNS or "/JS" in action


def _dictionary(owner: DictionaryObject, key: str) -> DictionaryObject:
    found: Any = owner.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _list(owner: DictionaryObject, key: str) -> ArrayObject:
    found: Any = owner.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()
