"""Every worked case through `flask budgets calculate`, as a folder, as a ZIP and as an XLSX file: the same figures."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from budgets.rounds.commands import budgets
from budgets.rounds.exports.workbooks import workbook_as_xlsx, workbook_as_zip
from budgets.rounds.imports.workbooks import read_workbook
from tests.vectors.test_budget_vectors import CASES, expected_of

MAY_LEAVE_OUT_ZEROS = ("steps", "practices")


def calculated(path: Path) -> Any:
    app = Flask("budgets")
    app.cli.add_command(budgets)
    result = app.test_cli_runner().invoke(args=["budgets", "calculate", str(path), "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def reduced(written: Any, like: Any, name: str = "") -> Any:
    """The written result with nothing but what the expected one holds."""
    if isinstance(like, list):
        return [reduced(one, other) for one, other in zip(written, like, strict=True)]
    if not isinstance(like, dict):
        return written
    if name in MAY_LEAVE_OUT_ZEROS:
        return {key: value for key, value in written.items() if value != "0.00" or key in like}
    kept = written | ({"fell_back": written["fallback_reason"] is not None} if "fell_back" in like else {})
    return {key: reduced(kept[key], value, key) for key, value in like.items()}


def completed(expected: Any, written: Any) -> Any:
    """The expected result with its left-out zeros put in, where the written one has them."""
    for line, other in zip(expected["lines"], written["lines"], strict=True):
        for name in MAY_LEAVE_OUT_ZEROS:
            if line[name] is not None:
                line[name] = {
                    key: amount for key, amount in line[name].items() if amount != "0.00" or key in other[name]
                }
    return expected


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> tuple[Path, Any]:
    return request.param, calculated(request.param)


def test_the_command_writes_every_figure_of_the_worked_case(case: tuple[Path, Any]) -> None:
    path, written = case
    expected = expected_of(path)
    unplaced = expected.pop("unplaced")
    assert reduced(written, expected) == completed(expected, written)
    messages = [warning["message"] for warning in written["warnings"] if warning["code"] == "unplaced_activity"]
    assert {message.split(":")[0]: message.split()[1] for message in messages} == unplaced
    assert all(check["passed"] for check in written["checks"])


@pytest.mark.parametrize(("name", "write"), [("book.xlsx", workbook_as_xlsx), ("book.zip", workbook_as_zip)])
def test_a_case_written_and_read_again_gives_the_same_json(
    case: tuple[Path, Any], name: str, write: Any, tmp_path: Path
) -> None:
    path, written = case
    read = read_workbook(path)
    assert read.workbook is not None
    assert read.policy is not None
    (tmp_path / name).write_bytes(write(read.workbook, read.policy))
    assert calculated(tmp_path / name) == written
