"""A file of outcomes held against its run: all problems at once, what is new, what is known."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets.tables import Upload
from les.payments.imports.outcomes import outcomes_from
from les.payments.rules.kinds import Result
from les.payments.rules.outcome_files import (
    KnownLine,
    KnownRun,
    OutcomeRow,
    ToTell,
    problems_in_outcomes,
    told_by,
)
from les.payments.rules.references import line_reference

PAID_ON = date(2008, 6, 2)
RUN = KnownRun(
    run_id=12,
    number="EP-000012",
    released_on=date(2008, 5, 30),
    on=date(2008, 6, 4),
    lines={
        1: KnownLine(paid=7500),
        2: KnownLine(paid=-1000),
        3: KnownLine(paid=2000, result=Result.PAID, paid_on=PAID_ON),
        4: KnownLine(paid=100, result=Result.FAILED),
    },
)


def a_row(place: int = 1, **changes: Any) -> OutcomeRow:
    """A row that says that a line was paid."""
    values: dict[str, Any] = {
        "row": place + 1,
        "reference": line_reference(12, place),
        "result": Result.PAID,
        "day": PAID_ON,
        "bank_reference": "BACS 7",
        "reason": "",
        "amount": None,
    }
    return OutcomeRow(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"reference": "12"}, "reference", "the reference of a line of EP-000012, such as EP-000012-00001"),
        ({"reference": "EP-000013-00001"}, "reference", "a line of EP-000012; this one is of another run"),
        ({"reference": "EP-000012-00009"}, "reference", "a line of EP-000012; it has none of this number"),
        ({"amount": 7501}, "amount", "£75.00, which the line pays"),
        ({"bank_reference": ""}, "bank_reference", "the bank’s reference, here or for the whole file"),
        ({"bank_reference": "=1+1"}, "bank_reference", "text that a spreadsheet does not run as a formula"),
        ({"bank_reference": "B" * 61}, "bank_reference", "at most 60 characters"),
        ({"day": None}, "date", "the day on which the bank paid"),
        ({"day": date(2008, 5, 29)}, "date", "30 May 2008 or later: the run was released then"),
        ({"day": date(2008, 6, 5)}, "date", "a day that is not still to come"),
        ({"result": Result.FAILED}, "reason", "why the payment failed"),
        ({"result": Result.FAILED, "reason": "@SUM(1)"}, "reason", "text that a spreadsheet does not run as a formula"),
        (
            {"reference": "EP-000012-00003", "result": Result.FAILED, "reason": "No"},
            "outcome",
            "paid, as it is recorded already; that stays",
        ),
        (
            {"reference": "EP-000012-00003", "day": date(2008, 6, 3)},
            "date",
            "2008-06-02, as it is recorded already; that stays",
        ),
        ({"reference": "EP-000012-00004"}, "outcome", "failed, as it is recorded already; that stays"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(changes: dict[str, Any], column: str, expected: str) -> None:
    assert problems_in_outcomes([a_row()], RUN) == []
    found = problems_in_outcomes([a_row(**changes)], RUN)
    assert [(each.row, each.column, each.expected) for each in found] == [(2, column, expected)]


def test_a_line_named_twice_and_all_problems_at_once() -> None:
    rows = [a_row(), a_row(row=3), a_row(2, row=4, amount=1, day=None)]
    assert [(each.row, each.column) for each in problems_in_outcomes(rows, RUN)] == [
        (3, "reference"),
        (4, "amount"),
        (4, "date"),
    ]


def test_rows_that_say_the_same_go_together_and_known_ones_say_nothing_new() -> None:
    rows = [
        a_row(2, result=Result.FAILED, reason="Account closed"),
        a_row(1),
        a_row(3),
        a_row(4, result=Result.FAILED, reason="Account closed"),
    ]
    told, known = told_by(rows, RUN)
    assert known == 2
    assert told == [
        ToTell(result=Result.PAID, day=PAID_ON, bank_reference="BACS 7", reason="", places=[1]),
        ToTell(result=Result.FAILED, day=None, bank_reference="", reason="Account closed", places=[2]),
    ]
    assert told_by([a_row(1, result=None)], RUN) == ([], 0)


@given(st.lists(st.sampled_from(range(1, 31)), unique=True), st.sets(st.sampled_from(range(1, 31))))
def test_each_row_is_either_new_or_known(places: list[int], recorded: set[int]) -> None:
    lines = {
        place: KnownLine(paid=place, result=Result.PAID, paid_on=PAID_ON)
        if place in recorded
        else KnownLine(paid=place)
        for place in range(1, 31)
    }
    run = KnownRun(run_id=12, number="EP-000012", released_on=RUN.released_on, on=RUN.on, lines=lines)
    rows = [a_row(place) for place in places]
    assert problems_in_outcomes(rows, run) == []
    told, known = told_by(rows, run)
    new = [place for each in told for place in each.places]
    assert sorted(new) == sorted(set(places) - recorded)
    assert known == len(set(places) & recorded)


def test_a_file_is_read_with_its_days_words_and_amounts() -> None:
    text = (
        "reference,outcome,date,bank_reference,reason,amount,practice\n"
        'EP-000012-00001,Confirmed,02/06/2008,,,"75.00",Practice 1\n'
        "EP-000012-00002,rejected,,,Account closed,-10.00,Practice 2\n"
    )
    rows, problems = outcomes_from(Upload("bank.csv", text.encode()), RUN, bank_reference="BACS 9")
    assert problems == []
    assert rows[0] == a_row(bank_reference="BACS 9", amount=7500)
    assert rows[1] == a_row(2, result=Result.FAILED, day=None, bank_reference="", reason="Account closed", amount=-1000)


def test_a_file_that_cannot_be_read_says_everything_at_once_and_no_patient_s_number() -> None:
    text = "reference,outcome,date,reason\nEP-000012-00001,gone,31/02/2008,\nEP-000012-00002,paid,yesterday,\n"
    _, problems = outcomes_from(Upload("bank.csv", text.encode()), RUN, bank_reference="B")
    assert [(each.row, each.column, each.value) for each in problems] == [
        (2, "date", "31/02/2008"),
        (2, "outcome", "gone"),
        (3, "date", "yesterday"),
    ]
    text = "reference,outcome,reason\nEP-000012-00001,failed,9434765919\n"
    _, problems = outcomes_from(Upload("bank.csv", text.encode()), RUN, bank_reference="")
    assert problems
    assert not any("9434765919" in str(each) for each in problems)
    for text, said in (
        ("reference,outcome\nEP-000012-00001,\n", "at least one outcome; all are blank"),
        ("reference,outcome\n", "at least one row under the headings"),
        ("reference\nEP-000012-00001\n", "a column outcome"),
    ):
        _, problems = outcomes_from(Upload("bank.csv", text.encode()), RUN, bank_reference="")
        assert [each.expected for each in problems] == [said]
