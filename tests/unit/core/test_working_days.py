"""Working days of England, against the bank holidays that were proclaimed and published for the years in question."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.working_days import add_working_days, is_working_day, time_left, working_days_between

BANK_HOLIDAYS = {
    1995: ("2 January", "14 April", "17 April", "8 May", "29 May", "28 August", "25 December", "26 December"),
    1999: (
        *("1 January", "2 April", "5 April", "3 May", "31 May", "30 August", "27 December", "28 December"),
        "31 December",
    ),
    2002: (
        *("1 January", "29 March", "1 April", "6 May", "3 June", "4 June", "26 August", "25 December"),
        "26 December",
    ),
    2006: ("2 January", "14 April", "17 April", "1 May", "29 May", "28 August", "25 December", "26 December"),
    2007: ("1 January", "6 April", "9 April", "7 May", "28 May", "27 August", "25 December", "26 December"),
    2008: ("1 January", "21 March", "24 March", "5 May", "26 May", "25 August", "25 December", "26 December"),
    2009: ("1 January", "10 April", "13 April", "4 May", "25 May", "31 August", "25 December", "28 December"),
    2010: ("1 January", "2 April", "5 April", "3 May", "31 May", "30 August", "27 December", "28 December"),
}
NUMBERS = {"January": 1, "March": 3, "April": 4, "May": 5, "June": 6, "August": 8, "December": 12}
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2030, 12, 31))


def day_of(words: str, year: int) -> date:
    number, month = words.split()
    return date(year, NUMBERS[month], int(number))


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_weekdays_off_are_the_bank_holidays_that_were_published(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366 if year % 4 == 0 else 365))
    off = [day for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert off == [day_of(words, year) for words in BANK_HOLIDAYS[year]]


@pytest.mark.parametrize(
    ("due", "reminder"),
    [
        ("2007-04-12", "2007-04-03"),  # over Good Friday and Easter Monday
        ("2008-03-31", "2008-03-20"),  # Easter Monday was the 24th: the year's deadline
        ("2009-04-16", "2009-04-07"),
        ("2010-04-07", "2010-03-29"),
        ("2007-12-31", "2007-12-20"),
        ("2008-01-03", "2007-12-24"),  # Christmas, Boxing Day, New Year's Day
        ("2009-01-05", "2008-12-24"),
        ("2009-12-31", "2009-12-22"),  # Boxing Day was a Saturday: 28 December instead
        ("2010-12-31", "2010-12-22"),  # both were at a weekend: 27 and 28 December instead
        ("2007-05-09", "2007-05-01"),
        ("2007-05-31", "2007-05-23"),
        ("2008-05-08", "2008-04-30"),
        ("2008-05-30", "2008-05-22"),
        ("2009-05-06", "2009-04-28"),
        ("2010-06-02", "2010-05-25"),
    ],
)
def test_a_reminder_five_working_days_before_skips_bank_holidays(due: str, reminder: str) -> None:
    """TRAPS 8."""
    found = add_working_days(date.fromisoformat(due), -5)
    assert found == date.fromisoformat(reminder)
    assert working_days_between(found, date.fromisoformat(due)) == 5


def test_a_deadline_at_a_weekend_is_counted_from_the_last_working_day() -> None:
    sunday = date(2008, 3, 30)
    assert add_working_days(sunday, -1) == date(2008, 3, 28)
    assert working_days_between(date(2008, 3, 28), sunday) == 0


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_adding_working_days_lands_on_a_working_day_that_many_on(day: date, count: int) -> None:
    found = add_working_days(day, count)
    assert is_working_day(found)
    assert working_days_between(day, found) == count


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_taking_working_days_away_undoes_adding_them(day: date, count: int) -> None:
    start = add_working_days(day, 1)
    assert add_working_days(add_working_days(start, count), -count) == start
    assert add_working_days(add_working_days(start, -count), count) == start


@given(DAYS, st.integers(0, 100), st.integers(0, 100))
def test_counts_of_two_stretches_add_up(first: date, days: int, more: int) -> None:
    middle = first + timedelta(days=days)
    last = middle + timedelta(days=more)
    whole = working_days_between(first, middle) + working_days_between(middle, last)
    assert whole == working_days_between(first, last) == -working_days_between(last, first)


def test_no_days_are_no_working_days() -> None:
    assert working_days_between(date(2008, 3, 20), date(2008, 3, 20)) == 0
    assert add_working_days(date(2008, 3, 22), 0) == date(2008, 3, 22)


@pytest.mark.parametrize(
    ("by", "on", "words"),
    [
        ("2007-12-31", "2008-01-01", "overdue, with no working day since"),
        ("2007-12-31", "2008-01-02", "1 working day overdue"),
        ("2008-03-31", "2008-04-07", "5 working days overdue"),
        ("2008-03-25", "2008-03-20", "in 1 working day"),
    ],
)
def test_says_how_much_time_is_left(by: str, on: str, words: str) -> None:
    assert time_left(date.fromisoformat(by), on=date.fromisoformat(on)) == words
