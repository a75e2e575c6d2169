import io
import zipfile
from datetime import date

import openpyxl
import pytest

from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Tables, Upload
from tests.unit.core.spreadsheet_files import with_parts, xlsx_bytes, zip_bytes

GOOD = xlsx_bytes({"sheet": [["code", "month"], ["a", "2007-04"]]})


def read(content: bytes, name: str = "book.xlsx") -> Tables:
    return read_tables(Upload(name, content))


def cell(value: object, heading: str = "value") -> str:
    tables = read(xlsx_bytes({"sheet": [[heading], [value]]}))
    assert tables.problems == ()
    return next(tables.tables["sheet"].records())[1][heading]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (100000, "100000"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (0, "0"),
        ((0.023, "0.0%"), "2.3"),
        ((0.29, "0%"), "29"),
        ((2.3, '0.0"%"'), "2.3"),
        ((date(2007, 4, 1), "dd/mm/yyyy"), "2007-04-01"),
        (True, "yes"),
        (False, "no"),
        (" 1e5 ", "1e5"),
    ],
)
def test_reads_a_cell_by_its_type_and_format(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_date_in_the_month_column_is_its_month() -> None:
    assert cell((date(2007, 4, 1), "mmm yy"), heading="month") == "2007-04"


def test_refuses_a_formula_with_its_cell_even_where_a_cached_value_stands() -> None:
    tables = read(xlsx_bytes({"sheet": [["code", "amount"], ["a", "=1+1"], ["=A2", 5]]}))
    assert [(problem.row, problem.column, problem.value) for problem in tables.problems] == [
        (2, "amount", "B2"),
        (3, "code", "A3"),
    ]
    assert tables.problems[0].expected == "a value; this cell holds a formula: paste its value instead (B2)"


def test_a_number_is_the_shortest_decimal_that_gives_the_same_double() -> None:
    part = _sheet_xml('<c r="A2"><v>0.30000000000000004</v></c>')
    tables = read(with_parts(GOOD, {"xl/worksheets/sheet1.xml": part}))
    assert [cells["code"] for _, cells in tables.tables["sheet"].records()] == ["0.30000000000000004"]


def test_refuses_an_error_cell() -> None:
    content = with_parts(GOOD, {"xl/worksheets/sheet1.xml": _sheet_xml('<c r="A2" t="e"><v>#N/A</v></c>')})
    assert [problem.value for problem in read(content).problems] == ["A2"]


def test_rows_keep_their_numbers_and_cells_beyond_the_header_are_refused() -> None:
    tables = read(xlsx_bytes({"sheet": [["code"], [], ["a"], ["b", None, "c"]]}))
    assert [(problem.row, problem.value) for problem in tables.problems] == [(4, "c")]


def test_names_a_sheet_that_is_not_wanted() -> None:
    content = xlsx_bytes({"sheet": [["code"], ["a"]], "notes": [["hello"], ["=1+1"]], "instructions": [["x"]]})
    tables = read_tables(Upload("book.xlsx", content), sheets=["sheet"], unread=["instructions"])
    assert tables.problems == ()
    assert [notice.message for notice in tables.notices] == ["notes is no sheet that is expected here and was not read"]


def test_an_nhs_number_in_a_numeric_cell_of_an_unwanted_sheet_is_refused() -> None:
    content = xlsx_bytes({"sheet": [["code"], ["a"]], "notes": [["hello"], [9434765919]]})
    tables = read_tables(Upload("book.xlsx", content), sheets=["sheet"])
    assert [(problem.file, problem.row, problem.value) for problem in tables.problems] == [("notes", 2, "")]


def test_refuses_a_password_protected_file() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert only(content) == "a file without a password; this one is password-protected"


def test_refuses_an_old_excel_file() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    assert only(content) == "an XLSX file; this is in the format of Excel before 2007: save it as .xlsx"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("xl/vbaProject.bin", "a workbook without macros: save it as .xlsx"),
        ("xl/externalLinks/externalLink1.xml", "a workbook without links to other workbooks"),
        ("xl/connections.xml", "a workbook without connections to other data"),
        ("xl/embeddings/oleObject1.bin", "a workbook without other files embedded in it"),
    ],
)
def test_refuses_what_reaches_outside(part: str, expected: str) -> None:
    assert only(with_parts(GOOD, {part: b"<x/>"})) == expected


def test_refuses_an_external_relationship_but_not_a_hyperlink() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for name, is_refused in (("externalLinkPath", True), ("hyperlink", False)):
        link = f'<Relationship Id="r" Type="{kind}{name}" Target="x" TargetMode="External"/>'
        relationships = f"<Relationships>{link}</Relationships>".encode()
        content = with_parts(GOOD, {"xl/worksheets/_rels/sheet1.xml.rels": relationships})
        assert bool(read(content).problems) == is_refused


def test_refuses_entities() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    content = with_parts(GOOD, {"xl/worksheets/sheet1.xml": bomb})
    assert only(content) == "a workbook without document types or entities in its XML"


@pytest.mark.parametrize("row", [0, 99_999_999_999])
def test_refuses_rows_that_no_sheet_has(row: int) -> None:
    xml = _sheet_xml('<c r="A2"><v>1</v></c>').replace(b'r="2"', f'r="{row}"'.encode())
    assert only(with_parts(GOOD, {"xl/worksheets/sheet1.xml": xml})) == "an XLSX file that opens; this one is damaged"


def test_refuses_a_zip_bomb_by_its_directory() -> None:
    content = zip_bytes({"groups.csv": b"0" * 100_000_001})
    assert len(content) < 1_000_000
    assert only(content, "book.zip") == "at most 100 MB unpacked"


def test_refuses_a_zip_whose_directory_understates() -> None:
    content = zip_bytes({"groups.csv": b"code\n" + b"0" * 100_000})
    understated = content.replace((100_005).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert understated != content
    assert only(understated, "book.zip") == "a ZIP or XLSX file that opens; this one is damaged or cut short"


def test_refuses_a_name_that_is_nothing_but_its_end() -> None:
    content = zip_bytes({"agroups.csv": b"code\nA\n"}).replace(b"agroups.csv", b"\0groups.csv")
    assert only(content, "b.zip") == "plain file names in a ZIP file, none that leads outside it"


@pytest.mark.parametrize("name", ["../groups.csv", "/groups.csv", "C:\\groups.csv", "a/../../groups.csv"])
def test_refuses_names_that_lead_outside(name: str) -> None:
    assert (
        only(zip_bytes({name: b"code\nA\n"}), "b.zip") == "plain file names in a ZIP file, none that leads outside it"
    )


def test_refuses_a_zip_in_a_zip() -> None:
    content = zip_bytes({"groups.csv": b"code\nA\n", "inner.bin": zip_bytes({"a.csv": b"a\n"})})
    assert only(content, "book.zip") == "a ZIP file without another ZIP or XLSX file in it"


def test_refuses_an_encrypted_zip() -> None:
    content = bytearray(zip_bytes({"groups.csv": b"code\nA\n"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert only(bytes(content), "book.zip") == "a file without a password; this one is password-protected"


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"\x89PNG\r\n", b"hello"])
def test_refuses_what_is_no_spreadsheet(content: bytes) -> None:
    assert only(content) == "an XLSX file, a ZIP of CSV files or a CSV file; this is none of them"


@pytest.mark.parametrize("kept", [5, 100, 0.5, 0.999])
def test_refuses_a_file_cut_short(kept: float) -> None:
    length = int(kept if kept > 1 else len(GOOD) * kept)
    assert read(GOOD[:length]).problems


def test_refuses_a_workbook_without_its_parts() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/workbook.xml"}
    assert only(zip_bytes(parts)) == "an XLSX file that opens; this one is damaged"


def only(content: bytes, name: str = "book.xlsx") -> str:
    """The one sentence with which a file is refused."""
    tables = read(content, name)
    assert not tables.tables
    assert [problem.file for problem in tables.problems] == [name]
    return tables.problems[0].expected


def _sheet_xml(cell: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
    return f'<worksheet xmlns="{space}"><sheetData>{header}<row r="2">{cell}</row></sheetData></worksheet>'.encode()


def test_formatted_blank_cells_far_to_the_right_say_nothing() -> None:
    content = with_parts(GOOD, {"xl/worksheets/sheet1.xml": _sheet_xml('<c r="A2"><v>1</v></c><c r="XFD2" s="0"/>')})
    assert [cells for _, cells in read(content).tables["sheet"].records()] == [{"code": "1"}]


def test_a_cell_too_far_to_the_right_refuses_its_sheet_and_no_other() -> None:
    book = xlsx_bytes({"sheet": [["code"], ["a"]], "other": [["code"], ["a"]]})
    far = _sheet_xml('<c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c>')
    tables = read(with_parts(book, {"xl/worksheets/sheet1.xml": far}))
    assert [str(problem) for problem in tables.problems] == ["sheet:2:: : at most 500 columns"]
    assert list(tables.tables) == ["other"]


def test_reads_an_escaped_line_break_as_one() -> None:
    cell = '<c r="A2" t="inlineStr"><is><t>one_x000D_&#10;two</t></is></c>'
    tables = read(with_parts(GOOD, {"xl/worksheets/sheet1.xml": _sheet_xml(cell)}))
    assert next(tables.tables["sheet"].records())[1] == {"code": "one\ntwo"}


def test_a_text_that_looks_like_an_escape_survives_the_round_trip() -> None:
    assert cell("a_x0041_b") == "a_x0041_b"


def test_refuses_strict_open_xml_by_name() -> None:
    sheet = b'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData/></worksheet>'
    assert only(with_parts(GOOD, {"xl/worksheets/sheet1.xml": sheet})).endswith(
        "this is Strict Open XML: save it as Excel Workbook"
    )


def test_refuses_an_open_document_by_name() -> None:
    ods = zip_bytes({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
    assert only(ods, "book.ods") == "an XLSX file; this is an OpenDocument file: save it as .xlsx"


def test_a_formula_in_the_header_is_one_problem() -> None:
    tables = read(xlsx_bytes({"sheet": [["code", '="amount"'], ["a", 5]]}))
    assert [(problem.row, problem.column) for problem in tables.problems] == [(1, "B1")]


def test_workbooks_are_read_by_the_hardened_parser_alone() -> None:
    assert (openpyxl.DEFUSEDXML, openpyxl.LXML) == (True, False)
