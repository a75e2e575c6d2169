"""Single values of a policy, from text or what a TOML file holds to what the method counts with.

Each function gives the value, or raises ValueError saying what was expected.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from numbers import Real
from typing import TypeVar

from budgets.method.methods import MethodKind, Way, way_from
from core.money import pence_from
from core.periods import FinancialYear, is_month

RULES = ("bounds", "floor")
_E = TypeVar("_E", bound=StrEnum)
_PERCENT = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_NO_FALLBACK = (MethodKind.DIRECT, MethodKind.POOLED)


def _text(value: object, expected: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(expected)
    return value.strip()


def _exact(value: object, expected: str) -> str:
    """A decimal as its text: from text or a whole number, never from a float, which is not exact."""
    match value:
        case bool():
            raise ValueError(expected)
        case str() | int():
            return str(value).strip()
        case Real():
            raise ValueError(f'{expected}, in quotation marks ("{value}"): without them it is not exact')
        case _:
            raise ValueError(expected)


def percent_in(value: object) -> Fraction:
    """A percentage, exact: `2.3` is 2.3%."""
    expected = "a percentage as a plain number such as 2.3"
    text = _exact(value, expected)
    if not _PERCENT.fullmatch(text):
        raise ValueError(expected)
    return Fraction(text)


def amount_in(value: object) -> int:
    """An amount in whole pence."""
    return pence_from(_exact(value, "an amount in pounds with at most two decimals"))


def months_in(value: object) -> int:
    """A number of months."""
    expected = "a whole number of months, 0 or more"
    text = _exact(value, expected)
    if not _WHOLE.fullmatch(text):
        raise ValueError(expected)
    return int(text)


def year_in(value: object) -> str:
    """The name of a financial year."""
    return str(FinancialYear.named(_text(value, "a financial year such as 2008/09")))


def date_in(value: object) -> date:
    """A day."""
    expected = "a date such as 2008-01-01"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = _text(value, expected)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(expected) from None
    if day.isoformat() != text:
        raise ValueError(expected)
    return day


def month_in(value: object) -> str:
    """A month as `2007-04`."""
    expected = "a month such as 2007-04"
    text = _text(value, expected)
    if not is_month(text):
        raise ValueError(expected)
    return text


def name_in(value: object) -> str:
    """The name of a population column."""
    return _text(value, "registered, or another population column")


def rule_in(value: object) -> str:
    """The rule of a pace of change."""
    expected = "bounds or floor"
    text = _text(value, expected).lower()
    if text not in RULES:
        raise ValueError(expected)
    return text


def one_of(kind: type[_E]) -> Callable[[object], _E]:
    """A reader of the values of one list of choices."""
    expected = " or ".join(kind)

    def read(value: object) -> _E:
        text = _text(value, expected).lower()
        if text not in set(kind):
            raise ValueError(expected)
        return kind(text)

    return read


def fallback_in(value: object) -> tuple[Way, ...]:
    """The methods to fall back on, in order; an empty list leaves capitation alone."""
    expected = "a list of cost_centre, activity, fixed, equal, capitation or capitation/column"
    names = value.split(";") if isinstance(value, str) and value.strip() else ([] if value == "" else value)
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError(expected)
    try:
        ways = tuple(way_from(name) for name in names)
    except ValueError:
        raise ValueError(expected) from None
    if any(way.kind in _NO_FALLBACK for way in ways):
        raise ValueError(expected)
    return ways
