"""What a contract pays for each month: parts always add up, over the end of a year and of the contract too."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.notices.rules.caps import month_read_on, year_read_on
from contracts.notices.rules.payments import Worth, month_payments, year_of

PENCE = st.integers(0, 10**11)
FIRSTS = st.dates(date(2008, 4, 1), date(2009, 3, 31))
DAYS = st.integers(0, 1500)


def worth(of_year: int, rest: int, first: date, days: int) -> Worth:
    return Worth(of_year=of_year, of_all=of_year + rest, first=first, last=first + timedelta(days=days))


@given(PENCE, PENCE, FIRSTS, DAYS)
def test_months_add_up_to_the_value_of_the_year_and_to_the_whole(
    of_year: int, rest: int, first: date, days: int
) -> None:
    term = worth(of_year, rest, first, days)
    found = month_payments([term], year="2008/09", until=term.last)
    within = {month: pence for month, pence in found.items() if str(year_of(month)) == "2008/09"}
    assert sum(within.values()) == of_year
    if term.last > date(2009, 3, 31):
        assert sum(found.values()) == of_year + rest


@given(PENCE, PENCE, FIRSTS, DAYS, st.integers(-30, 1500))
def test_nothing_is_paid_after_the_end_and_no_month_more_than_agreed(
    of_year: int, rest: int, first: date, days: int, until: int
) -> None:
    term = worth(of_year, rest, first, days)
    end = first + timedelta(days=until)
    agreed = month_payments([term], year="2008/09", until=term.last)
    found = month_payments([term], year="2008/09", until=end)
    assert all(month <= end.isoformat()[:7] for month in found)
    assert all(pence <= agreed[month] for month, pence in found.items())
    assert all(found[month] == pence for month, pence in agreed.items() if month < end.isoformat()[:7])


@given(PENCE, FIRSTS, DAYS, PENCE)
def test_what_a_variation_adds_is_paid_besides(value: int, first: date, days: int, more: int) -> None:
    term = worth(value, 0, first, days)
    later = worth(more, 0, date(2008, 10, 1), 181)
    both = month_payments([term, later], year="2008/09", until=date(2013, 12, 31))
    assert sum(both.values()) == value + more


def test_what_is_taken_away_leaves_a_month_without_payment() -> None:
    term, less = worth(1200, 0, date(2008, 4, 1), 364), worth(-600, 0, date(2008, 10, 1), 181)
    found = month_payments([term, less], year="2008/09", until=term.last)
    assert (found["2008-09"], "2008-10" in found, sum(found.values())) == (100, False, 600)


def test_on_which_day_the_contract_is_read() -> None:
    assert month_read_on("2008-02", date(2008, 10, 1)) == date(2008, 2, 29)
    assert month_read_on("2008-10", date(2008, 10, 1)) == date(2008, 10, 1)
    assert year_read_on("2008-05", date(2009, 4, 1)) == date(2009, 3, 31)
    assert year_read_on("2008-05", date(2009, 3, 31)) == date(2009, 3, 31)
