"""A file looked at as a whole: what it is, and that nothing is in it which may not be kept."""

from core.attachments.inspection.kinds import ZIP, kind_by_signature, kind_of_archive, kind_of_text
from core.attachments.inspection.mails import places_in_mail
from core.attachments.inspection.office import check_archive, places_in_document
from core.attachments.inspection.open_archives import members_in
from core.attachments.inspection.pdfs import places_in_pdf
from core.attachments.inspection.pictures import check_jpeg, check_png
from core.attachments.inspection.refusing import check_places
from core.attachments.inspection.texts import places_in_sheets, places_in_text, text_in
from core.attachments.rules import MediaKind, check_ending


def inspected(name: str, content: bytes) -> MediaKind:
    """The kind of a file by its content. Refuses, in words, what is not allowed, damaged or identifies a patient."""
    if content.startswith(ZIP):
        kind, places = _archive(name, content)
    else:
        kind, places = _single(name, content)
    check_places(name, places)
    return kind


def _archive(name: str, content: bytes) -> tuple[MediaKind, list[str]]:
    members = members_in(name, content)
    kind = kind_of_archive(name, members)
    check_ending(name=name, kind=kind)
    check_archive(name, members)
    if kind is MediaKind.EXCEL:
        return kind, places_in_sheets(name, content)
    return kind, places_in_document(name, members)


def _single(name: str, content: bytes) -> tuple[MediaKind, list[str]]:
    kind = kind_by_signature(name, content)
    text = "" if kind else text_in(name, content)
    kind = kind or kind_of_text(name)
    check_ending(name=name, kind=kind)
    match kind:
        case MediaKind.PDF:
            return kind, places_in_pdf(name, content)
        case MediaKind.PNG:
            check_png(name, content)
        case MediaKind.JPEG:
            check_jpeg(name, content)
        case MediaKind.CSV:
            return kind, places_in_sheets(name, content)
        case MediaKind.EMAIL:
            return kind, places_in_mail(name, content)
    return kind, places_in_text(text)
