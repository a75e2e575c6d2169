"""How rows of the trail are written for hashing, how a chain is checked, who may redact, and how long values are held.

Canonical form: a JSON array without blanks, in UTF-8, with non-ASCII characters as they are, of
previous hash, number, at (UTC, microseconds, `Z`), person, grant, account, act, subject, subject's id, commissioner,
payload's hash. The payload is a JSON object with sorted keys: `new`, `old`, and a random `salt`, so that a short value
cannot be guessed from the hash once it is redacted. Hashes are SHA-256 in hexadecimal. The first row follows `GENESIS`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from core.canonical import canonical_text, hash_of
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.periods import FinancialYear
from core.permissions import Actor
from core.wording import in_full

_LONGEST_ACCOUNT = 200
GENESIS = "0" * 64
FORM_OF_SEGMENT = "audit-trail-segment-1"
CHAINED = ("by_id", "grant_id", "account", "act", "subject", "subject_id", "commissioner_id", "payload_hash")


class Ground(StrEnum):
    """Why values must not be kept in the trail."""

    PATIENT = "patient"
    THIRD_PERSON = "third_person"
    CREDENTIAL = "credential"
    ORDER = "order"
    OTHER = "other"


GROUND_NAMES: Mapping[Ground, str] = {
    Ground.PATIENT: "They tell of a patient",
    Ground.THIRD_PERSON: "They tell of a person who has no part in this",
    Ground.CREDENTIAL: "They hold a password, key or other secret",
    Ground.ORDER: "A court or the Information Commissioner orders it",
    Ground.OTHER: "Another reason",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What of a row is chained."""

    number: int
    at: datetime
    by_id: int | None
    grant_id: int | None
    account: str
    act: str
    subject: str
    subject_id: int
    commissioner_id: int | None
    payload_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRead:
    """What was found in the file of a segment that holds. `redacted`: how many of its events had lost their values.

    `content_hash`: SHA-256 of all lines before the last one.
    """

    first_id: int
    last_id: int
    redacted: int
    last_hash: str
    last_at: datetime
    content_hash: str


def account_of(by: Actor) -> str:
    """What a row says of how somebody acted besides their grant: through what account, and for whom they stood in."""
    standing_in = f"for {by.stands_in_for}" if by.stands_in_for else ""
    return "; ".join(part for part in (by.account, standing_in) if part)[:_LONGEST_ACCOUNT]


def payload_text(old: Mapping[str, object], new: Mapping[str, object], salt: str) -> str:
    """The canonical text of the values before and after.

    >>> payload_text({}, {"name": "Hertsmere"}, "ab")
    '{"new":{"name":"Hertsmere"},"old":{},"salt":"ab"}'
    """
    payload = {"old": dict(old), "new": dict(new), "salt": salt}
    return canonical_text(payload)


def values_in(payload: str | None) -> tuple[dict[str, object], dict[str, object]]:
    """The values before and after as a payload holds them; none for a redacted one."""
    if payload is None:
        return {}, {}
    held = json.loads(payload)
    return dict(held["old"]), dict(held["new"])


def link_hash(link: Link, previous_hash: str) -> str:
    """The hash of a row: over the hash before it and all of its own canonical form."""
    instant = link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    form = [
        previous_hash,
        link.number,
        instant,
        link.by_id,
        link.grant_id,
        link.account,
        link.act,
        link.subject,
        link.subject_id,
        link.commissioner_id,
        link.payload_hash,
    ]
    return hash_of(json.dumps(form, ensure_ascii=False, separators=(",", ":")))


def fault_in(
    link: Link,
    *,
    row_hash: str,
    previous_hash: str,
    payload: str | None,
    expected_number: int,
    expected_previous: str,
    is_redacted: bool,
) -> str:
    """What is wrong with a row where the chain expects a number and a previous hash; an empty text when nothing is."""
    if link.number != expected_number:
        return f"row {expected_number} is missing"
    if previous_hash != expected_previous:
        return f"row {link.number} does not follow the row before it"
    if link_hash(link, previous_hash) != row_hash:
        return f"row {link.number} was changed"
    if payload is None:
        return "" if is_redacted else f"row {link.number} lost its values without a redaction by two people"
    return "" if hash_of(payload) == link.payload_hash else f"the values of row {link.number} were changed"


def check_reason(reason: str) -> None:
    """Refuse a redaction without a reason."""
    if not reason.strip():
        raise Refusal("Say why the values must go, without repeating them.")


def check_second_person(by: Actor, *, proposed_by_id: int) -> None:
    """Refuse to confirm one's own proposal, or that of whom one stands in for: a redaction takes two people."""
    if by.person_id == proposed_by_id:
        raise Refusal("You proposed this redaction. Another person must confirm it.")
    if is_one_with(by, proposed_by_id):
        raise Refusal("You stand in for the person who proposed this redaction. A third person must confirm it.")


def held_until(last_on: date, years: int) -> date:
    """The last day on which the values of a day must be held: so many years after the end of its financial year.

    >>> held_until(date(2008, 4, 1), 6), held_until(date(2008, 3, 31), 6)
    (datetime.date(2015, 3, 31), datetime.date(2014, 3, 31))
    """
    return date(FinancialYear.of(last_on).last_day.year + years, 3, 31)


def check_may_let_go(by: Actor, *, sealed_by_id: int, last_on: date, years: int, on: date) -> None:
    """Refuse to let the values of a segment go before their time, or by the one who sealed it.

    `last_on`: the day of its last event. `years`: how long values are held after the end of the financial year.
    """
    if is_one_with(by, sealed_by_id):
        raise Refusal("You, or whom you stand in for, sealed this segment. Another person must let its values go.")
    until = held_until(last_on, years)
    if on <= until:
        raise Refusal(
            f"The values of this segment are held until {in_full(until)}: "
            f"{years} years after the end of the financial year of its last event."
        )
