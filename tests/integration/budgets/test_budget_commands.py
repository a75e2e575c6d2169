import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from app import create_app
from budgets.method.calculation import calculate
from budgets.rounds.commands import budgets
from budgets.rounds.exports.machine import content_hash
from budgets.rounds.imports.workbooks import read_workbook
from core.configuration import DEFAULTS
from core.spreadsheets.tables import Upload

EXAMPLE = Path("examples/west-herts-2008-09")


def run(*arguments: str | Path) -> Result:
    app = Flask("budgets")
    app.cli.add_command(budgets)
    result: Result = app.test_cli_runner().invoke(args=["budgets", *map(str, arguments)])
    return result


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A workbook with an unknown method and nothing else but its groups."""
    (tmp_path / "groups.csv").write_text("code,name\nA,a\n", encoding="utf-8")
    (tmp_path / "services.csv").write_text("code,name,method\nS,s,capitaton\n", encoding="utf-8")
    return tmp_path


def test_writes_the_calculation_as_json_and_nothing_else() -> None:
    result = run("calculate", EXAMPLE)
    assert result.exit_code == 0
    written = json.loads(result.stdout)
    assert written["schema"] == "budget-calculation/1"
    assert (written["totals"]["gross"], written["totals"]["total"]) == ("48717425.78", "50575285.97")
    assert "warning: " in result.stderr


def test_reads_an_xlsx_file_and_a_folder_alike(tmp_path: Path) -> None:
    assert run("template", tmp_path / "t.xlsx").exit_code == 0
    result = run("calculate", tmp_path / "t.xlsx")
    assert json.loads(result.stdout)["totals"]["by_group"]["EXA"]["gross"] == "273026.00"


def test_limits_the_result_to_one_group() -> None:
    written = json.loads(run("calculate", EXAMPLE, "--group", "HER").stdout)
    assert list(written["totals"]["by_group"]) == ["HER"]
    assert [group["code"] for group in written["groups"]] == ["HER"]
    assert all(list(line["gross"]) == ["HER"] for line in written["lines"])
    assert "DAC" not in json.dumps(written["bridge"])


def test_refuses_an_unknown_group_and_names_the_known_ones() -> None:
    result = run("calculate", EXAMPLE, "--group", "NONE")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip().endswith("--group::: NONE: one of the groups DAC, WAT, STA, HER, RED")


def test_a_setting_takes_the_place_of_the_policys() -> None:
    plain = json.loads(run("calculate", EXAMPLE).stdout)["totals"]["total"]
    assert json.loads(run("calculate", EXAMPLE, "--set", "uplift.percent=2.3").stdout)["totals"]["total"] == plain
    assert json.loads(run("calculate", EXAMPLE, "--set", "uplift.percent=2.5").stdout)["totals"]["total"] != plain


def test_refuses_a_setting_without_a_value() -> None:
    result = run("calculate", EXAMPLE, "--set", "uplift.percent", "--format", "csv")
    assert (result.exit_code, result.stderr) == (
        2,
        "--set::: uplift.percent: KEY=VALUE, such as uplift.percent=2.5\n",
    )


def test_says_all_problems_on_standard_error_and_ends_with_2(bad: Path) -> None:
    result = run("calculate", bad, "--format", "table")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "practices.csv::: : this sheet; it is missing or empty\n" in result.stderr
    assert "services.csv:2:method: capitaton: a method: " in result.stderr


def test_says_all_problems_as_json(bad: Path) -> None:
    result = run("calculate", bad, "--format", "json")
    assert result.exit_code == 2
    problems = json.loads(result.stdout)["problems"]
    assert {
        "file": "policy.toml",
        "row": None,
        "column": "",
        "value": "",
        "expected": "this file; it is missing",
    } in problems


def test_refuses_what_the_method_refuses() -> None:
    result = run("calculate", EXAMPLE, "--set", "growth.amount=1.00", "--format", "table")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "growth" in result.stderr


def test_writes_a_readable_table() -> None:
    result = run("calculate", EXAMPLE, "--format", "table")
    assert (
        "Total 50,575,285.97 = divided 48,717,425.78 + pooled 1,507,860.19 + growth held 350,000.00." in result.stdout
    )


def test_writes_one_row_for_each_line_and_group_as_csv() -> None:
    lines = run("calculate", EXAMPLE, "--format", "csv", "--group", "HER").stdout.splitlines()
    assert lines[0].startswith("line,name,kind,category,method,method_used")
    assert {line.split(",HER,")[0] != line for line in lines[1:]} == {True}


def test_the_hash_of_the_written_json_is_the_calculations(tmp_path: Path) -> None:
    assert run("calculate", EXAMPLE, "--output", tmp_path / "anew.json").exit_code == 0
    read = read_workbook(EXAMPLE)
    assert read.workbook is not None
    assert read.policy is not None
    expected = content_hash(calculate(read.workbook, read.policy))
    assert hashlib.sha256((tmp_path / "anew.json").read_bytes()).hexdigest() == expected


def test_an_xlsx_of_one_group_says_nothing_of_the_others(tmp_path: Path) -> None:
    assert (
        run("calculate", EXAMPLE, "--format", "xlsx", "--group", "HER", "--output", tmp_path / "h.xlsx").exit_code == 0
    )
    cells = {
        str(value)
        for sheet in load_workbook(tmp_path / "h.xlsx").worksheets
        if sheet.title not in {"checks", "warnings"}
        for row in sheet.iter_rows(values_only=True)
        for value in row
    }
    assert "HER" in cells
    assert not cells & {"DAC", "WAT", "STA", "RED"}


def test_needs_neither_database_nor_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DEMO", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        "core.configuration.DEFAULTS", {**DEFAULTS, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}
    )
    args = ["budgets", "calculate", str(EXAMPLE), "--format", "table"]
    assert create_app({"SECRET_KEY": ""}).test_cli_runner().invoke(args=args).exit_code == 0


def test_writes_files(tmp_path: Path) -> None:
    beginnings = {"xlsx": b"PK", "pdf": b"%PDF", "json": b"{", "csv": b"line,", "table": b"Budgets"}
    for form, beginning in beginnings.items():
        result = run("calculate", EXAMPLE, "--format", form, "--output", tmp_path / form)
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / form).read_bytes().startswith(beginning)


def test_writes_a_groups_statement_as_pdf() -> None:
    result = run("calculate", EXAMPLE, "--format", "pdf", "--group", "HER")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"%PDF")


def test_says_where_a_file_cannot_be_written(tmp_path: Path) -> None:
    result = run("template", tmp_path / "none" / "t.xlsx")
    assert result.exit_code == 2
    assert "a file that can be written" in result.stderr


def test_writes_a_template_that_reads_back(tmp_path: Path) -> None:
    assert run("template", tmp_path / "t.xlsx").exit_code == 0
    assert read_workbook(Upload("t.xlsx", (tmp_path / "t.xlsx").read_bytes())).problems == ()


def test_without_a_format_problems_are_lines_on_standard_error(bad: Path) -> None:
    result = run("calculate", bad)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "services.csv:2:method: capitaton: a method: " in result.stderr


def test_tells_each_warning_once(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "book")
    populations = tmp_path / "book" / "populations.csv"
    header, first, *rest = populations.read_text(encoding="utf-8").splitlines()
    blank = first.rpartition(",")[0] + ","
    populations.write_text("\n".join([header, blank, *rest]), encoding="utf-8")
    warnings = json.loads(run("calculate", tmp_path / "book").stdout)["warnings"]
    assert [warning["code"] for warning in warnings].count("blank_population") == 1


@pytest.mark.parametrize("form", ["json", "table"])
def test_an_identifier_is_shown_nowhere(tmp_path: Path, form: str) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "9434765919")
    with (tmp_path / "9434765919" / "services.csv").open("a", encoding="utf-8") as file:
        file.write("943 476 5919,x,y\n")
    result = run("calculate", tmp_path / "9434765919", "--format", form, "--set", "943-476-5919=1")
    assert result.exit_code == 2
    assert "5919" not in result.stdout + result.stderr
    assert "5919" not in run("calculate", EXAMPLE, "--group", "9434765919").stderr
    assert "5919" not in run("calculate", tmp_path / "9434765919.xlsx").stderr


def test_limits_an_xlsx_file_to_one_group(tmp_path: Path) -> None:
    assert (
        run("calculate", EXAMPLE, "--format", "xlsx", "--group", "HER", "--output", tmp_path / "h.xlsx").exit_code == 0
    )
    book = load_workbook(tmp_path / "h.xlsx")
    cells = {cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "HER" in cells
    assert cells.isdisjoint({"DAC", "WAT", "STA", "RED"})


def test_refuses_a_folder_it_may_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("code,name\n", encoding="utf-8")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("calculate", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path.name}::: : a file or folder that may be read\n"


@pytest.mark.parametrize("redirect", [">&-", ">/dev/full"])
def test_says_that_standard_output_cannot_be_written(redirect: str) -> None:
    flask = Path(sys.executable).with_name("flask")
    command = f"{flask} budgets calculate {EXAMPLE} {redirect}"
    ended = subprocess.run(  # noqa: S602 - a shell closes the output, which is what is tried here
        command, shell=True, capture_output=True, text=True, check=False, env=os.environ | {"SECRET_KEY": "x"}
    )
    assert ended.returncode == 2
    assert "standard output::: : a file that can be written" in ended.stderr
    assert "Traceback" not in ended.stderr
