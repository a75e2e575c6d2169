"""What a file is by its content, whatever its name says."""

from collections.abc import Mapping

from core.attachments.inspection.refusing import HAS_MACROS, IS_LOCKED, refused
from core.attachments.rules import ALLOWED, MediaKind
from core.errors import Refusal

PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"dex\n", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
)
_MAIN = b"application/vnd.openxmlformats-officedocument."
_OPEN = b"application/vnd.oasis.opendocument."


def kind_by_signature(name: str, content: bytes) -> MediaKind | None:
    """The kind of a file that begins as PDFs and pictures do, or None. Refuses programs and old formats."""
    for signature, kind in ((PDF, MediaKind.PDF), (PNG, MediaKind.PNG), (JPEG, MediaKind.JPEG)):
        if content.startswith(signature):
            return kind
    if content.startswith(_OLD_OFFICE):
        raise _refused_old_office(name, content)
    if content.startswith(_PROGRAMS):
        raise refused(name, "it is a program, whatever its name says")
    if content.startswith(b"{\\rtf"):
        raise refused(name, "it is in Rich Text Format. Save it as .docx or .pdf")
    return None


def _refused_old_office(name: str, content: bytes) -> Refusal:
    if _ENCRYPTED in content:
        return refused(name, IS_LOCKED)
    if _OUTLOOK in content:
        return refused(name, "it is an Outlook message (.msg). Save it as .eml or as plain text")
    return refused(name, "it is in a format of Office before 2007. Save it as .docx, .xlsx or .pdf")


def kind_of_archive(name: str, members: Mapping[str, bytes]) -> MediaKind:
    """The kind of document that an archive holds. Refuses any other archive, and documents made for macros."""
    types = members.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types:
        raise refused(name, HAS_MACROS)
    if _MAIN + b"wordprocessingml.document.main+xml" in types:
        return MediaKind.WORD
    if _MAIN + b"spreadsheetml.sheet.main+xml" in types:
        return MediaKind.EXCEL
    opened = {_OPEN + b"text": MediaKind.OPEN_TEXT, _OPEN + b"spreadsheet": MediaKind.OPEN_SHEET}
    if kind := opened.get(members.get("mimetype", b"").strip()):
        return kind
    if types or "mimetype" in members:
        raise refused(name, f"it is none of the documents that may be. These are: {ALLOWED}")
    raise refused(name, "it is a ZIP file that holds no document. Attach the files in it one by one")


def kind_of_text(name: str) -> MediaKind:
    """The kind of a text: only its name tells CSV files and e-mails from others; each is checked as what it says."""
    ending = name.lower().rpartition(".")[2]
    return {"csv": MediaKind.CSV, "eml": MediaKind.EMAIL}.get(ending, MediaKind.TEXT)
