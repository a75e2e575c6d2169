"""Patient identifiers are found wherever a file can hold one, the place is named and the value never repeated."""

import pytest

from core.identifiers import has_identifier, masked
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


_SPOKEN = '<t>1</t><rPh sb="0" eb="1"><t>9434765919</t></rPh>'
_SPOKEN_STRING = f'<sst xmlns="{SPACE}"><si>{_SPOKEN}</si></sst>'
_SPOKEN_CELL = (
    f'<worksheet xmlns="{SPACE}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>{_SPOKEN}</is></c></row>'
    "</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("docProps/core.xml", "<p><title>9434765919</title></p>"),
        ("xl/drawings/drawing1.xml", "<d><a:p><a:t>943 476</a:t><a:t> 5919</a:t></a:p></d>"),
        ("xl/drawings/drawing2.xml", '<d><c descr="9434765919"/></d>'),
        ("xl/worksheets/_rels/sheet1.xml.rels",
         f'<R><Relationship Target="mailto:9434765919" Id="r" TargetMode="External" Type="{KINDS}/hyperlink"/></R>'),
        ("docProps/app.xml", '<P Company="943 476 5919"/>'),
        ("docProps/custom.xml", "<P><!-- a < b, 9434765919 --></P>"),
        ("xl/media/9434765919.png", "x"),
        ("xl/drawings/9434765919.xml", "<d/>"),
        ("xl/notes.txt", "seen 9434765919 twice"),
        ("xl/worksheets/sheet1.xml", _SPOKEN_CELL),
        ("xl/sharedStrings.xml", _SPOKEN_STRING),
    ],
)  # fmt: skip
def test_screens_what_stands_beside_the_cells(part: str, text: str) -> None:
    book = with_parts(BOOK, {part: text.encode()})
    assert places(book)
    assert "9434765919" not in str(read(book, "book.xlsx").problems)


def test_does_not_take_sizes_and_pictures_for_identifiers() -> None:
    drawing = b'<d><a:ext cx="9434765919" cy="1"/></d>'
    picture = b"\x89PNG\xff 9434765919 \xfe"
    assert places(with_parts(BOOK, {"xl/drawings/drawing1.xml": drawing, "xl/media/image1.png": picture})) == []


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


@pytest.mark.parametrize(
    "written",
    [
        "943.476.5919",
        "943/476/5919",
        "943_476_5919",
        "943\u200b476\u200b5919",
        "943\u202e476\u20635919",
        "943\u2060476\ufeff5919",
        "".join(chr(0xFF10 + int(digit)) for digit in "9434765919"),
        "".join(chr(0x0660 + int(digit)) for digit in "9434765919"),
    ],
    ids=["dots", "slashes", "underscores", "zero_width", "turned_round", "joiners", "full_width", "arabic"],
)
def test_a_number_is_found_however_it_is_written_and_its_value_taken_out(written: str) -> None:
    assert has_identifier(f"seen {written} twice")
    assert masked(f"seen {written} twice") == "seen (identifier) twice"


@pytest.mark.parametrize("amount", ["94347659.19", "943476.5919", "0.943.476.5919", "1943.476.5919", "943.476.591.9"])
def test_a_number_with_decimals_or_other_groups_is_none(amount: str) -> None:
    assert not has_identifier(amount)
    assert masked(amount) == amount
