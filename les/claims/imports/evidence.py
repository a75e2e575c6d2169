"""What may be evidence: a file of figures or words that can be read, so that what it holds was screened."""

import io
import zipfile

from pypdf import PdfReader

from core.attachments.checking import CheckedFile
from core.attachments.rules import MediaKind
from core.errors import Refusal

KINDS = (MediaKind.CSV, MediaKind.EXCEL, MediaKind.WORD, MediaKind.PDF)
_PICTURES = "word/media/"


def check_evidence(file: CheckedFile) -> None:
    """Refuse what is no CSV, XLSX, DOCX or PDF file, and what holds pictures of text: nobody could screen those.

    That a file is whole, without a password and without patient identifiers was looked at when it was checked.
    """
    if file.kind not in KINDS:
        raise Refusal(
            f"“{file.file_name}” is no CSV, Excel (.xlsx), Word (.docx) or PDF file. Evidence is a file whose text can "
            "be read: save it as one of these."
        )
    if file.kind is MediaKind.PDF and (pages := _unreadable_pages(file.content)):
        raise Refusal(
            f"“{file.file_name}” has no text that can be read on page {pages[0]}: it may be a scanned picture. Attach "
            "the document it was printed from."
        )
    if file.kind is MediaKind.WORD and _is_only_pictures(file.content):
        raise Refusal(f"“{file.file_name}” holds pictures and no text that can be read. Attach the document they show.")


def _unreadable_pages(content: bytes) -> list[int]:
    """The pages of a PDF, which was looked at before, that show something and hold no letters at all."""
    pages = PdfReader(io.BytesIO(content), strict=False).pages
    return [
        number
        for number, page in enumerate(pages, start=1)
        if page.get_contents() is not None and not page.extract_text().strip()
    ]


def _is_only_pictures(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        has_pictures = any(name.startswith(_PICTURES) for name in archive.namelist())
        return has_pictures and b"<w:t" not in archive.read("word/document.xml")
