import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifiers import has_identifier
from core.spreadsheets.guarding import cleaned
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Tables, Upload
from tests.unit.core.spreadsheet_files import csv_upload, zip_bytes

NHS_NUMBER = "9434765919"


def records(tables: Tables, name: str = "sheet") -> list[tuple[int, dict[str, str]]]:
    assert tables.problems == ()
    return list(tables.tables[name].records())


def test_keeps_text_as_it_stands() -> None:
    read = read_tables(csv_upload("code,name\n007,NA\n010,nan\n"))
    assert records(read) == [(2, {"code": "007", "name": "NA"}), (3, {"code": "010", "name": "nan"})]


def test_counts_blank_rows_and_leaves_them_out() -> None:
    read = read_tables(csv_upload("\ncode,name\n\n a , b \n,\n  \nc\n"))
    assert records(read) == [(4, {"code": "a", "name": "b"}), (7, {"code": "c", "name": ""})]


def test_a_line_break_within_a_cell_is_one_row() -> None:
    read = read_tables(csv_upload('code,name\r\na,"two\r\nlines"\r\nb,one\r\n'))
    assert records(read) == [(2, {"code": "a", "name": "two\nlines"}), (3, {"code": "b", "name": "one"})]


def test_accepts_a_byte_order_mark_without_a_word() -> None:
    read = read_tables(csv_upload(b"\xef\xbb\xbfcode\na\n"))
    assert (records(read), read.notices) == ([(2, {"code": "a"})], ())


def test_accepts_windows_1252_and_says_so() -> None:
    """TRAPS 9: a pound sign and a curly quote."""
    read = read_tables(csv_upload("code,name\na,£5 patients’ fund\n".encode("cp1252")))
    assert records(read) == [(2, {"code": "a", "name": "£5 patients’ fund"})]
    assert [notice.message for notice in read.notices] == [
        "sheet.csv is in Windows-1252, not UTF-8, and was read as such"
    ]


def test_takes_the_guard_against_formulas_away_again() -> None:
    read = read_tables(csv_upload("code,name\na,'=1+1\nb,'quoted\nc,''-x\n"))
    assert [cells["name"] for _, cells in records(read)] == ["=1+1", "'quoted", "'-x"]


@pytest.mark.parametrize(
    ("content", "row", "expected"),
    [
        (b"", None, "a file with something in it; this one is empty"),
        (b"\n\n", None, "a header row; the file is empty"),
        (b"code,code\na,b\n", 1, "each heading once; this one is repeated"),
        (b"code,name\na,b\na,b,c\n", 3, "at most 2 cells, as many as the header has; this row has 3"),
        (b"code,name\na,b,c\na,b\n", 2, "at most 2 cells, as many as the header has; this row has 3"),
        (b"code,\na,b\n", 2, "a heading above column 2, which has cells"),
        (
            b'code,name\na,"b\nc,d\n',
            None,
            "quotation marks that are closed again: one that opens a cell is never closed",
        ),
        (b"code\na\0b\n", None, "a text file; this one holds bytes of zero and is no CSV file, or is damaged"),
        (b"code\na\x02b\n", None, "a text file; this one holds control characters and is no CSV file, or is damaged"),
        ("code\na\n".encode("utf-16"), None, "a CSV file in UTF-8; this is UTF-16: save it as CSV UTF-8"),
        (b"code\n\x81\x8d\n", None, "a file in UTF-8 or Windows-1252; this is neither"),
    ],
)
def test_refuses_in_a_sentence(content: bytes, row: int | None, expected: str) -> None:
    read = read_tables(csv_upload(content))
    assert [(problem.file, problem.row, problem.expected) for problem in read.problems] == [
        ("sheet.csv", row, expected)
    ]
    assert not read.tables


def test_names_every_row_that_is_too_long() -> None:
    read = read_tables(csv_upload("a,b\n1,2\n1,2,3\n\n1,2,3,4\n"))
    assert [(problem.row, problem.value) for problem in read.problems] == [(3, "3"), (5, "3")]


@pytest.mark.parametrize("written", [NHS_NUMBER, "943 476 5919", "943-476-5919", f"seen {NHS_NUMBER} twice"])
def test_refuses_an_nhs_number_in_any_cell_without_repeating_it(written: str) -> None:
    read = read_tables(csv_upload(f"code,other\na,b\nc,{written}\n"))
    assert [(problem.row, problem.column, problem.value) for problem in read.problems] == [(3, "other", "")]
    assert "5919" not in str(read)[: str(read).index("tables=")] + str(read.problems)


@pytest.mark.parametrize("heading", ["date_of_birth", "DOB", "Patient name", "NHS Number", "NHSNumber", "Surname"])
def test_refuses_a_column_that_identifies_patients(heading: str) -> None:
    read = read_tables(csv_upload(f"code,{heading}\na,b\n"))
    assert [problem.column for problem in read.problems] == [heading]


def test_a_row_too_long_does_not_give_its_identifier_away() -> None:
    read = read_tables(csv_upload(f"code\na,{NHS_NUMBER}\n"))
    assert read.problems
    assert NHS_NUMBER not in str(read.problems)


def test_screens_files_that_are_not_wanted() -> None:
    content = zip_bytes({"groups.csv": b"code\nA\n", "other.csv": f"code\n{NHS_NUMBER}\n".encode()})
    read = read_tables(Upload("book.zip", content), sheets=["groups"])
    assert [(problem.file, problem.row) for problem in read.problems] == [("other.csv", 2)]
    assert [notice.message for notice in read.notices] == [
        "other.csv is no sheet that is expected here and was not read"
    ]


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)


@given(st.lists(st.tuples(cells, cells), max_size=12))
def test_reads_what_the_standard_library_writes(rows: list[tuple[str, str]]) -> None:
    """The fast way gives what the csv module gives, trimmed, with the same row numbers."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("one", "two"), *rows])
    kept = [
        (number, {"one": cleaned(first), "two": cleaned(second)})
        for number, (first, second) in enumerate(rows, start=2)
        if cleaned(first) or cleaned(second)
    ]
    if not any(has_identifier(cell) for row in rows for cell in row):
        assert records(read_tables(csv_upload(stream.getvalue()))) == kept


def test_a_blank_row_longer_than_the_header_is_ignored() -> None:
    tables = read_tables(csv_upload("code,name\n,,,\n007,a\n\nB,'=b\n , ,,\n"))
    assert tables.problems == ()
    assert list(tables.tables["sheet"].records()) == [
        (3, {"code": "007", "name": "a"}),
        (5, {"code": "B", "name": "=b"}),
    ]


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_says_that_cells_are_not_separated_by_commas(mark: str, name: str) -> None:
    found = read_tables(csv_upload(f"code{mark}name\nA{mark}a\n")).problems
    assert [problem.expected for problem in found] == [f"cells separated by commas; here they are separated by {name}"]
