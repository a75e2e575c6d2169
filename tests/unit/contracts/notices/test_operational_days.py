"""Operational days of notices over the holidays of England, and what may not be typed instead of them."""

from collections.abc import Mapping
from datetime import date

import pytest

from contracts.agreements.rules.particulars import Setting
from contracts.notices.rules.days import days_before, days_of, exception_due
from contracts.notices.rules.kinds import Kind
from core.errors import Refusal
from core.working_days import add_working_days

SETTINGS = {
    name: Setting(name=name, value=value, source="The example")
    for name, value in (("performance_days", "10"), ("exception_days", "5"), ("notice_reminder_days", "3"))
}


@pytest.mark.parametrize(
    ("issued_on", "due_on"),
    [
        (date(2008, 12, 15), date(2008, 12, 31)),
        (date(2008, 12, 24), date(2009, 1, 12)),
        (date(2008, 3, 14), date(2008, 4, 1)),
        (date(2008, 8, 18), date(2008, 9, 2)),
        (date(2008, 4, 25), date(2008, 5, 12)),
        (date(2008, 6, 7), date(2008, 6, 20)),
    ],
    ids=["before Christmas", "on Christmas Eve", "Easter", "August", "May", "on a Saturday"],
)
def test_an_answer_falls_due_after_so_many_working_days(issued_on: date, due_on: date) -> None:
    found = days_of(Kind.PERFORMANCE, SETTINGS, issued_on=issued_on, typed=None, add_working_days=add_working_days)
    assert found.response.on == due_on
    assert found.meeting is None
    assert found.response.source == (
        "Answer to a performance notice within 10 operational days (setting of the contract; The example)"
    )


def put_right_by(settings: Mapping[str, Setting], typed: date | None) -> date:
    return exception_due(settings, issued_on=date(2008, 12, 22), typed=typed, add_working_days=add_working_days)


def test_an_exception_report_is_put_right_after_so_many_working_days() -> None:
    assert put_right_by(SETTINGS, None) == date(2008, 12, 31)
    with pytest.raises(Refusal, match="It is to be put right by 31 December 2008 under the contract"):
        put_right_by(SETTINGS, date(2008, 12, 29))
    assert put_right_by({}, date(2008, 12, 23)) == date(2008, 12, 23)
    for day, sentence in (
        (None, "The contract has no setting “Put right after an exception report within”"),
        (date(2008, 12, 22), "Enter a later day"),
        (date(2009, 12, 24), "24 December 2009 is more than a year ahead"),
    ):
        with pytest.raises(Refusal, match=sentence):
            put_right_by({}, day)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (None, "Enter the day by which an answer is due"),
        (date(2008, 6, 2), "The answer is due after the day of the notice"),
        (date(2008, 6, 1), "The answer is due after the day of the notice"),
        (date(2009, 6, 4), "4 June 2009 is more than a year ahead"),
    ],
    ids=["blank", "the same day", "the day before", "a year later"],
)
def test_without_a_setting_a_day_to_come_is_named(typed: date | None, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        days_of(Kind.PERFORMANCE, {}, issued_on=date(2008, 6, 2), typed=typed, add_working_days=add_working_days)


def test_reminders_are_only_counted_where_the_contract_says_so() -> None:
    assert (days_before(SETTINGS), days_before({})) == (3, None)
