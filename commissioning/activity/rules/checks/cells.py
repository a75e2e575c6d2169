"""Errors of single cells: each function gives what was expected instead, or nothing where the cell is right."""

import re
from datetime import date, timedelta

from commissioning.activity.rules.checks.asked import Asked, Open
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import first_day_of, last_day_of
from commissioning.activity.rules.rows import Place, is_whole, place_from
from core.periods import is_month
from core.wording import in_full

_TOTALS = re.compile(r"(?:(?:grand|overall|sub)[ -]?)?(?:totals?|sum)\b.*|all services", re.IGNORECASE)
_BLANK = "; the cell is blank (of merged cells only the first one counts)"
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)
_NAMED = re.compile(r"(?P<name>[a-z]{3})[a-z]{0,6}[ .'’-]*(?P<year>(?:20)?\d{2})", re.IGNORECASE | re.ASCII)
_NUMBERED = re.compile(
    r"(?P<year>20\d{2})[/. -]?(?P<month>\d{1,2})|(?P<first>\d{1,2})[/. -](?P<last>20\d{2})", re.ASCII
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def is_totals(text: str) -> bool:
    """Whether what stands under service says that the row adds others up.

    >>> is_totals("Grand total"), is_totals("Total for podiatry"), is_totals("POD")
    (True, True, False)
    """
    return _TOTALS.fullmatch(text) is not None


def service_fault(text: str, asked: Asked) -> str:
    """What is wrong with the code of a service, whatever the month."""
    if text in asked.asked:
        return ""
    if is_totals(text):
        return "the code of a service; this is a row of totals: take it out"
    if text in asked.services:
        return f"a service of this return; {asked.services[text].name} is none that is asked for"
    return "the code of a service" + (_BLANK if not text else "")


def practice_fault(text: str, asked: Asked) -> str:
    """What is wrong with the code of a practice, whatever the month."""
    place, code = place_from(text)
    if place is not Place.PRACTICE or code in asked.practices:
        return ""
    return "the code of a practice of this trust, unplaced or total" + (_BLANK if not text else "")


def month_fault(text: str, asked: Asked) -> str:
    """What is wrong with a month."""
    if text in asked.period.months:
        return ""
    if not is_month(text):
        return f"a month such as 2008-04{_how_a_month_is_written(text)}"
    return f"a month of {asked.period}"


def _how_a_month_is_written(text: str) -> str:
    """How what may be meant as a month is written here: a date as a number, or another way of writing one.

    >>> _how_a_month_is_written("39539"), _how_a_month_is_written("Apr-08"), _how_a_month_is_written("soon")
    ('; this is a date as a number: write 2008-04', '; write 2008-04', '')
    """
    if not text:
        return _BLANK
    if _SERIAL.fullmatch(text):
        return f"; this is a date as a number: write {_FIRST_SERIAL + timedelta(days=int(text)):%Y-%m}"
    named, numbered = _NAMED.fullmatch(text), _NUMBERED.fullmatch(text)
    if named is not None and named["name"].lower() in _NAMES:
        meant = f"20{named['year'][-2:]}-{_NAMES.index(named['name'].lower()) + 1:02d}"
    elif numbered is not None:
        meant = f"{numbered['year'] or numbered['last']}-{int(numbered['month'] or numbered['first']):02d}"
    else:
        return ""
    return f"; write {meant}" if is_month(meant) else ""


def closed_fault(known: Open, month: str) -> str:
    """What is wrong with a service or practice in a month in which it was open on no day.

    >>> from datetime import date
    >>> closed_fault(Open(name="Practice 3", closed_on=date(2008, 4, 1)), "2008-04")
    'something open in April 2008; Practice 3 closed on 1 April 2008'
    >>> closed_fault(Open(name="Practice 3", closed_on=date(2008, 4, 1)), "2008-03")
    ''
    """
    first, last = first_day_of(month), last_day_of(month)
    if known.in_month(first, last):
        return ""
    if known.closed_on is not None and known.closed_on <= first:
        return f"something open in {first:%B %Y}; {known.name} closed on {in_full(known.closed_on)}"
    opened = in_full(known.opened_on) if known.opened_on else "later"
    return f"something open in {first:%B %Y}; {known.name} opened on {opened}"


def place_fault(currency: Currency, place: Place) -> str:
    """What is wrong where a figure of the whole service stands under a practice."""
    if currency.by_practice or place is Place.TOTAL:
        return ""
    return f"total; {currency.label.lower()} is given once for the whole service"


def whole_fault(currency: Currency, units: int) -> str:
    """What is wrong with a quantity of a currency that has whole numbers alone."""
    return f"a whole number of {currency.unit}" if currency.is_whole and not is_whole(units) else ""
