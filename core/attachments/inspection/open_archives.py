"""Archives opened with the guards of `core.spreadsheets.archives`: names, sizes and contents are checked first."""

import io
import zipfile

from core.attachments.inspection.refusing import HAS_FILES, refused, refused_for
from core.spreadsheets.archives import members_of
from core.spreadsheets.tables import CannotRead


def members_in(name: str, content: bytes) -> dict[str, bytes]:
    """What an archive holds, by path. Refuses one that is damaged, locked, a bomb or a trick, or has files embedded."""
    if any("embeddings/" in path.lower() for path in _paths(content)):
        raise refused(name, HAS_FILES)
    try:
        return members_of(name, content)
    except CannotRead as refusal:
        raise refused_for(name, refusal.problem) from None


def _paths(content: bytes) -> list[str]:
    """The paths in an archive; none of one that does not open, which is told by its true fault."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return []
