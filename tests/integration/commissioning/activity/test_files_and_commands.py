"""The template and its way back, files of all kinds, and `flask returns` on the command line."""

import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from commissioning.activity.checking.columns import check
from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.exports.templates import file_name, template_as_xlsx
from commissioning.activity.imports.files import read_return
from commissioning.activity.imports.typed import typed_return
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.asked import asked_of, last_rows
from commissioning.activity.queries.expectations import get_expectation
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.findings import Severity, of
from core import clock
from core.db import db
from core.notifications.models import Message
from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import Sheet, write_xlsx
from tests.builders_activity import APRIL, HEADER, MAY_AT, MAY_DAY, Field, a_field, lines_for, submitted

pytestmark = pytest.mark.usefixtures("app")


def _asked(field: Field, month: str = APRIL) -> Asked:
    return asked_of(get_expectation(field.expectation_id), month, on=MAY_DAY)


def _template(field: Field, month: str = APRIL) -> bytes:
    expectation = get_expectation(field.expectation_id)
    return template_as_xlsx(_asked(field, month), last_rows(expectation, expectation.period(month), most=5000))


def _filled(content: bytes, quantity: int | None) -> ReadReturn:
    """The template with every blank quantity filled in, as a spreadsheet program saves it."""
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook["figures"]
    for row in sheet.iter_rows(min_row=2):
        row[5].value = quantity
    stream = io.BytesIO()
    workbook.save(stream)
    return read_return(Upload("template.xlsx", stream.getvalue()))


def test_the_template_comes_back_clean_and_shows_the_last_period() -> None:
    field = a_field()
    submitted(field, month="2008-03")
    content = _template(field)
    assert content == _template(field)
    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == [
        "instructions", "figures", "about", "services", "practices", "currencies", "last period",
    ]  # fmt: skip
    assert [cell.value for cell in workbook["last period"][2]] == [
        "DIAB", None, "X82001", "2008-03", "contact", "30",
    ]  # fmt: skip
    assert [cell.value for cell in workbook["figures"][2]][:5] == ["DIAB", None, "X82001", APRIL, "contact"]
    assert len(workbook["figures"].data_validations.dataValidation) == 4
    checked = check(_filled(content, 7), _asked(field))
    assert (len(checked.rows), checked.count) == (4, 4)
    assert [found.rule for found in checked.findings] == ["unplaced_share"]  # 7 of 14 in one service
    assert file_name(_asked(field)) == "own-contacts-2008-04.xlsx"


def test_a_template_left_blank_says_for_each_row_that_the_figure_is_missing() -> None:
    field = a_field()
    submitted(field, month="2008-03")
    checked = check(_filled(_template(field), None), _asked(field))
    assert (checked.verdict, checked.owed) == ("errors", 4)
    assert {found.rule for found in checked.findings} == {"quantity"}


def test_the_template_of_another_period_is_refused() -> None:
    field = a_field()
    submitted(field, month="2008-02")
    checked = check(_filled(_template(field, "2008-03"), 7), _asked(field))
    assert [(found.rule, found.column, found.value) for found in checked.findings] == [
        ("template", "period", "2008-03")
    ]
    assert checked.is_refused


def test_a_formula_in_a_figure_is_an_error_of_its_row() -> None:
    field = a_field()
    submitted(field, month="2008-03")
    workbook = load_workbook(io.BytesIO(_template(field)))
    values: tuple[int | str, ...] = (1, "=1+1", 3, 4)
    for number, value in enumerate(values, start=2):
        workbook["figures"].cell(number, 6).value = value
    stream = io.BytesIO()
    workbook.save(stream)
    checked = check(read_return(Upload("r.xlsx", stream.getvalue())), _asked(field))
    errors = of(Severity.ERROR, checked.findings)
    assert [(found.rule, found.row, found.column) for found in errors] == [("cell", 3, "quantity")]
    assert (checked.owed, len(checked.rows)) == (1, 3)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.csv", b"", "a file with something in it; this one is empty"),
        ("r.txt", b"hello", "an XLSX file, a ZIP of CSV files or a CSV file; this is none of them"),
        ("r.csv", f"{HEADER}\n".encode().replace(b",", b";"), "cells separated by commas; here they are separated by"),
        ("r.csv", f"{HEADER}\n".encode("utf-16"), "a CSV file in UTF-8; this is UTF-16: save it as CSV UTF-8"),
        ("r.xlsx", b"PK\x03\x04 no archive", ""),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an XLSX file; this is in the format of Excel before 2007"),
        (
            "other.xlsx",
            write_xlsx([Sheet(name="something", header=["a"], rows=[["b"]])]),
            "a sheet called figures, with headings and rows, as in the template",
        ),
    ],
)
def test_a_damaged_file_ends_in_a_clear_message(name: str, content: bytes, expected: str) -> None:
    read = read_return(Upload(name, content))
    assert read.table is None
    assert any(found.expected.startswith(expected) for found in read.refusals), read.refusals


def test_what_is_typed_is_checked_and_kept_as_a_file_and_blank_figures_are_left_out() -> None:
    field = a_field()
    row = {"service": "DIAB", "practice": "X82001", "month": APRIL, "currency": "contact"}
    read = typed_return([{**row, "quantity": " 7 "}, {**row, "practice": "X82002", "quantity": ""}])
    checked = check(read, _asked(field))
    assert (checked.verdict, checked.count) == ("clean", 1)
    assert read.content == b"service,team,practice,month,currency,quantity\r\nDIAB,,X82001,2008-04,contact,7\r\n"


def _run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["returns", *arguments])


def _saved(tmp_path: Path, lines: list[str], name: str = "r.csv") -> str:
    path = tmp_path / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def may(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands in May 2008."""
    monkeypatch.setattr(clock, "now", lambda: MAY_AT)


@pytest.mark.usefixtures("may")
def test_a_file_is_checked_on_the_command_line(app: Flask, tmp_path: Path) -> None:
    a_field()
    which = ("--provider", "OWN", "--month", APRIL)
    clean = _run(app, "check", _saved(tmp_path, lines_for()), *which, "--format", "json")
    said = json.loads(clean.output)
    assert (clean.exit_code, said["verdict"], said["rows"], said["owed"]) == (0, "clean", 4, 0)
    assert said["sums"][0] == {
        "service": "DIAB",
        "month": APRIL,
        "currency": "contact",
        "placed": "50",
        "unplaced": None,
        "total": None,
    }
    broken = _run(app, "check", _saved(tmp_path, [*lines_for(), "GONE,X82001,2008-04,contact,1"]), *which)
    assert broken.exit_code == 2
    assert broken.output.splitlines() == [
        "Error: row not taken: row 6, service: “GONE”: expected the code of a service",
        "r.csv, Contacts for April 2008: errors; 4 of 5 rows can be taken.",
    ]
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


@pytest.mark.usefixtures("may")
@pytest.mark.parametrize(
    ("provider", "month", "said"),
    [
        ("NONE", APRIL, "There is no provider NONE.\n"),
        ("OWN", "April", "“April” is no month. Write it as year and month, such as 2008-04.\n"),
        ("WHHT", APRIL, "No return of West Hertfordshire Hospitals is expected for 2008-04.\n"),
    ],
)
def test_a_return_nobody_expects_is_refused(app: Flask, tmp_path: Path, provider: str, month: str, said: str) -> None:
    a_field()
    result = _run(app, "check", _saved(tmp_path, lines_for()), "--provider", provider, "--month", month)
    assert (result.exit_code, result.stderr) == (2, said)


@pytest.mark.usefixtures("may")
def test_a_file_is_submitted_on_the_command_line_as_a_person_of_the_provider(app: Flask, tmp_path: Path) -> None:
    field = a_field()
    path = _saved(tmp_path, [*lines_for(), "GONE,X82001,2008-04,contact,1"])
    email = f"provider-manager-{field.trust.ids['OWN']}@whp.example"
    which = (path, "--provider", "OWN", "--month", APRIL, "--as", email)
    refused = _run(app, "submit", *which)
    assert refused.exit_code == 2
    assert refused.stderr == "Nothing was stored: 1 row has an error. Mend the file, or owe those rows.\n"
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0
    taken = _run(app, "submit", *which, "--owe", "--key", "k1")
    assert (taken.exit_code, taken.stderr) == (0, "Submitted as number 1.\n")
    again = _run(app, "submit", *which, "--owe", "--key", "k1")
    assert (again.exit_code, again.stderr) == (0, "Submitted as number 1.\n")
    receipt = "Receipt: Contacts for April 2008 is submitted"
    told = db.session.scalars(select(Message.href).where(Message.subject == receipt)).all()
    assert told == [f"/activity/returns/{field.expectation_id}/2008-04"] * 2
    stranger = _run(app, "submit", *which[:-1], "nobody@whp.example")
    assert stranger.exit_code == 1
