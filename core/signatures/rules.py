"""Rules of signatures: in which capacity an organisation signs, what is needed to sign, and that it signs once."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.parties.rules import KIND_NAMES, PartyKind

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Capacity(StrEnum):
    """As what an organisation signs. PbC groups are no legal persons and bind nobody: they assent."""

    FOR_COMMISSIONER = "for_commissioner"
    ASSENTING = "assenting"
    FOR_PROVIDER = "for_provider"
    FOR_PRACTICE = "for_practice"


CAPACITY_NAMES: Mapping[Capacity, str] = {
    Capacity.FOR_COMMISSIONER: "For the commissioner",
    Capacity.ASSENTING: "As assenting",
    Capacity.FOR_PROVIDER: "For the provider",
    Capacity.FOR_PRACTICE: "For the practice",
}
_BOUND: Mapping[Capacity, PartyKind] = {
    Capacity.FOR_COMMISSIONER: PartyKind.PCT,
    Capacity.FOR_PROVIDER: PartyKind.PROVIDER,
    Capacity.FOR_PRACTICE: PartyKind.PRACTICE,
}


def capacity_in_words(capacity: Capacity) -> str:
    """The capacity as it stands within a sentence.

    >>> capacity_in_words(Capacity.FOR_COMMISSIONER), capacity_in_words(Capacity.ASSENTING)
    ('for the commissioner', 'as assenting')
    """
    name = CAPACITY_NAMES[capacity]
    return name[0].lower() + name[1:]


def check_what_is_signed(*, statement: str, content_hash: str) -> None:
    """Refuse a signature that does not say what is signed, or has no SHA-256 of it (64 hexadecimal digits)."""
    if not statement.strip():
        raise Refusal("Say what is signed.")
    if not _HASH.fullmatch(content_hash):
        raise Refusal("What is signed has no hash of 64 hexadecimal digits, so nobody could check it later.")


def check_capacity(*, capacity: Capacity, organisation: str, kind: PartyKind) -> None:
    """Refuse to sign as what the organisation is not. Any organisation may assent; who is asked, the record says."""
    bound = _BOUND.get(capacity, kind)
    if bound is not kind:
        raise Refusal(
            f"You act for {organisation}, and only a {_within(bound)} signs {capacity_in_words(capacity)}. "
            f"{organisation} is a {_within(kind)}."
        )


def check_given_in_person(*, by_token: bool, by_command: bool) -> None:
    """Refuse a signature by a machine: nobody gave their password for it."""
    if by_token:
        raise Refusal("A signature is given by a person who is signed in, never with a token.")
    if by_command:
        raise Refusal("A signature is given by a person who is signed in, never by a command.")


def who_signed(*, name: str, role: str, signed_on: date) -> str:
    """Who signed and when, within a sentence.

    >>> who_signed(name="A person", role="PbC lead", signed_on=date(2008, 3, 3))
    'A person (PbC lead) on 3 March 2008'
    """
    return f"{name} ({role}) on {signed_on.day} {signed_on:%B %Y}"


def check_signs_once(*, organisation: str, earlier: str | None) -> None:
    """Refuse a second signature of one organisation to the same content; `earlier` says who gave the first, if any."""
    if earlier is not None:
        raise Refusal(f"{organisation} has signed this already: {earlier}. Once is enough.")


def _within(kind: PartyKind) -> str:
    return KIND_NAMES[kind] if kind is PartyKind.PBC_GROUP else KIND_NAMES[kind].lower()
