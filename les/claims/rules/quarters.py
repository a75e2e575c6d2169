"""Quarters as addresses and files name them: `2008/09 Q1`."""

import re

from core.errors import Refusal
from core.periods import FinancialYear
from les.schemes.rules.quarters import Quarter

_NAMED = re.compile(r"\s*(\d{4}/\d{2})\s*Q?([1-4])\s*", re.ASCII | re.IGNORECASE)


def short_name(quarter: Quarter) -> str:
    """A quarter in few letters.

    >>> from datetime import date
    >>> short_name(Quarter.of(date(2008, 4, 1)))
    '2008/09 Q1'
    """
    return f"{quarter.year} Q{quarter.number}"


def quarter_named(text: str) -> Quarter:
    """The quarter of that name. Refuses any other text.

    >>> str(quarter_named("2008/09 Q4"))
    'quarter 4 of 2008/09'
    """
    match = _NAMED.fullmatch(text)
    if match is not None:
        try:
            return Quarter(FinancialYear.named(match[1]), int(match[2]))
        except ValueError:
            pass
    raise Refusal("Name the quarter as 2008/09 Q1.")


def quarter_before(quarter: Quarter) -> Quarter:
    """The quarter before one."""
    if quarter.number > 1:
        return Quarter(quarter.year, quarter.number - 1)
    return Quarter(FinancialYear(quarter.year.starts_in - 1), 4)


def quarter_after(quarter: Quarter) -> Quarter:
    """The quarter after one."""
    if quarter.number < 4:
        return Quarter(quarter.year, quarter.number + 1)
    return Quarter(FinancialYear(quarter.year.starts_in + 1), 1)
