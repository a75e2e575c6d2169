"""No cell of any download runs in a spreadsheet program: every address that gives CSV or XLSX, with names that
would.
"""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from core.db import db
from core.sending import KINDS
from tests.security.attacked import Attacked, attacked
from tests.security.figures import note

EVIL = "=HYPERLINK(1)&"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
RUNS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
NAMED = (
    "UPDATE parties_party SET name = :evil || name",
    "UPDATE people_person SET name = :evil || name",
    "UPDATE catalogue_service SET name = :evil || name",
)


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    made = attacked(told_year, tmp_path_factory.mktemp("downloads"))
    with made.app.app_context(), db.engine.begin() as connection:
        for statement in NAMED:
            assert connection.execute(db.text(statement), {"evil": EVIL}).rowcount
    return made


def test_no_cell_of_any_download_runs(demo: Attacked) -> None:
    found: dict[str, list[str]] = {}
    count = named = 0
    for address in demo.addresses:
        if address.method != "GET" or not address.who:
            continue
        answer = demo.browser(address.who).get(address.path, buffered=True)
        cells = _cells(answer.mimetype, answer.data)
        count += len(cells)
        named += sum(EVIL in cell for cell in cells)
        wrong = [cell for cell in cells if cell.startswith(RUNS) and not NUMBER.fullmatch(cell)]
        if wrong:
            found[address.path] = wrong[:3]
    note("cells of downloads looked at", count)
    assert named > 100, "the names that would run stand in many downloads"
    assert not found


def _cells(kind: str | None, content: bytes) -> list[str]:
    """The text of every cell of a CSV file; of an XLSX file what it would run, for text there is never run."""
    if kind == "text/csv":
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    if kind != KINDS["xlsx"]:
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        shared = book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else ""
    formulas = [f"={formula}" for sheet in sheets for formula in re.findall(r"<f[ >][^<]*", sheet)]
    return [*formulas, *(f"text: {text}" for text in re.findall(r"<t[^>]*>([^<]*)", shared))]
