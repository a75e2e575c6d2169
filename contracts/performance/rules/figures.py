"""Figures as people type them and as they are kept: exact, whole ten-thousandths in the database."""

import re
from fractions import Fraction
from typing import Final

from core.errors import Refusal
from core.tables import number_text

UNITS_OF_ONE: Final = 10_000
_NUMBER: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,12})?", re.ASCII)
_COUNT: Final = re.compile(r"(?:\d{1,3}(?:,\d{3}){0,3}|\d{1,12})(?:\.\d{1,4})?", re.ASCII)


def is_figure(text: str) -> bool:
    """Whether a text is a plain number such as `1,234` or `-0.5`."""
    return _NUMBER.fullmatch(text) is not None


def figure_from(text: str) -> Fraction:
    """An exact figure from text such as `1,234`, `-0.5` or `12`. Raises ValueError for anything else.

    >>> figure_from("1,234.50"), figure_from("-0.5")
    (Fraction(2469, 2), Fraction(-1, 2))
    """
    if not is_figure(text):
        raise ValueError("a number such as 12 or -0.5")
    return Fraction(text.replace(",", ""))


def count_from(text: str) -> Fraction | None:
    """A numerator or denominator as typed: not below nought, four decimals at most; None of a blank.

    >>> count_from("1,250"), count_from(" "), count_from("2.5")
    (Fraction(1250, 1), None, Fraction(5, 2))
    """
    typed = text.strip()
    if not typed:
        return None
    if not _COUNT.fullmatch(typed):
        raise ValueError("a number such as 12 or 7.5, not below nought, with four decimals at most")
    return Fraction(typed.replace(",", ""))


def asked_figure(text: str, what: str) -> Fraction | None:
    """A figure of a definition as typed, None of a blank; refused in words where it is none."""
    typed = text.strip().removesuffix("%").strip()
    if not typed:
        return None
    if not is_figure(typed):
        raise Refusal(f"{what} must be a number such as 95 or 2.5.")
    return figure_from(typed)


def units_of(figure: Fraction | None) -> int | None:
    """A figure in ten-thousandths, as it is kept.

    >>> units_of(Fraction(5, 2)), units_of(None)
    (25000, None)
    """
    if figure is None:
        return None
    units = figure * UNITS_OF_ONE
    if units.denominator != 1:
        raise ValueError("four decimals at most")
    return int(units)


def figure_of(units: int | None) -> Fraction | None:
    """Ten-thousandths as the figure they are."""
    return None if units is None else Fraction(units, UNITS_OF_ONE)


def written(figure: Fraction | None) -> str:
    """A figure without more decimals than it has, a dash for none."""
    return number_text(figure)
