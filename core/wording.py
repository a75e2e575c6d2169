"""Figures, days and lists in a sentence: `£1,234.50`, `8.3%`, `1 April 2008`, `DacCom, WatCom and Hertsmere`."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from core.money import decimals, grouped


def sterling(pence: int) -> str:
    """An amount in a sentence, the minus sign in front of the pound sign.

    >>> sterling(123450), sterling(-5)
    ('£1,234.50', '-£0.05')
    """
    return f"{'-' if pence < 0 else ''}£{grouped(abs(pence))}"


def percentage(exact: Fraction, places: int = 1) -> str:
    """A percentage to that many decimals, halves away from zero.

    >>> percentage(Fraction(827651, 100000)), percentage(Fraction(-1, 3), 2)
    ('8.3%', '-0.33%')
    """
    return f"{decimals(exact, places)}%"


def size_of(exact: Fraction) -> str:
    """How large a percentage is, whatever its sign; one too small to print is said to be small, never 0.0%.

    >>> size_of(Fraction(-678, 100)), size_of(Fraction(1, 100)), size_of(Fraction(0))
    ('6.8%', 'less than 0.1%', '0.0%')
    """
    magnitude = abs(exact)
    return "less than 0.1%" if 0 < magnitude < Fraction(1, 20) else percentage(magnitude)


def in_full(day: date) -> str:
    """A day as people write it.

    >>> in_full(date(2008, 4, 1))
    '1 April 2008'
    """
    return f"{day.day} {day:%B %Y}"


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence.

    >>> listed(["DacCom"]), listed(["DacCom", "WatCom", "Hertsmere"])
    ('DacCom', 'DacCom, WatCom and Hertsmere')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def upper_first(text: str) -> str:
    """The text with a capital at its beginning and the rest as it was.

    >>> upper_first("activity 60% and StAHCom")
    'Activity 60% and StAHCom'
    """
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text without a capital at its beginning, but for an abbreviation.

    >>> lower_first("Contacts at £32.00"), lower_first("WTE at £32.00")
    ('contacts at £32.00', 'WTE at £32.00')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def in_clause(sentence: str) -> str:
    """A sentence as a part of another one.

    >>> in_clause("Nothing has changed.")
    'nothing has changed'
    """
    return lower_first(sentence.removesuffix("."))


def printable(text: str) -> str:
    r"""The text with each control character and half of a character (which no document may hold) made a space.

    >>> printable("Red\tHouse\x0b")
    'Red House '
    """
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)
