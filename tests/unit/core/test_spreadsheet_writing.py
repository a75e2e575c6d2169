from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets.guarding import cleaned, guarded, unguarded
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import Cell, Money, Sheet, write_csv, write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@home", "\tx", "\rx", "|x", "%x"])
def test_guards_text_that_a_spreadsheet_would_run(text: str) -> None:
    """TRAPS 31."""
    assert guarded(text) == f"'{text}"
    assert f"'{text[0]}" in write_csv(Sheet(name="a", header=["x"], rows=[[text]])).decode()


@pytest.mark.parametrize("cell", ["-12.50", Money(-1250)])
def test_a_negative_number_stays_a_number(cell: Cell) -> None:
    """TRAPS 31."""
    assert write_csv(Sheet(name="a", header=["x"], rows=[[cell]])) == b"x\r\n-12.50\r\n"


@given(st.text(max_size=6))
def test_the_guard_is_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text or guarded(text) == text


@given(st.text("='-+@|%\tx1.", max_size=6))
def test_the_guard_is_undone_exactly_where_it_matters(text: str) -> None:
    assert unguarded(guarded(text)) == text


ROWS: list[list[Cell]] = [
    ["=1+1", Money(-1250), Fraction("2.3"), 0, date(2008, 1, 1)],
    ["x", Money(0), Fraction("12345678901.123456"), 12345678901234567, None],
]
TEXTS = [
    ["=1+1", "-12.5", "2.3", "0", "2008-01-01"],
    ["x", "0", "12345678901.123456", "12345678901234567", ""],
]


def test_an_xlsx_file_reads_back_exactly() -> None:
    """TRAPS 14: zero survives, blank stays blank; a number too long for a spreadsheet is written as text."""
    content = write_xlsx([Sheet(name="a", header=["one", "two", "three", "four", "five"], rows=ROWS)])
    read = read_tables(Upload("a.xlsx", content))
    assert [list(cells.values()) for _, cells in read.tables["a"].records()] == TEXTS


def test_equal_sheets_give_equal_files() -> None:
    sheet = Sheet(name="a", header=["x"], rows=[["y"]])
    assert write_xlsx([sheet]) == write_xlsx([sheet])


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))).map(cleaned), min_size=1))
def test_text_survives_csv(texts: list[str]) -> None:
    rows = [["x", text] for text in texts]
    read = read_tables(Upload("a.csv", write_csv(Sheet(name="a", header=["one", "two"], rows=rows))))
    if not read.problems:
        assert [cells["two"] for _, cells in read.tables["a"].records()] == texts
