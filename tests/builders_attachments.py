"""Documents as people attach them, good and bad, made where they are needed; and a virus scanner that is none."""

import io
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.pdf.page import Running, pdf_bytes
from core.pdf.text import paragraph
from tests.unit.core.spreadsheet_files import xlsx_bytes, zip_bytes

NHS_NUMBER = "943 476 5919"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_OFFICE = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
OUTLOOK = OLD_OFFICE + "__properties_version1.0".encode("utf-16-le") + bytes(100)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_OD = "urn:oasis:names:tc:opendocument:xmlns"


def a_docx(*paragraphs: str, body: str = "", parts: dict[str, bytes] | None = None, types: str = _TYPES) -> bytes:
    """A Word document of these paragraphs; `body` is put in as it is, `parts` are added to the archive."""
    said = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_R}"><Override PartName="/word" ContentType="{types}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_R}"/>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{said}{body}</w:body></w:document>',
    }
    return zip_bytes({path: text.encode() for path, text in files.items()} | (parts or {}))


def a_relationship(kind: str, target: str) -> bytes:
    """The part of a Word document that names something outside of it."""
    return (
        f'<Relationships xmlns="{_R}"><Relationship Id="r1" TargetMode="External" Target="{target}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    ).encode()


def an_odt(*paragraphs: str, body: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument text of these paragraphs."""
    said = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    return _open_document("text", f"<office:text>{said}{body}</office:text>", parts)


def an_ods(rows: list[list[str]], *, sheet: str = "Sheet1", parts: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet of one sheet; a cell that is all digits is a number."""
    told = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    body = f'<office:spreadsheet><table:table table:name="{sheet}">{told}</table:table></office:spreadsheet>'
    return _open_document("spreadsheet", body, parts)


def _cell(text: str) -> str:
    if text.isdigit():
        return f'<table:table-cell office:value="{text}"><text:p>1E+09</text:p></table:table-cell>'
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


def _open_document(kind: str, body: str, parts: dict[str, bytes] | None) -> bytes:
    names = " ".join(f'xmlns:{name}="{_OD}:{name}:1.0"' for name in ("office", "text", "table", "draw", "script"))
    content = (
        f'<office:document-content {names} xmlns:xlink="x"><office:body>{body}</office:body></office:document-content>'
    )
    files = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content}
    return zip_bytes({path: text.encode() for path, text in files.items()} | (parts or {}))


def a_pdf(*pages: str) -> bytes:
    """A PDF with these paragraphs, as we write them."""
    return pdf_bytes(
        [paragraph(text) for text in pages or ("A letter.",)],
        Running(organisation="A PCT", title="A letter", content_hash="ab"),
    )


def a_pdf_with(change: Callable[[PdfWriter], object], *pages: str) -> bytes:
    """The same, changed by a writer of PDFs."""
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf(*pages)))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def an_action(kind: str) -> DictionaryObject:
    """Something that a PDF does."""
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})


def a_png() -> bytes:
    """A picture of one point."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def a_jpeg() -> bytes:
    """A picture as far as its segments go."""
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
        + bytes(9)
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + b"\x12\x34" * 20
        + b"\xff\xd9"
    )


def an_eml(text: str = "Dear colleague,\nwe agree.", *, subject: str = "Prices", extra: str = "") -> bytes:
    """An e-mail; `extra` is another part of it, as it stands in the file."""
    head = (
        f"From: lead@daccom.example\nTo: pct@whp.example\nDate: Fri, 28 Mar 2008 14:30:00 +0000\nSubject: {subject}\n"
    )
    if not extra:
        return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n--b\n{extra}\n--b--\n"
    ).encode()


def an_xlsx(rows: list[list[object]] | None = None, sheet: str = "Plan") -> bytes:
    """A workbook with one sheet."""
    return xlsx_bytes({sheet: rows or [["Month", "Contacts"], ["April", 1200]]})


class FakeScanner:
    """Answers as clamd does, whatever the file; keeps what it was given."""

    def __init__(self, server: socket.socket, answer: bytes, most: int) -> None:
        self.server, self.answer, self.most = server, answer, most
        self.given: list[bytes] = []

    def serve(self) -> None:
        """Answer until the socket is closed."""
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(stream.read(4)):
            content += stream.read(length)
            if len(content) > self.most:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.given.append(content)
        found = b"stream: Eicar-Signature FOUND\0" if EICAR in content else self.answer
        connection.sendall(found)


@contextmanager
def a_scanner(
    place: Path | None, answer: bytes = b"stream: OK\0", most: int = 10**9
) -> Iterator[tuple[FakeScanner, str]]:
    """A scanner that listens, and the setting CLAMD that names it: a socket at this place, or a port where None."""
    server = socket.socket(socket.AF_UNIX if place else socket.AF_INET, socket.SOCK_STREAM)
    server.bind(str(place) if place else ("127.0.0.1", 0))
    server.listen()
    setting = f"unix:{place}" if place else f"127.0.0.1:{server.getsockname()[1]}"
    scanner = FakeScanner(server, answer, most)
    thread = threading.Thread(target=scanner.serve)
    thread.start()
    try:
        yield scanner, setting
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()
