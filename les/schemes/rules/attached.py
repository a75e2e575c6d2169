"""Kinds of documents that belong to a version of a scheme and are accepted with it."""

from collections.abc import Mapping
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


def titled(kind: DocumentKind, title: str) -> str:
    """The title of a document with its kind in front; another document has its title alone.

    >>> titled(DocumentKind.PLAN, "DacCom, 2008/09"), titled(DocumentKind.OTHER, "Letter")
    ('Business plan of the group: DacCom, 2008/09', 'Letter')
    """
    written = title.strip()
    return written if kind is DocumentKind.OTHER or not written else f"{DOCUMENT_NAMES[kind]}: {written}"
