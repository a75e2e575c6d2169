"""Text as values: codes, exact decimals, dates, months, yes and no. Each raises ValueError saying what was expected."""

import re
from datetime import date
from fractions import Fraction

from core.periods import is_month

_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NO_CODE = re.compile(r"[+:;/\n\t]")


def code_from(text: str) -> str:
    """A code as it is. One cannot hold what separates codes in methods and lists."""
    if not text or _NO_CODE.search(text):
        raise ValueError("a code, without + : ; or /")
    return text


def decimal_from(text: str) -> Fraction:
    """An exact decimal number.

    >>> decimal_from("2.3"), decimal_from("-0.5")
    (Fraction(23, 10), Fraction(-1, 2))
    >>> decimal_from("1e5")
    Traceback (most recent call last):
    ...
    ValueError: a plain decimal number
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError("a plain decimal number")
    return Fraction(text)


def quantity_from(text: str) -> int | Fraction:
    """A quantity: an int where it is whole.

    >>> quantity_from("12"), quantity_from("12.50")
    (12, Fraction(25, 2))
    """
    exact = decimal_from(text)
    return exact.numerator if exact.denominator == 1 else exact


def date_from(text: str) -> date:
    """A date as ISO writes it, `2008-01-01`."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("a date such as 2008-01-01")


def month_from(text: str) -> str:
    """A month such as `2007-04`, as it is."""
    if not is_month(text):
        raise ValueError("a month such as 2007-04")
    return text


def yes_or_no(text: str) -> bool:
    """Yes or no in any case."""
    if text.lower() not in {"yes", "no"}:
        raise ValueError("yes or no")
    return text.lower() == "yes"
