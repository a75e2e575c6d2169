"""Files to upload that somebody damaged, on purpose or not: cut, flipped, spliced, repacked, under another name."""

import io
import random
import zipfile
import zlib

from tests.builders_attachments import a_docx, a_jpeg, a_pdf, a_png, an_eml, an_ods, an_odt, an_xlsx

WHOLE = (
    ("a.xlsx", an_xlsx()),
    ("a.csv", b"code,name,amount\nX82001,A practice,12.50\nX82002,Another,-3\n"),
    ("a.pdf", a_pdf("A letter.", "word " * 200)),
    ("a.docx", a_docx("A letter.", "Yours.")),
    ("a.odt", an_odt("A letter.")),
    ("a.ods", an_ods([["Month", "Contacts"], ["April", "1200"]])),
    ("a.eml", an_eml(extra="Content-Type: text/plain\n\nHello")),
    ("a.png", a_png()),
    ("a.jpg", a_jpeg()),
    ("a.txt", "A note – with a dash.\n".encode()),
)
NAMES = (
    *(
        "a.xlsx",
        "a.csv",
        "a.pdf",
        "a.docx",
        "a.txt",
        "a.svg",
        "a.html",
        "a.exe",
        "a",
        "",
        ".",
        "..",
        "../../a.csv",
        "a.csv\0.pdf",
    ),
    *("C:\\a.csv", "é" * 200 + ".csv", "a\r\nSet-Cookie: a=b.csv", "\u202efdp.csv", "a.tar.gz", "=1+1.csv", "con.csv"),
)
PIECES = (
    *(
        b"",
        b"\0" * 40,
        b"\xff\xfe",
        b"=cmd|' /C calc'!A0",
        b"<svg onload=alert(1)>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
    ),
    *(b"%PDF-1.7\n", b"PK\x03\x04", b"9" * 300, b'"' * 50, b"\n" * 200, b"," * 200, "½²①".encode(), b"999 999 9999"),
)


def damaged(chance: random.Random) -> tuple[str, bytes]:
    """A name and a content; the same for the same state of `chance`."""
    name, content = chance.choice(WHOLE)
    for _ in range(chance.randint(1, 3)):
        content = chance.choice((_cut, _flip, _insert, _splice, _repack, _same))(content, chance)
    return (name if chance.random() < 0.7 else chance.choice(NAMES)), content


def _same(content: bytes, _: random.Random) -> bytes:
    return content


def _cut(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted((chance.randint(0, len(content)), chance.randint(0, len(content))))
    return content[first:last] if chance.random() < 0.3 else content[:last]


def _flip(content: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(chance.randint(1, 8) if flipped else 0):
        flipped[chance.randrange(len(flipped))] ^= chance.randint(1, 255)
    return bytes(flipped)


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(PIECES) + content[at:]


def _splice(content: bytes, chance: random.Random) -> bytes:
    _, other = chance.choice(WHOLE)
    return content[: chance.randint(0, len(content))] + other[chance.randint(0, len(other)) :]


def _repack(content: bytes, chance: random.Random) -> bytes:
    """A packed document with one of its parts damaged; what is not packed stays as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError, zlib.error):
        return content
    if not parts:
        return content
    chosen = chance.choice(sorted(parts))
    parts[chosen] = _insert(_flip(parts[chosen], chance), chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
