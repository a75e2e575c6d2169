"""A row of a return: service, team, practice, month, currency and quantity. Quantities are exact.

A quantity is held as whole *units*, ten thousand to one, so that posts and percentages add up exactly.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

UNITS = 10_000
NEEDED = ("service", "practice", "month", "currency", "quantity")
OPTIONAL = ("team",)
MOST_ROWS = 1_000_000
_QUANTITY = re.compile(r"(\d{1,8})(?:\.(\d{1,4}))?", re.ASCII)
_EXPECTED = (
    (r"", "a number; the cell is blank. Nothing counted is 0, a month without activity a nil return"),
    (
        r"\d{1,3}(?:([,\s'’.])\d{3})(?:\1\d{3})*(?:[.,]\d+)?",
        "a number without marks between its digits: 1234, not 1,234 or 1 234",
    ),
    (r"[-\u2212\u2013]\s*\d.*|\(.+\)", "a number of 0 or more"),
    (
        r"[<≤~>≥].*|.+\bor (?:fewer|less)",
        "the exact number: small numbers are hidden where figures are shown, not here",
    ),
    (r".*[£$€%].*", "the number alone, without £ or %"),
    (r"(?i:nil|none|n/?a|null|zero|no|[-\u2013\u2014.*x]+)", "a number; nothing counted is written 0"),
    (r"\d+,\d{1,2}", "a number with a point before its decimals, such as 12.5"),
    (r"[\d.]+(?i:e)[+-]?\d+", "a number with all its digits, such as 120000, not 1.2E+05"),
    (r"\d+(?:\.\d+)?\s*[A-Za-z].*", "the number alone, without words beside it"),
)
"""What was expected instead of a text that is no quantity, by the first form the text has."""
_TEAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 &/().-]{0,39}", re.ASCII)


class Place(StrEnum):
    """Whose activity a row counts: a practice's, that of patients nobody could place, or the whole service's.

    Of a currency counted by practice, the row of the whole service is a check and is not added to the others.
    """

    PRACTICE = "practice"
    UNPLACED = "unplaced"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a return, column by column, all of one length. `rows`: their numbers in the file.

    `practices` is blank where the place is no practice; `units` is the quantity times ten thousand.
    """

    rows: Sequence[int] = ()
    services: Sequence[str] = ()
    teams: Sequence[str] = ()
    places: Sequence[Place] = ()
    practices: Sequence[str] = ()
    months: Sequence[str] = ()
    currencies: Sequence[str] = ()
    units: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.rows)


def units_from(text: str) -> int:
    """A quantity as written, in units. ValueError says what was expected.

    >>> units_from("273"), units_from("12.75")
    (2730000, 127500)
    >>> units_from("1,234")
    Traceback (most recent call last):
    ...
    ValueError: a number without marks between its digits: 1234, not 1,234 or 1 234
    """
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise ValueError(_expected_instead_of(text))
    return int(match[1]) * UNITS + int((match[2] or "").ljust(4, "0"))


def _expected_instead_of(text: str) -> str:
    said = (expected for form, expected in _EXPECTED if re.fullmatch(form, text))
    return next(said, "a number of 0 or more, below 100,000,000, with at most 4 decimals")


def is_whole(units: int) -> bool:
    """Whether a quantity is a whole number.

    >>> is_whole(2730000), is_whole(127500)
    (True, False)
    """
    return units % UNITS == 0


def quantity_text(units: int) -> str:
    """A quantity as people write it, with no more digits than it has.

    >>> quantity_text(2730000), quantity_text(127500), quantity_text(-5000)
    ('273', '12.75', '-0.5')
    """
    whole, rest = divmod(abs(units), UNITS)
    decimals = f"{rest:04d}".rstrip("0")
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def as_quantity(units: int) -> Decimal:
    """A quantity in units as an exact decimal.

    >>> as_quantity(127500)
    Decimal('12.75')
    """
    return Decimal(quantity_text(units))


def as_units(quantity: Decimal) -> int:
    """An exact decimal in units. ValueError where it has more than four decimals.

    >>> as_units(Decimal("-0.5"))
    -5000
    """
    units = quantity * UNITS
    if units != units.to_integral_value():
        raise ValueError("a number with at most 4 decimals")
    return int(units)


def place_from(text: str) -> tuple[Place, str]:
    """What stands under practice: a practice's code, `unplaced`, or `total`; the second is the code.

    >>> place_from("X82001"), place_from("Unplaced"), place_from("total")
    ((<Place.PRACTICE: 'practice'>, 'X82001'), (<Place.UNPLACED: 'unplaced'>, ''), (<Place.TOTAL: 'total'>, ''))
    """
    word = text.lower()
    if word in {Place.UNPLACED.value, Place.TOTAL.value}:
        return Place(word), ""
    return Place.PRACTICE, text


def is_team(text: str) -> bool:
    """Whether a text may name a team: blank, or a short code or name of letters and digits.

    >>> is_team(""), is_team("Team 4 (north)"), is_team("a;b")
    (True, True, False)
    """
    return not text or _TEAM.fullmatch(text) is not None
