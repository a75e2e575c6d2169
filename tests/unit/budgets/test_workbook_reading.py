import shutil
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from budgets.method.calculation import calculate
from budgets.method.workbook import Activity, Workbook
from budgets.rounds.imports.workbooks import Read, read_workbook
from core.spreadsheets.tables import Upload
from tests.unit.core.spreadsheet_files import xlsx_bytes, zip_bytes
from tests.vectors.loader import load

EXAMPLE = Path("examples/west-herts-2008-09")
CASES = [EXAMPLE, *sorted(path for path in Path("tests/vectors/budgets").iterdir() if path.is_dir())]
POLICY = b"""year = "2008/09"
[capitation]
date = "2008-01-01"
population = "registered"
[activity]
from = "2007-01"
to = "2007-12"
minimum_months = 1
fallback = ["capitation"]
"""
METHODS = (
    "a method: capitation, capitation/column, cost_centre, activity, fixed, equal, direct:GROUP, pooled, "
    "or a blend such as activity:60+capitation:40"
)
KINDS = "one of full_year_effect, part_year_effect, efficiency, development, disinvestment, other"
FILES = {
    "groups.csv": b"code,name\nA,Group A\nB,Group B\n",
    "practices.csv": b"code,name,group\nX80001,One,A\nX80002,Two,B\n",
    "populations.csv": b"practice,date,registered,community\nX80001,2008-01-01,100,\nX80002,2008-01-01,300,0\n",
    "services.csv": b"code,name,method,currency\nS1,Service,activity,contact;fce\n",
    "cost_centres.csv": b'code,service,amount\nC1,S1,"\xc2\xa31,000.50"\n',
    "activity.csv": b"service,practice,month,currency,quantity\n"
    b"S1,X80001,2007-01,contact,5\nS1,X80002,2007-02,fce,2.5\n",
    "policy.toml": POLICY,
}


def read(changes: Mapping[str, bytes | None], **settings: str) -> Read:
    files = {name: content for name, content in (FILES | dict(changes)).items() if content is not None}
    overrides = {key.replace("__", "."): value for key, value in settings.items()}
    return read_workbook(Upload("book.zip", zip_bytes(files)), overrides)


def problems(changes: Mapping[str, bytes | None], **settings: str) -> list[str]:
    found = read(changes, **settings)
    assert found.workbook is None
    assert found.policy is None
    return [str(problem) for problem in found.problems]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_reads_what_the_plain_reader_reads(folder: Path) -> None:
    found = read_workbook(folder)
    workbook, policy = load(folder)
    assert found.policy == policy
    assert found.workbook is not None
    assert comparable(found.workbook) == comparable(workbook)


def comparable(workbook: Workbook) -> Workbook:
    """A workbook without what the plain reader leaves out (localities), its activity as tuples."""
    activity = workbook.activity
    return replace(
        workbook,
        groups=tuple(replace(group, locality="", lead="") for group in workbook.groups),
        activity=Activity(
            service=tuple(activity.service),
            practice=tuple(activity.practice),
            month=tuple(activity.month),
            currency=tuple(activity.currency),
            quantity=tuple(activity.quantity),
        ),
    )


def test_reads_a_workbook_whole() -> None:
    found = read({})
    assert found.problems == ()
    assert found.workbook is not None
    assert found.workbook.cost_centres[0].amount == 100_050
    assert found.workbook.services[0].currencies == ("contact", "fce")
    assert found.workbook.activity.quantity == (5, Fraction(5, 2))


def test_a_blank_weighting_is_absent_and_zero_is_zero() -> None:
    """TRAPS 14."""
    found = read({})
    assert found.workbook is not None
    assert [row.weighted for row in found.workbook.populations] == [{}, {"community": Fraction(0)}]
    assert found.notices == ()
    assert found.policy is not None
    warnings = [notice.message for notice in calculate(found.workbook, found.policy).warnings]
    assert warnings == ["populations.csv, community: 1 blank cell is read as registered."]


def test_adds_up_repeated_activity_and_says_so() -> None:
    rows = b"S1,X80001,2007-01,contact,5\nS1,X80002,2007-01,contact,1\nS1,X80001,2007-01,contact,2.5\n"
    found = read({"activity.csv": b"service,practice,month,currency,quantity\n" + rows})
    assert found.workbook is not None
    assert found.workbook.activity.quantity == (Fraction(15, 2), 1)
    assert list(found.workbook.activity.row) == [2, 3]
    assert (
        "activity.csv: 1 row repeats the service, practice, month and currency of an earlier one and was added up"
        in [notice.message for notice in found.notices]
    )


def test_gives_all_problems_of_all_sheets_at_once() -> None:
    found = problems(
        {
            "cost_centres.csv": b"code,service,amount,recurrent\nC1,S1,1.005,maybe\nC2,S1,1e5,yes\nC3,NONE,1,\n",
            "services.csv": b"code,name,method\nS1,,capitaton\n",
            "activity.csv": b"service,practice,month,currency,quantity\nS1,X80001,2007-13,contact,NaN\n",
            "prior_year.csv": b"service,group\nS1,A\n",
        }
    )
    assert found == [
        "services.csv:2:method: capitaton: " + METHODS,
        "services.csv:2:name: : a text; the cell is blank",
        "cost_centres.csv:2:amount: 1.005: an amount in pounds with at most two decimals",
        "cost_centres.csv:2:recurrent: maybe: yes or no",
        "cost_centres.csv:3:amount: 1e5: an amount in pounds with at most two decimals",
        "cost_centres.csv:4:service: NONE: a code that stands in services.csv",
        "activity.csv:2:month: 2007-13: a month such as 2007-04",
        "activity.csv:2:quantity: NaN: a plain decimal number",
        "prior_year.csv:1:amount: : this column; the sheet does not have it",
    ]


@pytest.mark.parametrize(
    ("sheet", "content", "problem"),
    [
        ("groups.csv", None, "groups.csv::: : this sheet; it is missing or empty"),
        ("groups.csv", b"", "groups.csv::: : this sheet; it is missing or empty"),
        ("groups.csv", b"code,name\n", "groups.csv::: : at least one row"),
        ("policy.toml", None, "policy.toml::: : this file; it is missing"),
        ("groups.csv", b"code,name\nA:B,x\nB,y\nA,z\n", "groups.csv:2:code: A:B: a code, without + : ; or /"),
        ("practices.csv", b"code,name,group,joined\nX80001,a,A,20080101\nX80002,b,B,\n",
         "practices.csv:2:joined: 20080101: a date such as 2008-01-01"),
        ("adjustments.csv", b"service,kind,amount\nS1,bonus,5\n",
         "adjustments.csv:2:kind: bonus: " + KINDS),
    ],
)  # fmt: skip
def test_refuses_with_the_place_and_what_was_expected(sheet: str, content: bytes | None, problem: str) -> None:
    assert problem in problems({sheet: content})


def test_refuses_a_float_in_the_policy_with_its_key() -> None:
    found = problems({"policy.toml": POLICY + b"[uplift]\npercent = 2.3\n"})
    assert [text.split(": ")[0] for text in found] == ["policy.toml::uplift.percent"]


def test_refuses_a_policy_that_is_no_toml() -> None:
    assert problems({"policy.toml": b"year = \n"})[0].startswith("policy.toml:1:: : a file in TOML: ")


def test_a_setting_takes_the_place_of_the_policys_key() -> None:
    found = read({}, uplift__percent="2.5")
    assert found.policy is not None
    assert found.policy.uplift_percent == Fraction(5, 2)


def test_a_patient_identifier_is_refused_and_never_repeated() -> None:
    found = read({"groups.csv": b"code,name\nA,943 476 5919\nB,b\n", "policy.toml": POLICY + b"# 9434765919\n"})
    assert {(problem.file, problem.row) for problem in found.problems} == {("groups.csv", 2), ("policy.toml", 10)}
    assert "5919" not in str(found)


def test_a_patient_identifier_written_with_escapes_is_refused_too() -> None:
    for text in (b'"\\u0039434765919"', b"9_434_765_919"):
        found = read({"policy.toml": POLICY.replace(b'"registered"', text)})
        assert found.problems[0].expected.startswith("no patient identifier")
        assert "5919" not in str(found)


def test_an_unknown_column_named_after_an_identifier_is_not_repeated() -> None:
    found = read({"groups.csv": b"code,name,9434765919\nA,a,\nB,,\n"})
    assert [(problem.row, problem.column) for problem in found.problems] == [(1, "column 3"), (3, "name")]
    assert "5919" not in str(found)


def test_names_the_sheets_of_an_xlsx_file_and_the_row_of_a_policy_key() -> None:
    sheets: dict[str, list[list[object]]] = {
        "groups": [["code", "name"], ["A", "a"]],
        "practices": [["code", "name", "group"], ["X80001", "p", "Z"]],
        "policy": [["key", "value"], ["year", "2008"], ["uplift.percent", (0.023, "0.0%")]],
    }
    found = [str(problem) for problem in read_workbook(Upload("book.xlsx", xlsx_bytes(sheets))).problems]
    assert "services::: : this sheet; it is missing or empty" in found
    assert any(text.startswith("policy:2:year: 2008: ") for text in found)
    assert not any("uplift" in text or ".csv" in text.split(":")[0] for text in found)


def test_reads_a_folder_that_was_zipped_whole(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "in" / "book")
    archive = shutil.make_archive(str(tmp_path / "book"), "zip", tmp_path / "in")
    assert read_workbook(Path(archive)).workbook == read_workbook(EXAMPLE).workbook


def test_a_path_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    found = read_workbook(tmp_path / "none.xlsx")
    assert [str(problem) for problem in found.problems] == ["none.xlsx::: : a file or folder that exists"]


def test_a_failure_without_a_problem_is_impossible() -> None:
    """TRAPS 12."""
    with pytest.raises(AssertionError, match="at least one problem"):
        Read(workbook=None, policy=None)


def test_notices_never_hide_problems() -> None:
    """TRAPS 13."""
    found = read({"groups.csv": b"code,name,colour\nA,,red\nB,b,\n"})
    assert [notice.code for notice in found.notices] == ["unknown_column"]
    assert [str(problem) for problem in found.problems] == ["groups.csv:2:name: : a text; the cell is blank"]
