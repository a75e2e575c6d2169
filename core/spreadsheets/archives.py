"""ZIP files opened with distrust: names, sizes and contents are checked before anything reads them."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from core.spreadsheets.tables import MOST_BYTES, CannotRead

_MOST_MEMBERS = 1_000
_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = "a ZIP or XLSX file that opens; this one is damaged or cut short"
_TOO_LARGE = f"at most {MOST_BYTES // 1_000_000} MB unpacked"
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def members_of(name: str, content: bytes) -> dict[str, bytes]:
    """What a ZIP file holds, by path. Raises CannotRead for anything that should not be in one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.filename.endswith("/")]
            _refuse_bad_directory(name, members)
            return dict(_unpacked(name, archive, members))
    except _FAILURES:
        raise CannotRead(name, _DAMAGED) from None


def _refuse_bad_directory(name: str, members: list[zipfile.ZipInfo]) -> None:
    paths = [member.filename for member in members]
    if len(paths) > _MOST_MEMBERS:
        raise CannotRead(name, f"at most {_MOST_MEMBERS} files in a ZIP file")
    if len(set(paths)) != len(paths):
        raise CannotRead(name, "each file in a ZIP file once")
    if any(member.flag_bits & 1 for member in members):
        raise CannotRead(name, "a file without a password; this one is password-protected")
    if any(_is_trick(member) for member in members):
        raise CannotRead(name, "plain file names in a ZIP file, none that leads outside it")
    if any(member.compress_type not in _METHODS for member in members):
        raise CannotRead(name, "a ZIP file packed in the ordinary way (deflate)")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise CannotRead(name, _TOO_LARGE)


def _is_trick(member: zipfile.ZipInfo) -> bool:
    path = member.filename
    return (
        path.startswith("/")
        or "\\" in member.orig_filename
        or "\0" in member.orig_filename
        or ":" in path
        or ".." in PurePosixPath(path).parts
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def _unpacked(name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left = MOST_BYTES
    for member in members:
        pieces = []
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise CannotRead(name, _TOO_LARGE)
                pieces.append(piece)
        unpacked = b"".join(pieces)
        if unpacked.startswith(b"PK\x03\x04") or member.filename.lower().endswith((".zip", ".xlsx", ".xlsm")):
            raise CannotRead(name, "a ZIP file without another ZIP or XLSX file in it")
        yield member.filename, unpacked
