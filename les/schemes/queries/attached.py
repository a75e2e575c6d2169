"""The documents of a version as rooms above bind to them: what counts, each with the hash of its file."""

from dataclasses import dataclass

from core.attachments.queries import list_attachments
from les.schemes.models.schemes import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDocument:
    """A document of a version that was not withdrawn; `content_hash`: SHA-256 of the file."""

    id: int
    title: str
    file_name: str
    content_hash: str


def documents_of_version(version_id: int) -> list[VersionDocument]:
    """The documents of a version that count, in the order in which they were attached."""
    return [
        VersionDocument(id=each.id, title=each.title, file_name=each.file_name, content_hash=each.content_hash)
        for each in list_attachments(VERSION, version_id)
        if each.withdrawal is None
    ]
