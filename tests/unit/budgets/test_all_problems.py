"""A workbook with problems gives every problem at once, and what only follows from another one is not told."""

import sys

import pytest

from budgets.rounds.imports.workbooks import read_workbook
from core.spreadsheets.tables import Upload
from tests.unit.budgets.test_workbook_reading import FILES, POLICY, problems, read
from tests.unit.core.spreadsheet_files import xlsx_bytes

ACTIVITY = b"service,practice,month,currency,quantity\n"
GROWTH = POLICY + b'[growth]\namount = "5"\nuncommitted = "reserve"\n'
TOO_LITTLE = "growth that pays the must-dos: they add up to £6.00, growth is £5.00, £1.00 too little"
SHEETS: dict[str, list[list[object]]] = {
    "groups": [["code", "name"], ["A", "a"], ["B", "b"]],
    "practices": [["code", "name", "group"], ["X80001", "One", "A"], ["X80002", "Two", "B"]],
    "populations": [["practice", "date", "registered"], ["X80001", "2008-01-01", 1], ["X80002", "2008-01-01", 3]],
    "services": [["code", "name", "method"], ["S1", "s", "capitation"]],
    "cost_centres": [["code", "service", "amount"], ["C1", "S1", 5]],
}
KEYS: list[list[object]] = [
    ["key", "value"],
    ["year", "2008/09"],
    ["capitation.date", "2008-01-01"],
    ["capitation.population", "registered"],
    ["activity.from", "2007-01"],
    ["activity.to", "2007-12"],
    ["activity.minimum_months", 1],
    ["activity.fallback", None],
]


def of_xlsx(*keys: list[object], **sheets: list[list[object]]) -> list[str]:
    book = xlsx_bytes(SHEETS | sheets | {"policy": [*KEYS, *keys]})
    return [str(problem) for problem in read_workbook(Upload("book.xlsx", book)).problems]


def test_an_unreadable_policy_key_hides_no_problem_of_another_key() -> None:
    found = problems(
        {
            "policy.toml": GROWTH.replace(b'"2008/09"', b'"2008"').replace(b'"registered"', b'"weighted"'),
            "must_dos.csv": b"code,name,amount,method\nM1,m,6.00,equal\n",
            "services.csv": b"code,name,method\nS1,s,capitation/none\n",
        }
    )
    columns = "a population column of populations.csv: registered, community"
    assert found == [
        "policy.toml::capitation.population: weighted: " + columns,
        "policy.toml::growth.amount: 5.00: " + TOO_LITTLE,
        "policy.toml::year: 2008: a financial year such as 2008/09",
        "services.csv:2:method: capitation/none: " + columns,
    ]


def test_an_unreadable_policy_key_raises_no_problem_that_hangs_on_it() -> None:
    bad = GROWTH.replace(b'"2007-01"', b'"2007"').replace(b'"5"', b'"1.005"').replace(b'"2008-01-01"', b'"then"')
    found = problems({"policy.toml": bad, "must_dos.csv": b"code,name,amount,method\nM1,m,6.00,equal\n"})
    assert [text.split(": ")[0] for text in found] == [
        "policy.toml::activity.from", "policy.toml::capitation.date", "policy.toml::growth.amount",
    ]  # fmt: skip


def test_checks_between_the_sheets_that_are_there_run_though_others_are_missing() -> None:
    found = problems(
        {
            "groups.csv": None,
            "services.csv": b'code,name,method\n"S1,s,equal\n',
            "cost_centres.csv": b"code,service,amount\nC1,S1,1\nC1,NONE,1\n",
            "cost_centre_map.csv": b"cost_centre,group,percent\nC1,A,99\nC9,A,100\n",
            "fixed_shares.csv": b"service,group,percent\nNONE,Z,100\n",
        }
    )
    assert found == [
        "services.csv::: : quotation marks that are closed again: one that opens a cell is never closed",
        "groups.csv::: : this sheet; it is missing or empty",
        "cost_centres.csv:3:code: C1: one row for each cost centre; the first is row 2",
        "cost_centre_map.csv:2:percent: 99: percentages of cost centre C1 that add up to exactly 100",
        "cost_centre_map.csv:3:cost_centre: C9: a code that stands in cost_centres.csv",
    ]


def test_a_cell_that_cannot_be_read_hides_nothing_in_other_rows_of_its_column() -> None:
    found = problems(
        {
            "groups.csv": b"code,name\nA,a\nB,b\nC:D,c\n",
            "practices.csv": b"code,name,group\nX80001,One,A\nX80002,Two,B\nX80003,Three,C:D\nX80004,Four,E\n",
            "fixed_shares.csv": b"service,group,percent\nS1,A,x\nS1,B,-1\nS1,B,2\n",
        }
    )
    assert found == [
        "groups.csv:4:code: C:D: a code, without + : ; or /",
        "practices.csv:4:group: C:D: a code, without + : ; or /",
        "practices.csv:5:group: E: a code that stands in groups.csv",
        "fixed_shares.csv:2:percent: x: a plain decimal number",
        "fixed_shares.csv:3:percent: -1: a percentage of 0 or more",
        "fixed_shares.csv:4:service: S1 B: one row for each service and group; the first is row 3",
    ]


def test_activity_with_a_fault_is_still_held_against_the_other_sheets() -> None:
    rows = b"NONE,X80001,2007-01,contact,-1\nS1,X80001,2007-13,contact,1\nS1,X80001,2007-01,contact,NaN\n"
    assert problems({"activity.csv": ACTIVITY + rows}) == [
        "activity.csv:2:quantity: -1: a quantity of 0 or more",
        "activity.csv:2:service: NONE: a code that stands in services.csv or must_dos.csv",
        "activity.csv:3:month: 2007-13: a month such as 2007-04",
        "activity.csv:4:quantity: NaN: a plain decimal number",
    ]


def test_adding_up_hides_no_quantity_below_zero() -> None:
    rows = b"S1,X80001,2007-01,contact,-1\nS1,X80001,2007-01,contact,5\n"
    assert problems({"activity.csv": ACTIVITY + rows}) == ["activity.csv:2:quantity: -1: a quantity of 0 or more"]


def test_a_row_with_an_identifier_hides_nothing_and_shows_nothing() -> None:
    found = read({"cost_centres.csv": b"code,service,amount\n943 476 5919,NONE,1.001\nC2,9434765919,5\n"})
    assert [(problem.row, problem.column, problem.value) for problem in found.problems] == [
        (2, "amount", "1.001"), (2, "code", ""), (2, "service", "NONE"), (3, "service", ""),
    ]  # fmt: skip
    assert "5919" not in repr(found)


def test_lists_two_hundred_problems_between_sheets_and_counts_the_rest() -> None:
    found = problems({"activity.csv": ACTIVITY + b"NONE,X80001,2007-01,contact,1\n" * 205})
    assert len(found) == 201
    assert "activity.csv::: : rows that agree with each other; 5 more do not" in found


def test_a_file_that_breaks_off_is_one_problem() -> None:
    whole = xlsx_bytes(SHEETS | {"policy": KEYS})
    found = read_workbook(Upload("book.xlsx", whole[: len(whole) // 2])).problems
    assert [problem.file for problem in found] == ["book.xlsx"]


@pytest.mark.parametrize(
    "policy",
    [POLICY + b"[uplift]\npercent = " + b"9" * 5000, POLICY + b"[uplift]\npercent = 0x" + b"F" * 5000,
     POLICY + b".".join([b"a"] * 2 * sys.getrecursionlimit()) + b" = 1", POLICY + b"[[uplift]]\na = [{b = 1}]"],
)  # fmt: skip
def test_a_policy_made_to_break_the_reader_is_refused(policy: bytes) -> None:
    assert all(text.startswith("policy.toml:") for text in problems({"policy.toml": policy}))


def test_a_cell_that_cannot_be_read_is_told_once() -> None:
    assert of_xlsx(cost_centres=[["code", "service", "amount"], ["=A1", "S1", "=1+1"]]) == [
        "cost_centres:2:amount: C2: a value; this cell holds a formula: paste its value instead (C2)",
        "cost_centres:2:code: A2: a value; this cell holds a formula: paste its value instead (A2)",
    ]


def test_tells_every_problem_of_the_policy_sheet_with_its_row() -> None:
    found = of_xlsx(
        ["year", "2009/10"], ["uplift.percent", "=2+1"], ["", 5], ["growth.amount", -1], ["growth.uncommitted", "all"],
        must_dos=[["code", "name", "amount", "method"], ["M1", "m", 1, "equal"]],
    )  # fmt: skip
    assert found == [
        "policy:9:key: year: each key once; this one stands in row 2 too",
        "policy:10:value: B10: a value; this cell holds a formula: paste its value instead (B10)",
        "policy:11:key: : a text; the cell is blank",
        "policy:12:growth.amount: -1.00: an amount of at least nothing",
        "policy:13:growth.uncommitted: all: reserve or capitation",
    ]


def test_a_problem_between_policy_and_sheets_names_the_row_of_its_key() -> None:
    assert of_xlsx(["growth.amount", 1], ["growth.uncommitted", "reserve"],
                   must_dos=[["code", "name", "amount", "method"], ["M1", "m", 2, "equal"]])[0].startswith(
        "policy:9:growth.amount: 1.00: growth that pays the must-dos"
    )  # fmt: skip


def test_an_unknown_column_of_the_policy_sheet_is_a_warning() -> None:
    keys = [[*row, "note"] for row in KEYS]
    found = read_workbook(Upload("book.xlsx", xlsx_bytes(SHEETS | {"policy": keys})))
    assert found.problems == ()
    assert [notice.message for notice in found.notices] == ["policy: the column note is not known and was not read"]


def test_a_wrong_setting_is_told_as_a_setting() -> None:
    assert problems({}, uplift__percent="much") == [
        "--set::uplift.percent: much: a percentage as a plain number such as 2.3"
    ]


@pytest.mark.parametrize("key", ["uplift.percent=1", "growth.amount=1;growth.uncommitted=reserve",
                                 "risk_reserve.percent=1;risk_reserve.held_by=provider",
                                 "returned_money.amount=1;returned_money.basis=capitation",
                                 "pace_of_change.minimum_percent=-99;pace_of_change.maximum_percent=99",
                                 "pace_of_change.rule=floor;pace_of_change.floor_percent=1"])  # fmt: skip
def test_a_setting_may_create_a_table_that_is_absent(key: str) -> None:
    settings = dict(part.split("=") for part in key.split(";"))
    assert read(FILES, **{name.replace(".", "__"): value for name, value in settings.items()}).problems == ()
