"""A Word document as bytes that are the same whenever and wherever it is made: no clock, no name of a machine."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

from core.word.drawing import safe

_MADE: Final = datetime(2008, 4, 1, tzinfo=UTC)
_PACKED: Final = (1980, 1, 1, 0, 0, 0)
_CREATOR: Final = "Commissioning contracts and budgets"
_LONGEST: Final = 255


def packed(document: Document, *, title: str, organisation: str) -> bytes:
    """The document as the bytes of a .docx file, with properties and dates that depend on what is given only."""
    properties = document.core_properties
    properties.title = safe(title)[:_LONGEST]
    properties.author = (safe(organisation) or _CREATOR)[:_LONGEST]
    properties.comments = ""
    properties.keywords = ""
    properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.revision = 1
    properties.created = properties.modified = _MADE
    _drop_picture(document)
    target = BytesIO()
    document.save(target)
    return _repacked(target.getvalue())


def _drop_picture(document: Document) -> None:
    """The template has a picture of its first page, which would be shown as ours."""
    related = document.part.package.rels
    for name in [name for name, each in related.items() if each.reltype.endswith("/thumbnail")]:
        del related[name]


def _repacked(content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            entry = ZipInfo(name, date_time=_PACKED)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            made.writestr(entry, source.read(name))
    return target.getvalue()
