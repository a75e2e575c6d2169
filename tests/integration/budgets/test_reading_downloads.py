"""What can be downloaded of a calculation: files that open, hold what the page shows, and say what they are."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from budgets.rounds.queries import get_calculation
from tests.builders_reading import Reading, read_as

NAMED = "west-hertfordshire-pct-2008-09-calculation-1"


@pytest.fixture
def field(app: Flask) -> Reading:
    del app
    made = Reading()
    read_as(made.commissioner)
    return made


def file(client: FlaskClient, field: Reading, path: str) -> TestResponse:
    answer = client.get(f"/budgets/calculations/{field.first}{path}")
    assert answer.status_code == 200
    return answer


def name_of(answer: TestResponse) -> str:
    return answer.headers["Content-Disposition"].removeprefix("attachment; filename=")


def rows_of(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.text)))


def test_every_file_says_what_it_is(field: Reading, client: FlaskClient) -> None:
    names = {
        "/matrix.csv?measure=net": f"{NAMED}-matrix-net.csv",
        "/matrix.xlsx": f"{NAMED}-matrix-gross.xlsx",
        "/calculation.xlsx": f"{NAMED}.xlsx",
        "/calculation.zip": f"{NAMED}.zip",
        "/calculation.json": f"{NAMED}.json",
        "/report.pdf": f"{NAMED}-report.pdf",
        "/groups/HER/statement.pdf": f"{NAMED}-hertsmere-statement.pdf",
        f"/comparison.xlsx?before={field.second}": f"{NAMED}-compared-with-2.xlsx",
    }
    assert {path: name_of(file(client, field, path)) for path in names} == names


def test_the_matrix_as_csv_is_exactly_what_is_shown(field: Reading, client: FlaskClient) -> None:
    rows = rows_of(file(client, field, "/matrix.csv?category=Public+health"))
    assert rows[1][:4] == ["Public health", "Stop smoking service", "By agreed percentages", "133146.90"]
    assert [row[1] for row in rows[1:]] == [
        "Stop smoking service", "Total of the 1 line shown", "Total of all 32 lines",
    ]  # fmt: skip


def test_the_matrix_as_xlsx_holds_numbers(field: Reading, client: FlaskClient) -> None:
    sheet = load_workbook(io.BytesIO(file(client, field, "/matrix.xlsx?text=COMM-NUR").data))["matrix"]
    values = [cell.value for cell in sheet[2]]
    assert values[:4] == ["Adult services", "Community nursing", "By activity", 2544895.33]


def test_a_comparison_as_csv_holds_differences_by_line_and_group(field: Reading, client: FlaskClient) -> None:
    rows = rows_of(file(client, field, f"/comparison.csv?before={field.second}"))
    assert [row[0] for row in rows] == ["Line", "Community nursing", "Podiatry", "Total of the lines that differ"]
    assert rows[1][-5:] == ["-477707.42", "113660.74", "180168.31", "258046.20", "-74167.83"]


def test_everything_as_xlsx_zip_and_json_opens(field: Reading, client: FlaskClient) -> None:
    workbook = load_workbook(io.BytesIO(file(client, field, "/calculation.xlsx").data))
    assert {"summary", "lines", "practices", "bridge", "checks"} <= set(workbook.sheetnames)
    with zipfile.ZipFile(io.BytesIO(file(client, field, "/calculation.zip").data)) as archive:
        assert "lines.csv" in archive.namelist()
    written = json.loads(file(client, field, "/calculation.json").text)
    assert (written["schema"], written["totals"]["gross"]) == ("budget-calculation/1", "48717425.78")


def test_the_json_hashes_to_the_hash_on_the_page_and_anew_from_the_inputs(
    field: Reading, client: FlaskClient, tmp_path: Path
) -> None:
    downloaded = file(client, field, "/calculation.json").data
    shown = get_calculation(field.first)
    assert hashlib.sha256(downloaded).hexdigest() == shown.result_hash
    for kind in ("xlsx", "zip"):
        (tmp_path / f"inputs.{kind}").write_bytes(client.get(f"/budgets/rounds/inputs/{shown.inputs_id}.{kind}").data)
        args = ["budgets", "calculate", str(tmp_path / f"inputs.{kind}"), "--output", str(tmp_path / "anew.json")]
        assert client.application.test_cli_runner().invoke(args=args).exit_code == 0
        assert (tmp_path / "anew.json").read_bytes() == downloaded


def test_documents_are_drafts_until_the_calculation_is_shown(field: Reading, client: FlaskClient) -> None:
    draft = file(client, field, "/groups/HER/statement.pdf").data
    field.show(field.first)
    issued = file(client, field, "/groups/HER/statement.pdf").data
    assert draft.startswith(b"%PDF-")
    assert issued.startswith(b"%PDF-")
    assert draft != issued
    assert issued == file(client, field, "/groups/HER/statement.pdf").data


def test_charts_are_drawings_with_a_finding(field: Reading, client: FlaskClient) -> None:
    answer = file(client, field, "/charts/distance")
    assert answer.mimetype == "image/svg+xml"
    assert "Red House stands furthest above its fair share, by 8.3%; DacCom furthest below, by 6.8%." in answer.text
