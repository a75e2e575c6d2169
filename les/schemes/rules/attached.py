"""Kinds of documents that belong to a version of a scheme and are accepted with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document of a version is."""

    FRAMEWORK = "framework"
    AGREEMENT = "agreement"
    PLAN = "plan"
    CLAIM_FORM = "claim_form"
    OTHER = "other"


DOCUMENT_NAMES: Mapping[DocumentKind, str] = {
    DocumentKind.FRAMEWORK: "Governance framework",
    DocumentKind.AGREEMENT: "Agreement between practice and group",
    DocumentKind.PLAN: "Business plan of the group",
    DocumentKind.CLAIM_FORM: "Claim form",
    DocumentKind.OTHER: "Another document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDocument:
    """A document of a version that was not withdrawn; `content_hash`: SHA-256 of the file."""

    id: int
    title: str
    file_name: str
    content_hash: str


def changes_of_documents(before: Sequence[VersionDocument], after: Sequence[VersionDocument]) -> list[str]:
    """Which documents were added and which removed between two versions, a sentence each; none where all are the same.

    The same file is the same document, whatever it was called.

    >>> letter = VersionDocument(id=1, title="Letter", file_name="letter.pdf", content_hash="aa")
    >>> changes_of_documents([letter], []), changes_of_documents([letter], [letter])
    (['Document removed: Letter (letter.pdf).'], [])
    """
    old, new = {each.content_hash for each in before}, {each.content_hash for each in after}
    added = [f"Document added: {each.title} ({each.file_name})." for each in after if each.content_hash not in old]
    removed = [f"Document removed: {each.title} ({each.file_name})." for each in before if each.content_hash not in new]
    return [*removed, *added]


def titled(kind: DocumentKind, title: str) -> str:
    """The title of a document with its kind in front; another document has its title alone.

    >>> titled(DocumentKind.PLAN, "DacCom, 2008/09"), titled(DocumentKind.OTHER, "Letter")
    ('Business plan of the group: DacCom, 2008/09', 'Letter')
    """
    written = title.strip()
    return written if kind is DocumentKind.OTHER or not written else f"{DOCUMENT_NAMES[kind]}: {written}"
