"""The days of a window of claims, and the working days by which they are proposed."""

from dataclasses import dataclass
from datetime import date

CLOSES_AFTER, PAYS_AFTER = 10, 20
"""Working days that are proposed until a commissioner says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of a window."""

    opens_on: date
    closes_on: date
    pays_on: date
