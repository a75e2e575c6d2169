"""Patient identifiers are found wherever a file can hold one, the place is named and the value never repeated."""

import pytest

from core.spreadsheets.parts import identifiers_beside_cells
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Tables, Upload
from tests.unit.core.spreadsheet_files import with_parts, xlsx_bytes, zip_bytes

NUMBER = "943 476 5919"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = xlsx_bytes({"groups": [["code"], ["a"]], "notes": [["x"], ["y"]]})


def read(content: bytes, name: str) -> Tables:
    tables = read_tables(Upload(name, content), sheets=["groups"])
    assert "5919" not in repr(tables.problems) + repr(tables.notices)
    return tables


def places(content: bytes, name: str = "book.xlsx") -> list[tuple[str, int | None, str]]:
    return [(problem.file, problem.row, problem.column) for problem in read(content, name).problems]


@pytest.mark.parametrize(
    ("extra", "place"),
    [
        (b"a\n1,943-476-5919\n", ("extra.csv", 2, "column 2")),
        (b"a,\n1,943-476-5919\n", ("extra.csv", 2, "column 2")),
        (b'a\n"9434765919\n', ("extra.csv", 2, "column 1")),
        (b"a,a\n1,9434765919\n", ("extra.csv", 2, "column 2")),
        (b"a,date of birth\n1,2,3\n", ("extra.csv", 1, "date of birth")),
        ("a\n9434765919\n".encode("utf-16"), ("extra.csv", None, "")),
    ],
)
def test_screens_a_file_that_is_not_wanted_and_no_table(extra: bytes, place: tuple[str, int | None, str]) -> None:
    assert places(zip_bytes({"groups.csv": b"code\na\n", "extra.csv": extra}), "book.zip") == [place]


@pytest.mark.parametrize("name", ["943 476 5919.csv", "9434765919.txt", "of 943-476-5919/groups.csv"])
def test_screens_the_names_of_files_in_a_zip(name: str) -> None:
    found = read(zip_bytes({"groups.csv": b"code\na\n"} | {name: b"code\na\n"}), "book.zip")
    assert found.problems


def test_screens_the_name_of_the_upload() -> None:
    assert places(zip_bytes({"groups.csv": b"code\na\n"}), f"{NUMBER}.zip") == [("(identifier).zip", None, "")]


def test_screens_other_texts_of_a_zip_and_names_them() -> None:
    files = {"groups.csv": b"code\na\n", "letter.txt": b"one\n943 476 5919\n", "picture.png": b"\x89PNG\0"}
    assert places(zip_bytes(files), "book.zip") == [("letter.txt", 2, "")]
    assert [notice.code for notice in read(zip_bytes(files), "book.zip").notices] == ["extra_file", "extra_file"]


def test_screens_cells_beyond_the_header_of_a_sheet_that_is_not_wanted() -> None:
    book = xlsx_bytes({"groups": [["code"], ["a"]], "notes": [["x"], ["a", None, 9434765919]]})
    assert places(book) == [("notes", 2, "column 3")]


def test_screens_formulas_of_a_sheet_that_is_not_wanted() -> None:
    for formula in (b"<f>A1&amp;943476&amp;5919</f><v>9434765919</v>", b'<f>"9434765919"</f><v>0</v>'):
        part = b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1">%s</c></row></sheetData></worksheet>'
        book = with_parts(BOOK, {"xl/worksheets/sheet2.xml": part % (SPACE.encode(), formula)})
        assert places(book) == [("notes", None, "")]


def test_screens_the_names_of_sheets() -> None:
    assert ("book.xlsx", None, "") in places(xlsx_bytes({"groups": [["code"], ["a"]], NUMBER: [["x"]]}))


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("comments", "<comment ref='B7'><text><r><t>943 476</t></r><r><t> 5919</t></r></text></comment>"),
        ("threadedComments", "<threadedComment ref='B7'><text>about 9434765919</text></threadedComment>"),
    ],
)
def test_screens_notes_and_names_their_sheet_and_cell(kind: str, note: str) -> None:
    link = f'<Relationship Target="../{kind}1.xml" Id="rId9" Type="{KINDS}/{kind}"/>'
    parts = {
        f"xl/{kind}1.xml": f"<list>{note}</list>".encode(),
        "xl/worksheets/_rels/sheet2.xml.rels": f"<Relationships>{link}</Relationships>".encode(),
    }
    assert ("notes", None, "B7") in places(with_parts(BOOK, parts))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("docProps/core.xml", "<p><title>9434765919</title></p>"),
        ("xl/drawings/drawing1.xml", "<d><a:p><a:t>943 476</a:t><a:t> 5919</a:t></a:p></d>"),
        ("xl/drawings/drawing2.xml", '<d><c descr="9434765919"/></d>'),
        ("xl/worksheets/_rels/sheet1.xml.rels",
         f'<R><Relationship Target="mailto:9434765919" Id="r" TargetMode="External" Type="{KINDS}/hyperlink"/></R>'),
    ],
)  # fmt: skip
def test_screens_what_stands_beside_the_cells(part: str, text: str) -> None:
    assert places(with_parts(BOOK, {part: text.encode()}))


def test_screens_texts_of_cells_that_are_gone() -> None:
    book = with_parts(BOOK, {"xl/sharedStrings.xml": f'<sst xmlns="{SPACE}">'.encode() + _strings("code", "a", "x")})
    assert places(book) == []
    book = with_parts(
        BOOK, {"xl/sharedStrings.xml": f'<sst xmlns="{SPACE}">'.encode() + _strings("code", "a", "x", "y", NUMBER)}
    )
    assert places(book) == [("book.xlsx", None, "")]


def test_masks_a_heading_in_a_notice_too() -> None:
    found = read(zip_bytes({"groups.csv": b"code\na\n", f"x{NUMBER}.csv": b"a\n"}), "book.zip")
    assert any("(identifier)" in notice.message for notice in found.notices)


def _strings(*texts: str) -> bytes:
    padded = [*texts, *["-"] * (4 - len(texts))]
    return "".join(f"<si><t>{text}</t></si>" for text in padded).encode() + b"</sst>"


@pytest.mark.parametrize("piece", [b"<a:p>", b"<comment ref='A1'>", b"<", b">", b'name="', b"&#57;", b"<sheet "])
def test_a_part_made_to_be_slow_is_not(piece: bytes) -> None:
    """Every pattern looks at each character a few times at most; with a square of them this would take hours."""
    assert list(identifiers_beside_cells("book.xlsx", {"xl/drawings/drawing1.xml": piece * 300_000})) == []
