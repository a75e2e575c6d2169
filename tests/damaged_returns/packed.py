"""Files of other kinds: password, older and other programs, archives that hold too much, tricks, or nothing."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping

from tests.damaged_returns.kinds import GOOD, HEADINGS, NHS_NUMBER, Damaged, as_csv

CSV = as_csv([HEADINGS, *GOOD])
NONE = "an XLSX file, a ZIP of CSV files or a CSV file; this is none of them"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STILL = (2008, 5, 8, 9, 0, 0)


def packed(files: Mapping[str, bytes], *, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file, the same in every run."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STILL), content, compress_type=way)
    return stream.getvalue()


def _with_password(content: bytes) -> bytes:
    """The same with the mark of a password on its first file, in both places where it stands."""
    changed = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.index(sign) + place
        changed[at : at + 2] = struct.pack("<H", struct.unpack("<H", changed[at : at + 2])[0] | 1)
    return bytes(changed)


def damaged_packed() -> Iterator[Damaged]:
    """Every damaged file of another kind."""
    for ending in ("xlsx", "xls", "csv"):
        content = OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
        says = "a file without a password; this one is password-protected"
        yield Damaged(name=f"password as {ending}", file=f"return.{ending}", content=content, says=says)
    for ending in ("xls", "xlsx", "doc"):
        says = "an XLSX file; this is in the format of Excel before 2007: save it as .xlsx"
        yield Damaged(name=f"old Excel as {ending}", file=f"return.{ending}", content=OLE + b"\0" * 600, says=says)
    for name, content in {
        "a PDF": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n",
        "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "a photograph": b"\xff\xd8\xff\xe0\0\x10JFIF",
        "a web page": b"<html><table><tr><td>service</td></tr></table></html>",
        "a mail": b"From: provider\r\nSubject: return\r\n\r\nsee file\r\n",
        "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        "7-Zip": b"7z\xbc\xaf\x27\x1c\0\x04",
        "RAR": b"Rar!\x1a\x07\x01\0",
        "Parquet": b"PAR1\x15\0\x15\x10PAR1",
        "SQLite": b"SQLite format 3\0",
        "a program": b"MZ\x90\0\x03",
    }.items():
        for ending in ("pdf", "xlsx"):
            yield Damaged(name=f"{name} as {ending}", file=f"return.{ending}", content=content, says=NONE)
    yield Damaged(name="no name at all", file="", content=b"x", says=NONE)
    yield Damaged(name="empty workbook", file="return.xlsx", content=b"", says="this one is empty")
    yield Damaged(name="empty archive", file="return.zip", content=b"", says="this one is empty")
    yield from _archives()


def _archives() -> Iterator[Damaged]:
    good = {"figures.csv": CSV}
    office = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
    word = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}
    cases: Mapping[str, tuple[str, bytes, str]] = {
        "with a password": ("return.zip", _with_password(packed(good)), "this one is password-protected"),
        "OpenDocument": ("return.ods", packed(office), "this is an OpenDocument file: save it as .xlsx"),
        "OpenDocument as xlsx": ("return.xlsx", packed(office), "this is an OpenDocument file: save it as .xlsx"),
        "Word": ("return.docx", packed(word), "an XLSX file that opens; this one is damaged"),
        "Word as xlsx": ("return.xlsx", packed(word), "an XLSX file that opens; this one is damaged"),
        "of nothing": ("return.zip", packed({}), "at least one CSV file; there is none"),
        "of a PDF": ("return.zip", packed({"a.pdf": b"%PDF-1.4"}), "at least one CSV file; there is none"),
        "of a text": ("return.zip", packed({"read me.txt": b"hello"}), "at least one CSV file; there is none"),
        "of another archive": ("return.zip", packed({"a.zip": packed(good)}), "without another ZIP or XLSX file"),
        "of a workbook": ("return.zip", packed({"figures.xlsx": b"x"}), "without another ZIP or XLSX file"),
        "that leads outside": ("return.zip", packed({"../figures.csv": CSV}), "none that leads outside it"),
        "from the root": ("return.zip", packed({"/figures.csv": CSV}), "none that leads outside it"),
        "on a drive": ("return.zip", packed({"C:figures.csv": CSV}), "none that leads outside it"),
        "in two folders": (
            "return.zip",
            packed({"a/figures.csv": CSV, "b/about.csv": CSV}),
            "all CSV files of a ZIP file in one folder",
        ),
        "twice in two cases": (
            "return.zip",
            packed({"figures.csv": CSV, "FIGURES.CSV": CSV}),
            "each sheet once; there are two of this name",
        ),
        "by another name": ("return.zip", packed({"april.csv": CSV}), "a sheet called figures"),
        "packed in another way": (
            "return.zip",
            packed(good, way=zipfile.ZIP_BZIP2),
            "a ZIP file packed in the ordinary way (deflate)",
        ),
        "of too many files": (
            "return.zip",
            packed({f"{number}.csv": b"" for number in range(1_001)}),
            "at most 1000 files in a ZIP file",
        ),
        "cut short": ("return.zip", packed(good)[:60], "damaged or cut short"),
        "without its end": ("return.zip", packed(good)[:-22], "damaged or cut short"),
        "of a blank file": ("return.zip", packed({"figures.csv": b"\r\n"}), "a sheet called figures"),
        "as xlsx": ("return.xlsx", packed(good), "an XLSX workbook; this is another kind of file"),
        "of semicolons": (
            "return.zip",
            packed({"figures.csv": as_csv([HEADINGS, *GOOD], mark=";")}),
            "here they are separated by semicolons",
        ),
        "of UTF-16": ("return.zip", packed({"figures.csv": CSV.decode().encode("utf-16")}), "this is UTF-16"),
    }
    for name, (file, content, says) in cases.items():
        yield Damaged(name=f"archive, {name}", file=file, content=content, says=says)
    wrong = bytearray(packed(good, way=zipfile.ZIP_STORED))
    wrong[wrong.index(b"DIAB")] ^= 1
    says = "damaged or cut short"
    yield Damaged(name="archive, with a flipped bit", file="return.zip", content=bytes(wrong), says=says)
    for name, files in {
        "a figure": {"figures.csv": as_csv([HEADINGS, *GOOD, ("DIAB", NHS_NUMBER, "2008-04", "contact", "1")])},
        "a text beside": {"figures.csv": CSV, "notes.txt": f"see {NHS_NUMBER}".encode()},
        "the name of a file": {"figures.csv": CSV, f"{NHS_NUMBER}.txt": b"x"},
    }.items():
        yield Damaged(
            name=f"archive, an NHS number in {name}",
            file="return.zip",
            content=packed(files),
            says="no patient identifier",
            hides=(NHS_NUMBER,),
        )
