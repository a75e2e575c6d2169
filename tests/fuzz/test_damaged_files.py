"""Damaged and random files: never a traceback, always problems or a value. Run by `make fuzz`."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.method.sheets import SHAPES
from budgets.rounds.exports.templates import EXAMPLE, EXAMPLE_POLICY, template_as_xlsx
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.imports.workbooks import read_workbook
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Upload
from tests.unit.core.spreadsheet_files import with_parts, zip_bytes

XLSX = template_as_xlsx()
ZIP = workbook_as_zip(EXAMPLE, EXAMPLE_POLICY)
PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "[Content_Types].xml")
NAMES = (*(f"{name}.csv" for name in SHAPES), "policy.toml", "x.txt")
quietly = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def survives(name: str, content: bytes) -> None:
    read = read_workbook(Upload(name, content))
    assert bool(read.problems) == (read.workbook is None)


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", XLSX), ("a.zip", ZIP)])
@quietly
@given(data=st.data())
def test_a_file_cut_short(name: str, content: bytes, data: st.DataObject) -> None:
    survives(name, content[: data.draw(st.integers(0, len(content)))])


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", XLSX), ("a.zip", ZIP)])
@quietly
@given(flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=6))
def test_a_file_with_flipped_bytes(name: str, content: bytes, flips: list[tuple[float, int]]) -> None:
    damaged = bytearray(content)
    for place, by in flips:
        damaged[int(place * len(damaged))] ^= by
    survives(name, bytes(damaged))


@quietly
@given(part=st.sampled_from(PARTS), place=st.floats(0, 1), piece=st.binary(max_size=20))
def test_a_workbook_with_a_damaged_part(part: str, place: float, piece: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        whole = archive.read(part)
    at = int(place * len(whole))
    survives("a.xlsx", with_parts(XLSX, {part: whole[:at] + piece + whole[at + len(piece) :]}))


@quietly
@given(
    st.dictionaries(
        st.sampled_from([f"{name}.csv" for name in SHAPES] + ["policy.toml", "x.txt"]), st.binary(max_size=200)
    )
)
def test_a_zip_of_anything(files: dict[str, bytes]) -> None:
    survives("a.zip", zip_bytes(files))


@quietly
@given(
    sheet=st.sampled_from(list(SHAPES)),
    rows=st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=5),
)
def test_sheets_of_random_cells(sheet: str, rows: list[list[str]]) -> None:
    lines = [",".join(SHAPES[sheet].columns), *(",".join(row) for row in rows)]
    survives("a.zip", zip_bytes({f"{sheet}.csv": "\n".join(lines).encode(errors="replace"), "policy.toml": b""}))


@quietly
@given(st.binary(max_size=400))
def test_a_csv_file_of_any_bytes(content: bytes) -> None:
    read = read_tables(Upload("a.csv", content))
    assert bool(read.problems) == (not read.tables)


@quietly
@given(st.text(max_size=400))
def test_a_policy_of_any_text(text: str) -> None:
    survives("a.zip", zip_bytes({"policy.toml": text.encode(errors="replace")}))


def test_a_file_that_is_a_folder_of_nothing(tmp_path: Path) -> None:
    assert read_workbook(tmp_path).problems
