"""Damaged files of all kinds: each ends in findings with a place, or in a check; none in a fault of the program."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from commissioning.activity.checking.columns import check
from commissioning.activity.checking.values import Checked
from commissioning.activity.imports.files import read_return
from commissioning.activity.rules.checks.findings import Severity
from core.spreadsheets.tables import Upload
from tests.unit.commissioning.activity.asking import ASKED, HEADER

GOOD = "\r\n".join([HEADER, *(f"DN,{practice},2008-04,contact,3" for practice in ("X82001", "X82002"))]).encode()
HEADINGS = HEADER.split(",")


def _checked(content: bytes, name: str = "r.csv") -> Checked:
    return check(read_return(Upload(name, content)), ASKED)


def _sheet(change: Callable[[Workbook], object]) -> bytes:
    """A workbook of two good rows, damaged."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "figures"
    for row in (HEADINGS, ["DN", "X82001", "2008-04", "contact", 3], ["DN", "X82002", "2008-04", "contact", 4]):
        sheet.append(row)
    change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _two_line_header(workbook: Workbook) -> None:
    sheet = workbook["figures"]
    sheet.insert_rows(1)
    for place, word in enumerate(("who", "who", "when", "what", "what"), start=1):
        sheet.cell(1, place).value = word


def _hidden_with_identifier(workbook: Workbook) -> None:
    hidden = workbook.create_sheet("kept apart")
    hidden.append(["number"])
    hidden.append(["943 476 5919"])
    hidden.sheet_state = "hidden"


def _set(cell: str, value: str | int) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        workbook["figures"][cell] = value

    return change


@pytest.mark.parametrize(
    ("change", "rule", "row"),
    [
        (lambda book: book["figures"].merge_cells("A2:A3"), "service", 3),
        (_two_line_header, "unreadable", 1),
        (_hidden_with_identifier, "looks_like_a_person", 2),
        (_set("C2", 39539), "month", 2),
        (_set("E2", "1,234"), "quantity", 2),
        (_set("E2", "=SUM(E3:E9)"), "cell", 2),
        (_set("E2", True), "quantity", 2),
        (_set("A4", "Total"), "service", 4),
        (_set("G2", "a remark"), "unreadable", 2),
    ],
)
def test_a_damaged_workbook_names_the_place(change: Callable[[Workbook], object], rule: str, row: int) -> None:
    result = _checked(_sheet(change), "r.xlsx")
    assert (rule, row) in [(found.rule, found.row) for found in result.findings]
    assert result.verdict in {"errors", "refused"}


def test_the_workbook_itself_is_clean() -> None:
    assert _checked(_sheet(lambda book: book), "r.xlsx").verdict == "clean"


def test_more_than_a_million_rows_are_refused_whole() -> None:
    rows = b"DN,X82001,2008-04,contact,3\n" * 1_000_001
    result = _checked(HEADER.encode() + b"\n" + rows)
    assert [found.expected for found in result.findings] == ["at most 1,000,000 rows in one return"]


@given(st.integers(0, len(GOOD)))
def test_a_truncated_upload_is_refused_or_checked(length: int) -> None:
    result = _checked(GOOD[:length])
    assert result.is_refused or result.count == len(result.rows) + result.owed


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_bytes_changed_anywhere_end_in_findings_or_in_a_clean_check(changes: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for place, byte in changes:
        content[place] = byte
    result = _checked(bytes(content))
    assert result.is_refused or result.count == len(result.rows) + result.owed
    assert all(found.expected for found in result.findings)
    assert not result.is_refused or {found.severity for found in result.findings} == {Severity.REFUSED}


@given(st.binary(max_size=300), st.sampled_from(("r.csv", "r.xlsx", "r.xls", "r", "../r.csv", "r.zip")))
def test_any_bytes_under_any_name_are_refused_in_words(content: bytes, name: str) -> None:
    result = _checked(content, name)
    assert result.is_refused
    assert all(found.expected for found in result.findings)


@given(st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), min_size=1, max_size=8))
def test_any_texts_in_cells_end_in_findings(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADINGS, *rows])
    result = _checked(stream.getvalue().encode("utf-8", "replace"))
    assert result.is_refused or result.owed == result.count
