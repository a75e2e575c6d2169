"""Pictures: whole from their first byte to their last. What can be seen on them nobody reads here."""

import zlib

from core.attachments.inspection.refusing import IS_DAMAGED, refused

_HEAD = 8
_JPEG_END = b"\xff\xd9"
_START_OF_SCAN = 0xDA


def check_png(name: str, content: bytes) -> None:
    """Refuse a PNG with a chunk that is cut short or does not match its checksum, or with anything after its end."""
    place, kind = _HEAD, b""
    while place + 12 <= len(content) and kind != b"IEND":
        length = int.from_bytes(content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 8 + length
        if (place == _HEAD) != (kind == b"IHDR") or zlib.crc32(content[place + 4 : end]) != int.from_bytes(
            content[end : end + 4]
        ):
            raise refused(name, IS_DAMAGED)
        place = end + 4
    if kind != b"IEND" or place != len(content):
        raise refused(name, IS_DAMAGED)


def check_jpeg(name: str, content: bytes) -> None:
    """Refuse a JPEG whose segments do not lead to a picture, or whose picture has no end."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if marker == _START_OF_SCAN:
            if _JPEG_END not in content[place + 2 + length :]:
                break
            return
        place += 2 + max(length, 2)
    raise refused(name, IS_DAMAGED)
