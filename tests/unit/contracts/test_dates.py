"""Days of contracts: in force, notice, breaks, extensions; and values by financial year that add up."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.dates import (
    Dates,
    NoticeKind,
    Option,
    check_dates,
    days_left,
    extended,
    extensions,
    is_in_force,
    next_notice,
    notice_by,
    notice_time,
    notices,
    problems_in_dates,
)
from contracts.agreements.rules.months import add_months, months_in
from contracts.agreements.rules.values import Value, split_by_year, value_by_year, years_of
from core.errors import Refusal
from core.periods import FinancialYear

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 12, 31))
TERMS = st.tuples(DAYS, st.integers(min_value=0, max_value=3000)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)
PENCE = st.integers(min_value=0, max_value=10**11)
DAY = timedelta(days=1)


def _weekday_before(day: date) -> date:
    while day.weekday() > 4:
        day -= DAY
    return day


@given(end=DAYS, months=st.integers(min_value=0, max_value=36))
def test_notice_is_the_latest_day_whose_period_ends_in_time(end: date, months: int) -> None:
    by = notice_by(end, months)
    assert add_months(by, months) <= end < add_months(by + DAY, months)


@pytest.mark.parametrize(
    ("end", "months", "by"),
    [
        (date(2009, 3, 31), 12, date(2008, 3, 31)),
        (date(2009, 3, 31), 1, date(2009, 2, 28)),
        (date(2009, 5, 30), 3, date(2009, 2, 28)),
        (date(2008, 11, 14), 3, date(2008, 8, 14)),
        (date(2008, 2, 29), 12, date(2007, 2, 28)),
    ],
)
def test_notice_days_worked_by_hand(end: date, months: int, by: date) -> None:
    assert notice_by(end, months) == by


def test_notice_is_given_on_a_working_day() -> None:
    assert notice_by(date(2009, 2, 28), 3) == date(2008, 11, 30)  # a Sunday
    assert notice_by(date(2009, 2, 28), 3, _weekday_before) == date(2008, 11, 28)


@given(end=DAYS, one=st.integers(min_value=0, max_value=24), more=st.integers(min_value=0, max_value=24))
def test_an_end_of_month_stays_one_when_extended(end: date, one: int, more: int) -> None:
    last_of_month = end.replace(day=1) - DAY
    assert extended(extended(last_of_month, one), more) == extended(last_of_month, one + more)
    assert (extended(last_of_month, one) + DAY).day == 1


def test_options_follow_each_other() -> None:
    found = extensions(date(2009, 3, 31), [Option(months=12, notice_months=6), Option(months=6, notice_months=3)])
    assert [(each.number, each.ends_on, each.by) for each in found] == [
        (1, date(2010, 3, 31), date(2008, 9, 30)),
        (2, date(2010, 9, 30), date(2009, 12, 31)),
    ]


DATES = Dates(
    first=date(2008, 4, 1),
    last=date(2011, 3, 31),
    notice_months=6,
    breaks=(date(2009, 3, 31), date(2010, 3, 31)),
    options=(Option(months=24, notice_months=12),),
)


def test_notices_come_in_their_order_and_the_next_is_found() -> None:
    found = notices(DATES)
    assert [(each.kind, each.by) for each in found] == [
        (NoticeKind.BREAK, date(2008, 9, 30)),
        (NoticeKind.BREAK, date(2009, 9, 30)),
        (NoticeKind.EXTENSION, date(2010, 3, 31)),
        (NoticeKind.END, date(2010, 9, 30)),
    ]
    assert next_notice(found, date(2008, 9, 30)) == found[0]
    assert next_notice(found, date(2008, 10, 1)) == found[1]
    assert next_notice(found, date(2010, 10, 1)) is None


@pytest.mark.parametrize(
    ("on", "time"), [(date(2008, 7, 31), "later"), (date(2008, 8, 1), "soon"), (date(2008, 10, 1), "passed")]
)
def test_a_reminder_begins_so_many_days_before(on: date, time: str) -> None:
    assert notice_time(on, date(2008, 9, 30), 60) == time


def test_a_contract_ended_early_is_in_force_no_longer() -> None:
    ended = date(2009, 1, 31)
    assert is_in_force(ended, DATES.first, DATES.last, ended_on=ended)
    assert not is_in_force(ended + DAY, DATES.first, DATES.last, ended_on=ended)
    assert not is_in_force(DATES.last + DAY, DATES.first, DATES.last, ended_on=DATES.last + DAY)
    assert days_left(DATES.last, DATES.last) == 0


def test_days_that_cannot_be_are_all_named() -> None:
    odd = Dates(
        first=date(2008, 4, 1),
        last=date(2008, 9, 30),
        notice_months=9,
        breaks=(date(2008, 9, 30), date(2008, 3, 31)),
        options=(Option(months=0),),
    )
    outside = "lies outside the contract, which runs from 1 April 2008 to 30 September 2008."
    assert problems_in_dates(odd) == [
        f"A break on 30 September 2008 {outside}",
        f"A break on 31 March 2008 {outside}",
        (
            "With 9 months’ notice, the notice to end the contract on 30 September 2008 would have to be given before "
            "it begins. Shorten the notice."
        ),
        "Option 1 to extend adds 0 months: an option adds at least 1.",
    ]
    with pytest.raises(Refusal, match="Shorten the notice"):
        check_dates(odd)
    assert problems_in_dates(DATES) == []
    check_dates(DATES)


def test_notice_below_nought_is_refused() -> None:
    assert problems_in_dates(Dates(first=DATES.first, last=DATES.last, notice_months=-1)) == [
        "Notice is 0 months or more."
    ]
    with pytest.raises(Refusal, match=r"^A period is 0 months or more, not -1\.$"):
        notice_by(DATES.last, -1)


@given(annual=PENCE, term=TERMS)
def test_values_by_year_add_up_to_the_whole_life(annual: int, term: tuple[date, date]) -> None:
    value = value_by_year(annual, *term)
    exact = annual * months_in(*term) / 12
    assert sum(value.by_year.values()) == value.whole_life
    assert abs(value.whole_life - exact) <= Fraction(1, 2)
    for year, pence in value.by_year.items():
        begin, end = max(term[0], year.first_day), min(term[1], year.last_day)
        assert abs(pence - annual * months_in(begin, end) / 12) < 2


@given(total=PENCE, term=TERMS)
def test_a_known_total_is_split_to_the_penny(total: int, term: tuple[date, date]) -> None:
    value = split_by_year(total, *term)
    assert value.whole_life == total
    assert list(value.by_year) == years_of(*term)


def test_by_days_a_leap_year_counts_its_own_days() -> None:
    value = value_by_year(36_600, date(2007, 4, 1), date(2008, 9, 30), by_days=True)
    assert value == Value(by_year={FinancialYear.named("2007/08"): 36_600, FinancialYear.named("2008/09"): 18_350})
    assert split_by_year(549, date(2007, 4, 1), date(2008, 9, 30), by_days=True).whole_life == 549


def test_each_year_may_have_a_value_of_its_own() -> None:
    first, second = FinancialYear.named("2008/09"), FinancialYear.named("2009/10")
    value = value_by_year({first: 1_000_000, second: 1_023_000}, date(2008, 10, 1), date(2010, 3, 31))
    assert value == Value(by_year={first: 500_000, second: 1_023_000})
    assert (value.in_year(second), value.in_year(FinancialYear.named("2010/11"))) == (1_023_000, 0)


def test_a_year_without_a_value_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        value_by_year({FinancialYear.named("2008/09"): 1}, date(2008, 4, 1), date(2010, 5, 1))
    assert str(refused.value) == (
        "The contract runs into 2009/10 and 2010/11, for which it has no annual value. Enter one."
    )


def test_a_value_below_nought_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        value_by_year(-1, date(2008, 4, 1), date(2009, 3, 31))
    assert str(refused.value) == "A contract’s value is £0.00 or more, not -£0.01 (2008/09)."
    with pytest.raises(Refusal, match=r"not -£0\.05"):
        split_by_year(-5, date(2008, 4, 1), date(2009, 3, 31))
