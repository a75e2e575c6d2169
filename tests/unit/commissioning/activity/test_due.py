"""What is due when, reminders, and where a return stands; days around 31 March and 1 April."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.activity.rules.due import Days, Due, Expected, due_for, reminder_on, what_is_due
from commissioning.activity.rules.months import Frequency, Period, month_after, period_of
from commissioning.activity.rules.states import (
    Facts,
    MonthState,
    Standing,
    check_may_accept,
    check_may_freeze,
    month_state,
    standing_of,
)
from core.errors import Refusal
from core.working_days import add_working_days

MARCH = due_for(Period("2008-03"), Days(), add_working_days)


def test_days_are_working_days_of_england_after_the_end_of_the_period() -> None:
    assert (MARCH.due_on, MARCH.flex_on, MARCH.freeze_on) == (date(2008, 4, 14), date(2008, 4, 28), date(2008, 5, 13))


def test_a_return_is_told_from_the_first_day_of_its_period_to_its_last_month() -> None:
    expected = Expected(name="A", frequency=Frequency.MONTHLY, first_month="2008-02", last_month="2008-04")

    def months(until: date) -> list[str]:
        found = what_is_due(expected, until=until, add_working_days=add_working_days)
        return [due.period.first_month for due in found]

    assert months(date(2008, 1, 31)) == []
    assert months(date(2008, 3, 31)) == ["2008-02", "2008-03"]
    assert months(date(2008, 4, 1)) == months(date(2009, 4, 1)) == ["2008-02", "2008-03", "2008-04"]


def test_reminders_go_by_the_state_so_that_no_missed_day_loses_one() -> None:
    days = [date(2008, 4, 4), date(2008, 4, 7), date(2008, 4, 12), date(2008, 4, 15), date(2008, 6, 1)]
    assert [reminder_on(MARCH, on=day, add_working_days=add_working_days) for day in days] == [None, -5, -1, 1, 10]


@pytest.mark.parametrize(
    ("facts", "day", "standing"),
    [
        (Facts(), date(2008, 3, 31), Standing.NOT_DUE),
        (Facts(), date(2008, 4, 1), Standing.DUE),
        (Facts(), date(2008, 4, 14), Standing.DUE),
        (Facts(), date(2008, 4, 15), Standing.LATE),
        (Facts(), date(2008, 5, 14), Standing.MISSING),
        (Facts(is_frozen=True), date(2008, 4, 14), Standing.MISSING),
        (Facts(is_waived=True), date(2008, 5, 14), Standing.WAIVED),
        (Facts(is_submitted=True, is_certified=False), date(2008, 4, 2), Standing.TO_BE_CERTIFIED),
        (Facts(is_submitted=True, is_asked_again=True, open_queries=1), date(2008, 4, 2), Standing.ASKED_AGAIN),
        (Facts(is_submitted=True, open_queries=1, is_accepted=True), date(2008, 4, 2), Standing.QUERIED),
        (Facts(is_submitted=True, is_accepted=True), date(2008, 4, 2), Standing.ACCEPTED),
        (Facts(is_submitted=True, is_waived=True), date(2008, 4, 2), Standing.RECEIVED),
    ],
)
def test_where_a_return_stands(facts: Facts, day: date, standing: Standing) -> None:
    assert standing_of(MARCH, facts, on=day) is standing


def test_a_month_is_open_until_its_return_is_due_then_flex_then_frozen() -> None:
    days = (date(2008, 4, 14), date(2008, 4, 15), date(2009, 4, 1))
    assert [month_state(MARCH, is_frozen=False, on=day) for day in days] == [
        MonthState.OPEN,
        MonthState.FLEX,
        MonthState.FLEX,
    ]
    assert month_state(MARCH, is_frozen=True, on=days[0]) is MonthState.FROZEN


def test_what_may_not_be_accepted_or_frozen() -> None:
    for facts, sentence in (
        (Facts(), "There is no certified return to accept."),
        (Facts(is_submitted=True, is_accepted=True), "This return is accepted already."),
        (Facts(is_submitted=True, is_frozen=True), "This month is frozen already."),
    ):
        with pytest.raises(Refusal) as refused:
            check_may_accept(facts)
        assert str(refused.value) == sentence
    with pytest.raises(Refusal, match=r"^March 2008 may be frozen from 13 May 2008 on\.$"):
        check_may_freeze(MARCH, is_frozen=False, is_submitted=True, on=date(2008, 5, 12))


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(-40, 40))
def test_months_go_forth_and_back(day: date, count: int) -> None:
    month = f"{day:%Y-%m}"
    assert month_after(month_after(month, count), -count) == month
    assert month in period_of(month, Frequency.QUARTERLY).months


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.tuples(*[st.integers(1, 60)] * 3))
def test_due_flex_and_freeze_follow_each_other(day: date, counts: tuple[int, ...]) -> None:
    due, flex, freeze = sorted(counts)
    found: Due = due_for(
        Period(f"{day:%Y-%m}"), Days(due=due, flex=flex, freeze=freeze), lambda at, n: at + timedelta(days=n)
    )
    assert found.period.last_day < found.due_on <= found.flex_on <= found.freeze_on
