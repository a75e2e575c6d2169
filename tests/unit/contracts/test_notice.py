"""Notice to end a contract early: long enough, or shorter as both parties agreed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.notice import check_notice, first_day_after_notice, is_short
from core.errors import Refusal

GIVEN = date(2008, 3, 3)
DAYS = st.dates(min_value=date(2007, 1, 1), max_value=date(2012, 12, 31))


@pytest.mark.parametrize(
    ("given_on", "months", "expected"),
    [
        (date(2008, 3, 3), 6, date(2008, 9, 4)),
        (date(2008, 9, 30), 6, date(2009, 3, 31)),
        (date(2008, 8, 31), 6, date(2009, 3, 1)),
        (date(2008, 3, 3), 1, date(2008, 4, 4)),
        (date(2008, 3, 3), 0, date(2008, 3, 3)),
    ],
)
def test_the_months_run_to_the_corresponding_day(given_on: date, months: int, expected: date) -> None:
    assert first_day_after_notice(given_on, months) == expected


@given(given_on=DAYS, months=st.integers(0, 24), wait=st.integers(0, 800))
def test_is_short_exactly_before_the_day_after_notice(given_on: date, months: int, wait: int) -> None:
    ends = date.fromordinal(given_on.toordinal() + wait)
    assert is_short(given_on=given_on, first_day_without=ends, months=months) == (
        ends < first_day_after_notice(given_on, months)
    )


def test_short_notice_is_refused_with_the_day_that_would_do() -> None:
    told = (
        "^The contract asks for 6 months’ notice: notice given on 3 March 2008 leaves as the first day without it "
        r"4 September 2008 at the earliest\. Enter that day or a later one, or state that both parties agreed to "
        r"shorter notice, and why\.$"
    )
    with pytest.raises(Refusal, match=told):
        check_notice(given_on=GIVEN, first_day_without=date(2008, 9, 3), months=6, agreed=None)
    check_notice(given_on=GIVEN, first_day_without=date(2008, 9, 4), months=6, agreed=None)


def test_short_notice_both_agreed_to_needs_its_reason() -> None:
    with pytest.raises(Refusal, match=r"^Say why both parties agreed to shorter notice\."):
        check_notice(given_on=GIVEN, first_day_without=date(2008, 5, 1), months=6, agreed=" ")
    check_notice(given_on=GIVEN, first_day_without=date(2008, 5, 1), months=6, agreed="The ward closes in April.")


def test_what_is_not_short_is_not_said_to_be() -> None:
    told = r"^This leaves the 1 month’s notice that the contract asks for\. Take out what you say of shorter notice\.$"
    with pytest.raises(Refusal, match=told):
        check_notice(given_on=GIVEN, first_day_without=date(2008, 5, 1), months=1, agreed="It suits us.")
