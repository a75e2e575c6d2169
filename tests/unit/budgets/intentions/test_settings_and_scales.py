"""Percentages with source and date, and files of pay points."""

from datetime import date
from decimal import Decimal

import pytest

from budgets.intentions.exports import points_sheet, template_sheet
from budgets.intentions.imports import pay_points_from
from budgets.intentions.models.pay_scales import PayPoint
from budgets.intentions.rules.kinds import SettingKey
from budgets.intentions.rules.pay_scales import PointLine
from budgets.intentions.rules.settings import Setting, check_setting, setting_on
from core.errors import Refusal
from core.problems import Problem
from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import write_csv, write_xlsx

LEAVE = SettingKey.LEAVE_COMMUNITY


def decided(percent: str, from_on: date, key: SettingKey = LEAVE) -> Setting:
    return Setting(key=key, percent=Decimal(percent), source="A minute", from_on=from_on, approved_by="Finance")


def read(text: str, name: str = "pay.csv") -> tuple[list[PointLine], list[Problem]]:
    return pay_points_from(Upload(name, text.encode()))


def test_before_anything_is_decided_the_values_to_begin_with_hold_with_their_source() -> None:
    for key, percent in ((LEAVE, 15), (SettingKey.LEAVE_ACUTE, 20)):
        setting = setting_on([], key, date(2008, 4, 1))
        assert setting is not None
        assert setting.percent == percent
        assert setting.source.startswith("Minutes of the meeting of PbC leads and provider services")
    assert setting_on([], SettingKey.ON_COSTS, date(2008, 4, 1)) is None


def test_the_newest_that_holds_on_the_day_counts() -> None:
    kept = [
        decided("16", date(2008, 4, 1)),
        decided("17", date(2009, 4, 1)),
        decided("9", date(2008, 4, 1), SettingKey.ON_COSTS),
    ]
    days = {date(2008, 3, 31): 15, date(2008, 4, 1): 16, date(2009, 3, 31): 16, date(2009, 4, 1): 17}
    for on, percent in days.items():
        setting = setting_on(kept, LEAVE, on)
        assert setting is not None
        assert setting.percent == percent


def test_of_two_from_the_same_day_the_one_recorded_last_counts() -> None:
    kept = [decided("16", date(2008, 4, 1)), decided("18", date(2008, 4, 1))]
    setting = setting_on(kept, LEAVE, date(2008, 5, 1))
    assert setting is not None
    assert setting.percent == 18


@pytest.mark.parametrize(
    ("key", "percent", "source", "sentence"),
    [
        (LEAVE, "100", "A minute", "Leave cover, community services: from 0% to 99%, not 100%."),
        (LEAVE, "-1", "A minute", "Leave cover, community services: from 0% to 99%, not -1%."),
        (
            SettingKey.ON_COSTS,
            "201",
            "A minute",
            "On-costs (employer’s national insurance and pension): from 0% to 200%, not 201%.",
        ),
        (LEAVE, "15", " ", "Say where the percentage comes from: a minute, a circular, a decision."),
    ],
)
def test_refuses_a_percentage_in_words(key: SettingKey, percent: str, source: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_setting(key, Decimal(percent), source)
    assert str(refused.value) == sentence


def test_reads_the_points_of_a_file() -> None:
    points, problems = read('code,name,amount\n7-MAX,"Band 7, highest","£34,417.00"\n')
    assert problems == []
    assert points == [PointLine(code="7-MAX", name="Band 7, highest", amount=34_417_00)]


def test_names_every_problem_at_once_with_its_place() -> None:
    points = "code,name,amount\n7 MAX,Band 7,34417\n,Band 6,0\n5,,many\n5,Band 5,23442\n"
    _, problems = read(points)
    assert [(p.row, p.column, p.value) for p in problems] == [
        (2, "code", "7 MAX"),
        (3, "amount", "0.00"),
        (3, "code", ""),
        (4, "amount", "many"),
        (4, "name", ""),
        (5, "code", "5"),
    ]
    assert problems[-1].expected == "each code once; it stands in row 4 too"
    assert problems[0].expected == "a code of 1 to 20 letters, digits, dots and hyphens, such as 7-MAX"


def test_refuses_a_file_without_its_columns_or_rows_or_with_an_identifier() -> None:
    assert [p.expected for p in read("code,name\n7,Band 7\n")[1]] == ["a column amount"]
    assert [p.expected for p in read("code,name,amount\n")[1]] == ["at least one row under the headings"]
    problems = read("code,name,amount\n7,Band 7 9434765919,34417\n")[1]
    assert any("patient identifier" in problem.expected for problem in problems)
    assert all("9434765919" not in str(problem) for problem in problems)


def test_the_template_and_a_scale_can_be_read_again() -> None:
    for name, content in (("t.csv", write_csv(template_sheet())), ("t.xlsx", write_xlsx([template_sheet()]))):
        points, problems = pay_points_from(Upload(name, content))
        assert (problems, [point.code for point in points]) == ([], ["7-MAX"])
    kept = [PayPoint(code="5-MAX", name="Band 5, highest", amount=Decimal("23442.00"))]
    points, problems = pay_points_from(Upload("t.xlsx", write_xlsx([points_sheet(kept)])))
    assert (problems, [(point.code, point.amount) for point in points]) == ([], [("5-MAX", 23_442_00)])
