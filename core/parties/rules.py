"""Rules of organisations: which codes and names they may have, where they belong, when they may close."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.identifiers import has_identifier

_PRACTICE_CODE = re.compile(r"[A-Z]\d{5}", re.ASCII)
_OTHER_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,10}[A-Z0-9])?", re.ASCII)
_LONGEST_NAME = 120


class PartyKind(StrEnum):
    """What an organisation is in the field."""

    PCT = "pct"
    SHA = "sha"
    PBC_GROUP = "pbc_group"
    PRACTICE = "practice"
    PROVIDER = "provider"


KIND_NAMES: Mapping[PartyKind, str] = {
    PartyKind.PCT: "Primary care trust",
    PartyKind.SHA: "Strategic health authority",
    PartyKind.PBC_GROUP: "PbC group",
    PartyKind.PRACTICE: "Practice",
    PartyKind.PROVIDER: "Provider",
}
COMMISSIONING_KINDS = frozenset({PartyKind.PCT, PartyKind.SHA})


def is_practice_code(text: str) -> bool:
    """Whether a text is a practice code: one capital letter and five digits.

    >>> is_practice_code("E82001"), is_practice_code("E8200"), is_practice_code("e82001")
    (True, False, False)
    """
    return _PRACTICE_CODE.fullmatch(text) is not None


def check_code(kind: PartyKind, code: str) -> None:
    """Refuse a code that is not written as codes of its kind are."""
    if kind is PartyKind.PRACTICE:
        if not is_practice_code(code):
            raise Refusal(f"A practice code is one capital letter and five digits, such as E82001, not “{code}”.")
    elif not _OTHER_CODE.fullmatch(code):
        raise Refusal(f"A code is 1 to 12 capital letters, digits and hyphens, such as HER, not “{code}”.")


def check_name(name: str) -> None:
    """Refuse an organisation without a name, or with one that no list has room for."""
    if not name.strip():
        raise Refusal("Enter the name of the organisation.")
    if len(name) > _LONGEST_NAME:
        raise Refusal(f"The name of an organisation has at most {_LONGEST_NAME} characters.")
    if has_identifier(name):
        raise Refusal("The name holds a number that passes the NHS number check. Take it out.")


def check_belonging(kind: PartyKind, commissioner: PartyKind | None, overseer: PartyKind | None) -> None:
    """Refuse a place that does not fit: groups, practices and providers belong to a PCT, an SHA may stand above a PCT.

    `commissioner` and `overseer` are the kinds of the organisations named, None where none is named.
    """
    label = KIND_NAMES[kind]
    if kind in COMMISSIONING_KINDS and commissioner is not None:
        raise Refusal(f"A {label.lower()} belongs to no other primary care trust.")
    if kind not in COMMISSIONING_KINDS and commissioner is not PartyKind.PCT:
        named = label if kind is PartyKind.PBC_GROUP else label.lower()
        raise Refusal(f"Say which primary care trust the {named} belongs to.")
    if overseer is not None and (kind is not PartyKind.PCT or overseer is not PartyKind.SHA):
        raise Refusal("Only a primary care trust has a strategic health authority above it.")


def check_closing(*, name: str, opened_on: date, already_closed_on: date | None, closed_on: date, reason: str) -> None:
    """Refuse to close twice, before the day of opening, or without a reason.

    `closed_on` is the first day without the organisation.
    """
    if already_closed_on is not None:
        raise Refusal(f"{name} is already closed.")
    if closed_on < opened_on:
        raise Refusal(f"{name} opened later than the day on which you want to close it.")
    if not reason.strip():
        raise Refusal(f"Say why {name} closes.")
