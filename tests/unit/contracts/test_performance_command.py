"""`flask kpis xmr`: the published check, options, and files that are unfit."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from contracts.performance.commands import kpis
from tests.unit.core.spreadsheet_files import xlsx_bytes

PUBLISHED = ["1", "2", "1", "2", "10", *["1", "2"] * 6, "1"]


def run(path: Path, *options: str) -> Result:
    app = Flask("kpis")
    app.cli.add_command(kpis)
    return app.test_cli_runner().invoke(args=["kpis", "xmr", str(path), "--improvement", "lower", *options])


def a_file(folder: Path, rows: list[tuple[str, str]], name: str = "waits.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(["period,value", *(f"{period},{value}" for period, value in rows)]), encoding="utf-8")
    return path


def told(path: Path, *options: str) -> Any:
    answer = run(path, *options, "--format", "json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return a_file(tmp_path, [(str(number), value) for number, value in enumerate(PUBLISHED, start=1)])


@pytest.mark.parametrize(
    ("options", "lower", "upper"),
    [((), -3.06, 6.95), (("--no-screen",), -3.06, 6.95), (("--screen",), -0.72, 4.60)],
)
def test_writes_the_published_limits(published: Path, options: tuple[str, ...], lower: float, upper: float) -> None:
    chart = told(published, *options)
    assert [round(chart[name], 2) for name in ("mean", "lower_limit", "upper_limit")] == [1.94, lower, upper]
    assert chart["points"][4] == {
        "period": "5",
        "value": 10,
        "moving_range": 8,
        "label": "outside",
        "side": "high",
        "meaning": "concern",
    }
    assert [point["label"] for point in chart["points"]].count("common cause") == 17


def test_says_in_words_what_stands_out_and_whether_the_target_is_met(published: Path) -> None:
    answer = run(published, "--target", "7")
    assert answer.stdout == (
        "mean 1.94, limits -3.06 to 6.95\n5: 10.00, outside, concern\ntarget 7.00: consistently passes\n"
    )


def test_a_missing_month_is_no_nought_and_few_figures_make_trial_limits(tmp_path: Path) -> None:
    path = a_file(tmp_path, [("2008-04", '"1,000.5"'), ("2008-05", ""), ("2008-06", "0")])
    chart = told(path)
    assert [point["value"] for point in chart["points"]] == [1000.5, None, 0]
    assert (chart["points"][1]["label"], chart["trial_limits"], chart["upper_limit"]) == ("no figure", True, None)
    assert "not known to not known (trial limits" in run(path).stdout


def test_a_baseline_fixes_the_limits(tmp_path: Path) -> None:
    path = a_file(tmp_path, [(str(number), value) for number, value in enumerate(["4", "6", "50", "60"])])
    assert told(path, "--baseline", "2")["mean"] == 5


def test_reads_an_excel_file_with_months_as_dates(tmp_path: Path) -> None:
    path = tmp_path / "waits.xlsx"
    path.write_bytes(xlsx_bytes({"Waits": [["period", "value"], ["2008-04", 3], ["2008-05", 4.25]]}))
    assert [point["value"] for point in told(path)["points"]] == [3, 4.25]


UNFIT = {
    "": ": expected is a file with something in it; this one is empty.",
    "period,value\n": ": expected is at least one row below the heading.",
    "period,figure\n1,2\n": ", column value: expected is this column, with the columns period and value.",
    "period,value\n2008-04,12%\n": (
        ", row 2, column value: expected is a number such as 12 or -0.5, without a unit, or nothing where there is no "
        "figure; it says “12%”."
    ),
    "period,value\n1,2\n1,3\n": (
        ", row 3, column period: expected is each period once; row 2 has it too; it says “1”."
    ),
    "period,value\n,3\n": ", row 2, column period: expected is the period of this figure.",
    "period,value\n2008-12,2\n2009-02,3\n": (
        ", row 3, column period: expected is the month 2009-01, which follows 2008-12: leave its value empty if there "
        "is none; it says “2009-02”."
    ),
}


@pytest.mark.parametrize(
    ("text", "sentence"),
    UNFIT.items(),
    ids=["empty", "no rows", "no column", "no number", "twice", "no period", "month left out"],
)
def test_an_unfit_file_ends_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "waits.csv"
    path.write_text(text, encoding="utf-8")
    answer = run(path)
    assert (answer.exit_code, answer.stderr, answer.stdout) == (2, f"waits.csv{sentence}\n", "")


def test_a_file_that_is_not_there_and_one_of_many_faults(tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv").stderr == "none.csv: expected is a file or folder that exists.\n"
    many = run(a_file(tmp_path, [(str(number), "x") for number in range(50)])).stderr.splitlines()
    assert (len(many), many[-1]) == (21, "There are 30 more problems like these.")


def test_a_folder_is_no_series_and_an_nhs_number_is_never_repeated(tmp_path: Path) -> None:
    a_file(tmp_path, [("1", "2")], "a.csv")
    a_file(tmp_path, [("1", "2")], "b.csv")
    assert "one table with the columns period and value, in one file or sheet" in run(tmp_path).stderr
    refused = run(a_file(tmp_path, [("943 476 5919", "2")], "c.csv"))
    assert refused.exit_code == 2
    assert "5919" not in refused.output


@pytest.mark.parametrize("target", ["high", "1e9999999", "1/0", "0,5"])
def test_refuses_a_target_that_is_no_number(published: Path, target: str) -> None:
    answer = run(published, "--target", target)
    assert (answer.exit_code, "a number such as 12 or -0.5" in answer.stderr) == (2, True)
