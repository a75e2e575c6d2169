"""When a calculation may be put to the groups or a proposal withdrawn, the days proposed, and what is hashed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NoReturn

from core.canonical import canonical_text
from core.errors import Refusal
from core.identifiers import has_identifier
from core.wording import in_full, listed

SCHEMA = "budget-proposal/1"
WORKING_DAYS_TO_REPLY = 10
_LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that is put to the groups with a proposal. `changes` and `sources` are JSON, `result_hash` the figures'."""

    commissioner: str
    year: str
    number: int
    result_hash: str
    note: str
    reply_by: date
    deadline: date
    shares_words: bool
    changes: str
    sources: str


def content_text(content: Content) -> str:
    """A proposal as canonical text, the same for the same content: keys sorted, nothing between them.

    >>> content_text(Content(
    ...     commissioner="WHP", year="2008/09", number=1, result_hash="ab", note="Please answer.",
    ...     reply_by=date(2008, 3, 14), deadline=date(2008, 3, 31), shares_words=True, changes="{}", sources="{}",
    ... ))[:62]
    '{"calculation":"ab","changes":{},"commissioner":"WHP","deadlin'
    """
    written: dict[str, Any] = {
        "schema": SCHEMA,
        "commissioner": content.commissioner,
        "year": content.year,
        "number": content.number,
        "calculation": content.result_hash,
        "note": content.note,
        "reply_by": content.reply_by.isoformat(),
        "deadline": content.deadline.isoformat(),
        "shares_words": content.shares_words,
        "changes": json.loads(content.changes),
        "sources": json.loads(content.sources),
    }
    return canonical_text(written)


def hash_of(content: Content) -> str:
    """The SHA-256 of that text: what is signed later is exactly this."""
    return sha256(content_text(content).encode()).hexdigest()


def days_proposed(deadline: date, *, on: date, in_ten_days: date) -> tuple[date, date]:
    """The reply-by date and the deadline a form begins with: ten working days, and the deadline of the year.

    The groups' time is never longer than the deadline; a deadline that has passed moves to the reply-by date.

    >>> days_proposed(date(2008, 3, 31), on=date(2008, 3, 3), in_ten_days=date(2008, 3, 17))
    (datetime.date(2008, 3, 17), datetime.date(2008, 3, 31))
    >>> days_proposed(date(2008, 3, 31), on=date(2008, 3, 25), in_ten_days=date(2008, 4, 8))
    (datetime.date(2008, 3, 31), datetime.date(2008, 3, 31))
    >>> days_proposed(date(2008, 3, 31), on=date(2008, 4, 1), in_ten_days=date(2008, 4, 15))
    (datetime.date(2008, 4, 15), datetime.date(2008, 4, 15))
    """
    if on > deadline:
        return in_ten_days, in_ten_days
    return min(in_ten_days, deadline), deadline


def check_days(*, reply_by: date, deadline: date, on: date) -> None:
    """Refuse a reply-by date that is past, or later than the deadline."""
    if reply_by < on:
        raise Refusal(f"{in_full(reply_by)} is past: nobody can reply by then. Choose today or a later day.")
    if reply_by > deadline:
        raise Refusal(
            f"The groups would reply by {in_full(reply_by)}, after the deadline of {in_full(deadline)}. "
            "Choose an earlier day to reply by, or a later deadline."
        )


def check_note(note: str) -> None:
    """Refuse a proposal without a word to the groups, with more than anybody reads, or about a patient."""
    if not note.strip():
        raise Refusal("Say in a few words what you propose and what you ask of the groups.")
    _check_words(note, "What you say to the groups")


def check_sharing(*, shares_words: bool, kept_since: int | None) -> None:
    """Refuse to share words in a round where they were kept: what was said in confidence is carried over.

    `kept_since`: the number of the proposal before, where it kept words from the provider and the other groups.
    """
    if shares_words and kept_since is not None:
        raise Refusal(
            f"Proposal {kept_since} told the groups that the provider and the other groups do not read their words. "
            "What was said to it is carried over, so this proposal keeps words from them too."
        )


def check_reason(reason: str) -> None:
    """Refuse to withdraw a proposal without a reason, with more than anybody reads, or one about a patient."""
    if not reason.strip():
        raise Refusal("Say why the proposal is withdrawn. Every group reads it.")
    _check_words(reason, "Your reason")


def check_groups(missing: Mapping[str, str], *, number: int, commissioner: str, on: date) -> None:
    """Refuse a calculation that shares money with what is no open group of the commissioner: one that left mid-round.

    `missing`: names of those groups by code.
    """
    if not missing:
        return
    named = listed([f"{name} ({code})" for code, name in missing.items()])
    is_one = len(missing) == 1
    raise Refusal(
        f"{named} {'is no PbC group' if is_one else 'are no PbC groups'} of {commissioner} on {in_full(on)}, but "
        f"calculation {number} shares money with {'it' if is_one else 'them'}. Add {'it' if is_one else 'them'} to the "
        f"groups, or put a calculation without {'it' if is_one else 'them'} to the others."
    )


def refuse_the_same(*, number: int, proposal: int) -> NoReturn:
    """Refuse a calculation whose figures are those of the proposal the groups are answering: nothing is asked."""
    raise Refusal(
        f"Calculation {number} has the same figures as proposal {proposal}, so there is nothing new to ask. "
        f"Put another calculation to the groups, or withdraw proposal {proposal} first."
    )


def check_may_be_issued(*, number: int, against: Sequence[str]) -> None:
    """Refuse a proposal in a round that is held fast. `against`: why, in sentences."""
    if against:
        raise Refusal(f"Calculation {number} cannot be put to the groups. {' '.join(against)}")


def check_may_be_withdrawn(*, number: int, newest: int, withdrawn: str) -> None:
    """Refuse to withdraw a proposal twice, or one with a newer one after it. `withdrawn`: when and by whom."""
    if withdrawn:
        raise Refusal(f"Proposal {number} was already withdrawn {withdrawn}.")
    if newest != number:
        raise Refusal(
            f"Proposal {newest} has taken the place of proposal {number}: only the newest proposal can be withdrawn."
        )


def carrying_in_words(over: int, again: int) -> str:
    """How many positions a new proposal takes over from the one before, and how many it asks anew.

    >>> carrying_in_words(1, 2), carrying_in_words(0, 0)
    ('1 position carried over, 2 asked again', 'no position to carry over')
    """
    if not over and not again:
        return "no position to carry over"
    return f"{over} position{'' if over == 1 else 's'} carried over, {again} asked again"


def _check_words(words: str, called: str) -> None:
    if len(words.strip()) > _LONGEST_WORDS:
        raise Refusal(f"{called} has at most {_LONGEST_WORDS:,} characters.")
    if has_identifier(words):
        raise Refusal(
            f"{called} holds a number that passes the NHS number check. Take it out: "
            "nothing that identifies a patient may be kept here."
        )
