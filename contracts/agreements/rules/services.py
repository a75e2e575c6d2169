"""Services as plans and terms of payment name them: by a code that stays, a name, and the unit that is counted."""

import re
from typing import Final

from core.errors import Refusal

_CODE: Final = re.compile(r"[^\s:/](?:[^:/\t\r\n]{0,38}[^\s:/])?")
_NOT_IN_CODES: Final = re.compile(r"[^A-Z0-9]+", re.ASCII)
_LONGEST_NAME: Final = 200
_LONGEST_UNIT: Final = 40
MOST_UNITS: Final = 999_999_999


def code_for(name: str) -> str:
    """The code of a service that no budget line and no catalogue has: its name in capitals, digits and hyphens.

    >>> code_for("Wound care (Three Rivers)")
    'WOUND-CARE-THREE-RIVERS'
    """
    return _NOT_IN_CODES.sub("-", name.upper()).strip("-")[:40].rstrip("-")


def check_service(*, code: str, name: str) -> None:
    """Refuse a service without a name, or whose code could not stand in the key of a line."""
    if not 1 <= len(name.strip()) <= _LONGEST_NAME:
        raise Refusal(f"Choose a service, or enter its name, in at most {_LONGEST_NAME} characters.")
    if not _CODE.fullmatch(code):
        raise Refusal("The name of a service needs letters or digits: a code is made of it.")


def check_unit(unit: str) -> None:
    """Refuse activity that is counted in nothing."""
    if not 1 <= len(unit.strip()) <= _LONGEST_UNIT:
        raise Refusal(f"Say what is counted (contacts, bed days), in at most {_LONGEST_UNIT} characters.")


def check_size(units: int) -> None:
    """Refuse a number of units that nobody plans.

    >>> check_size(12_000)
    """
    if not 0 <= units <= MOST_UNITS:
        raise Refusal(f"Planned activity is a whole number from 0 to {MOST_UNITS:,}.")
