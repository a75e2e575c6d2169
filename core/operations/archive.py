"""What is sealed: a tar archive, written as a stream and read member by member; nothing is ever unpacked by its name.

`header.json` comes first, then `tables/NAME/NUMBER` (lines of rows, compressed) and `attachments/NAME`; `manifest.json`
comes last.
"""

import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from core.operations.rules.cells import DamagedBackup

HEADER, MANIFEST = "header.json", "manifest.json"
_TABLE = re.compile(r"tables/([a-z_][a-z0-9_]{0,62})/\d{8}", re.ASCII)
_ATTACHMENT = re.compile(r"attachments/([0-9a-f]{64})", re.ASCII)
_MOST_OF_A_PIECE = 512 * 1024 * 1024
_AT_ONCE = 256 * 1024
_FOREIGN = "The backup holds something that no backup of this system holds, so nothing of it was used."
_CUT = "The backup is incomplete: it does not end as a backup ends."


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A member of the archive. `size`: in bytes, which `content` has exactly."""

    name: str
    size: int
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member read back: a table's rows, an attachment, or (`kind` is its name) header or manifest."""

    kind: str
    name: str
    size: int
    content: IO[bytes]

    def whole(self) -> bytes:
        """All of it, within what memory holds."""
        if self.size > _MOST_OF_A_PIECE:
            raise DamagedBackup(_FOREIGN)
        return self.content.read()

    def lines(self) -> list[bytes]:
        """The lines of a table's piece."""
        packed = zlib.decompressobj()
        try:
            text = packed.decompress(self.whole(), _MOST_OF_A_PIECE)
        except zlib.error as fault:
            raise DamagedBackup(_CUT) from fault
        if not packed.eof or packed.unused_data:
            raise DamagedBackup(_FOREIGN)
        return text.splitlines()

    def blocks(self) -> Iterator[bytes]:
        """Its bytes, a block at a time."""
        while block := self.content.read(_AT_ONCE):
            yield block


def text_piece(name: str, text: str) -> Piece:
    """A member that is a text."""
    content = text.encode()
    return Piece(name=name, size=len(content), content=[content])


def table_piece(table: str, number: int, lines: Iterable[bytes]) -> Piece:
    """A member with some rows of a table."""
    content = zlib.compress(b"".join(lines), level=3)
    return Piece(name=f"tables/{table}/{number:08}", size=len(content), content=[content])


def attachment_piece(name: str, content: bytes) -> Piece:
    """A member that is an attached file."""
    return Piece(name=f"attachments/{name}", size=len(content), content=[content])


def stream_of(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """The archive as a stream of bytes."""
    for piece in pieces:
        member = tarfile.TarInfo(piece.name)
        member.size, member.mode = piece.size, 0o600
        yield member.tobuf(tarfile.GNU_FORMAT)
        yield from piece.content
        yield bytes(-piece.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def members_of(archive: IO[bytes]) -> Iterator[Member]:
    """The members in their order: the header, tables and attachments, the manifest. Anything else is refused."""
    last = ""
    try:
        with tarfile.open(fileobj=archive, mode="r:") as members:
            for number, info in enumerate(members):
                content = members.extractfile(info) if info.isreg() else None
                kind, name = _kind_and_name(info.name)
                if content is None or (number == 0) != (kind == HEADER) or last == MANIFEST:
                    raise DamagedBackup(_FOREIGN)
                last = kind
                yield Member(kind=kind, name=name, size=info.size, content=content)
    except tarfile.TarError as fault:
        raise DamagedBackup(_CUT) from fault
    if last != MANIFEST:
        raise DamagedBackup(_CUT)


def _kind_and_name(member: str) -> tuple[str, str]:
    if member in {HEADER, MANIFEST}:
        return member, member
    for kind, form in (("table", _TABLE), ("attachment", _ATTACHMENT)):
        if match := form.fullmatch(member):
            return kind, match[1]
    raise DamagedBackup(_FOREIGN)
