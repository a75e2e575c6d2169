"""Rules of privacy: the register of personal data, and when somebody who left may be anonymised. Pure.

Sources: Data Protection Act 1998, section 7 (access), schedule 1 (the principles) and schedule 2, paragraphs 5 and 6
(the grounds on which staff data are kept here); Records Management: NHS Code of Practice, 2006 (six years).
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.people.rules.leaving import is_former

ANSWERED_WITHIN_DAYS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the register: what is held, why, how long, who sees it; the columns, and whole tables about a person."""

    key: str
    what: str
    holds: str
    why: str
    kept: str
    seen_by: str
    columns: Sequence[str]
    tables: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The entries, and the columns that look personal and are not."""

    entries: Sequence[Entry]
    not_personal: frozenset[str]


class Verdict(StrEnum):
    """What a second administrator made of a proposal to anonymise somebody."""

    DONE = "done"
    DECLINED = "declined"


def register_from(text: str) -> Register:
    """The register as it is written in TOML. Raises KeyError or TypeError for one that is not whole."""
    read = tomllib.loads(text)
    return Register(
        entries=tuple(Entry(**each) for each in read["entry"]), not_personal=frozenset(read["others"]["not_personal"])
    )


def first_day_free(deactivated_on: date, *, years: int) -> date:
    """The first day on which somebody deactivated on a day may be anonymised.

    >>> first_day_free(date(2008, 2, 29), years=6)
    datetime.date(2014, 3, 1)
    """
    try:
        return deactivated_on.replace(year=deactivated_on.year + years)
    except ValueError:
        return date(deactivated_on.year + years, 3, 1)


def check_may_go(*, is_active: bool, email: str, keeps: Sequence[str], free_on: date, on: date) -> None:
    """Refuse to anonymise somebody who may sign in, still holds something, or left too short a while ago.

    `keeps`: what they still hold, each as it stands in a sentence.
    """
    if is_former(email):
        raise Refusal("This account is anonymised already.")
    if is_active:
        raise Refusal("This person may sign in. Deactivate them first.")
    if keeps:
        raise Refusal(f"This person still holds {', and '.join(keeps)}. End that first.")
    if on < free_on:
        raise Refusal(
            f"The account is kept until {free_on.day} {free_on:%B %Y}, so that what was done can be asked about."
        )


def check_reason(reason: str) -> None:
    """Refuse to go on without a reason."""
    if not reason.strip():
        raise Refusal("Say why, without naming the person.")
