"""The documents of a version as rooms above bind to them: what counts, each with the hash of its file."""

from core.attachments.queries import list_attachments
from les.schemes.models.schemes import VERSION
from les.schemes.rules.attached import VersionDocument


def documents_of_version(version_id: int) -> list[VersionDocument]:
    """The documents of a version that count, in the order in which they were attached."""
    return [
        VersionDocument(id=each.id, title=each.title, file_name=each.file_name, content_hash=each.content_hash)
        for each in list_attachments(VERSION, version_id)
        if each.withdrawal is None
    ]
