"""Rules of attachments: which files may be kept, what their names and titles may be, when one is withdrawn."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refusal
from core.identifiers import has_identifier

MOST_CHARACTERS_OF_NAME = 120
MOST_CHARACTERS_OF_TITLE = 200
MOST_CHARACTERS_OF_REASON = 500
MEGABYTE = 1_000_000
ALLOWED = (
    "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), CSV, plain text, e-mail (.eml), PNG or JPEG; "
    "without macros, without a password, without anything that identifies a patient"
)
_IDENTIFIER = (
    "holds a number that passes the NHS number check. Take it out: nothing that identifies a patient may be kept here."
)
_DRIVE = re.compile(r"[A-Za-z]:")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class MediaKind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    WORD = "word"
    EXCEL = "excel"
    OPEN_TEXT = "open_text"
    OPEN_SHEET = "open_sheet"
    CSV = "csv"
    TEXT = "text"
    EMAIL = "email"
    PNG = "png"
    JPEG = "jpeg"


class Scan(StrEnum):
    """What the virus scanner said of a file that is kept; one it finds something in is never kept."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What people call a kind of file, what its name may end in (the usual one first), and what browsers are told."""

    name: str
    endings: tuple[str, ...]
    mimetype: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
MEDIA: Mapping[MediaKind, Media] = {
    MediaKind.PDF: Media(name="PDF", endings=(".pdf",), mimetype="application/pdf"),
    MediaKind.WORD: Media(name="Word document", endings=(".docx",), mimetype=f"{_OFFICE}.wordprocessingml.document"),
    MediaKind.EXCEL: Media(name="Excel workbook", endings=(".xlsx",), mimetype=f"{_OFFICE}.spreadsheetml.sheet"),
    MediaKind.OPEN_TEXT: Media(name="OpenDocument text", endings=(".odt",), mimetype=f"{_OPEN}.text"),
    MediaKind.OPEN_SHEET: Media(name="OpenDocument spreadsheet", endings=(".ods",), mimetype=f"{_OPEN}.spreadsheet"),
    MediaKind.CSV: Media(name="CSV file", endings=(".csv",), mimetype="text/csv"),
    MediaKind.TEXT: Media(name="Plain text", endings=(".txt", ".md"), mimetype="text/plain"),
    MediaKind.EMAIL: Media(name="E-mail", endings=(".eml",), mimetype="message/rfc822"),
    MediaKind.PNG: Media(name="PNG picture", endings=(".png",), mimetype="image/png"),
    MediaKind.JPEG: Media(name="JPEG picture", endings=(".jpg", ".jpeg"), mimetype="image/jpeg"),
}
SCAN_NAMES: Mapping[Scan, str] = {Scan.NOT_SCANNED: "Not scanned", Scan.CLEAN: "Scanned for viruses"}


class InfectedFile(Refusal):
    """A file in which the virus scanner found something. The view records that it was refused."""

    def __init__(self, *, file_name: str, content_hash: str, found: str) -> None:
        super().__init__(
            f"The virus scanner found {found} in “{file_name}”, so it was not attached. "
            "Tell whoever looks after your computer."
        )
        self.file_name, self.content_hash, self.found = file_name, content_hash, found


class DamagedFile(Refusal):
    """A file that is not as it was attached. What to do is the administrator's: it may be in a backup."""

    def __init__(self, *, title: str, fault: str) -> None:
        super().__init__(f"The file of “{title}” {fault}. Tell your administrator: it may still be in a backup.")
        self.fault = fault


def cleaned_name(file_name: str) -> str:
    r"""The name of a file as it is kept: without characters nobody sees or no file may have. Refuses one with a path.

    >>> cleaned_name(" Minutes\u202e 3\x00 March?.pdf ")
    'Minutes 3 March_.pdf'
    """
    if "/" in file_name or "\\" in file_name or _DRIVE.match(file_name.strip()):
        raise Refusal("The name of the file leads to a folder. Rename the file, and attach it again.")
    words = unicodedata.normalize("NFC", " ".join(file_name.split()))
    seen = "".join(letter for letter in words if unicodedata.category(letter) not in _UNSEEN)
    name = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    if not name:
        raise Refusal("Choose the file to attach." if not file_name.strip() else "The file has no name. Rename it.")
    if len(name) > MOST_CHARACTERS_OF_NAME:
        most = MOST_CHARACTERS_OF_NAME
        raise Refusal(f"The name of the file has {len(name)} characters, and at most {most} are kept. Rename it.")
    if has_identifier(name):
        raise Refusal(f"The name of the file {_IDENTIFIER}")
    return name


def check_title(title: str) -> None:
    """Refuse a document without a title, with one nobody reads to its end, or with one that may name a patient."""
    if not title.strip():
        raise Refusal("Say what the document is.")
    if len(title.strip()) > MOST_CHARACTERS_OF_TITLE:
        raise Refusal(f"A title has at most {MOST_CHARACTERS_OF_TITLE} characters. Shorten it.")
    if has_identifier(title):
        raise Refusal(f"The title {_IDENTIFIER}")


def check_size(*, name: str, size: int, most_megabytes: int) -> None:
    """Refuse an empty file and one above the limit of the installation."""
    if size == 0:
        raise Refusal(f"“{name}” is empty. Choose another file.")
    if size > most_megabytes * MEGABYTE:
        raise Refusal(
            f"“{name}” has {size_in_words(size)}, and at most {most_megabytes} MB may be attached. "
            "Divide it, or leave pictures out."
        )


def check_ending(*, name: str, kind: MediaKind) -> None:
    """Refuse a file whose name says that it is something else than its content is."""
    media = MEDIA[kind]
    if not name.lower().endswith(media.endings):
        raise Refusal(
            f"By its content “{name}” is a file of another kind than its name says ({media.name}). "
            f"Rename it to end in {media.endings[0]}."
        )


def check_attached_once(*, earlier: str | None) -> None:
    """Refuse the very same file a second time on one record; `earlier` says who attached it, if anybody did."""
    if earlier is not None:
        raise Refusal(f"This very file is attached here already: {earlier}.")


def check_reason(reason: str) -> None:
    """Refuse a withdrawal that does not say why."""
    if not reason.strip():
        raise Refusal("Say why the document is withdrawn.")
    if len(reason.strip()) > MOST_CHARACTERS_OF_REASON:
        raise Refusal(f"A reason has at most {MOST_CHARACTERS_OF_REASON} characters. Shorten it.")
    if has_identifier(reason):
        raise Refusal(f"The reason {_IDENTIFIER}")


def check_may_be_withdrawn(*, withdrawn: str | None) -> None:
    """Refuse to withdraw what is withdrawn; `withdrawn` says by whom and when, if it is."""
    if withdrawn is not None:
        raise Refusal(f"This document is withdrawn already, by {withdrawn}.")


def check_may_be_read(*, title: str, withdrawn: str | None, reads_the_trail: bool) -> None:
    """Refuse to give out what is withdrawn, but to those who read the audit trail.

    `withdrawn` says by whom and when, if it is.
    """
    if withdrawn is not None and not reads_the_trail:
        raise Refusal(f"“{title}” was withdrawn by {withdrawn}. It is kept, and an auditor can read it.")


def size_in_words(size: int) -> str:
    """How large a file is, as people read it.

    >>> size_in_words(812), size_in_words(34_400), size_in_words(1_250_000), size_in_words(52_000_000)
    ('812 bytes', '34 kB', '1.3 MB', '52.0 MB')
    """
    if size < 1000:
        return f"{size} {'byte' if size == 1 else 'bytes'}"
    if size < MEGABYTE:
        return f"{(size + 500) // 1000} kB" if size < 999_500 else "1.0 MB"
    tenths = (size + 50_000) // 100_000
    return f"{tenths // 10}.{tenths % 10} MB"
