"""The states of heads of terms, and what may be done in each: draft, issued, signed, superseded, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from core.errors import OutOfDate, Refusal
from core.wording import in_full, listed

LONGEST_WORDS = 2000
_LONGEST_TITLE = 160
_LONGEST_NAME = 200
_LONGEST_ATTENDEES = 300


class State(StrEnum):
    """Where one version of heads of terms stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.ISSUED: "Issued for signature",
    State.SIGNED: "Signed by all",
    State.SUPERSEDED: "Superseded",
    State.WITHDRAWN: "Withdrawn",
}
_WHY_FIXED: Mapping[State, str] = {
    State.ISSUED: "issued for signature",
    State.SIGNED: "signed by all",
    State.SUPERSEDED: "superseded",
    State.WITHDRAWN: "withdrawn",
}


def reference_of(number: int, edition: int) -> str:
    """What heads are called wherever they are named.

    >>> reference_of(3, 2)
    'HT3 version 2'
    """
    return f"HT{number} version {edition}"


def check_is_draft(state: State, *, reference: str) -> None:
    """Refuse to change what is no draft any more."""
    if state is not State.DRAFT:
        way = " Draft a new version, which names this one." if state in {State.ISSUED, State.SIGNED} else ""
        raise Refusal(f"{reference} is {_WHY_FIXED[state]}, so nothing in it is changed any more.{way}")


def check_particulars(*, title: str, starts_on: date | None, ends_on: date | None, lines: Sequence[str]) -> None:
    """Refuse heads without a title, a period that holds no day, or heads about no line."""
    if not title.strip():
        raise Refusal("The heads have no title. Say what they are about, such as “Intermediate care 2008/09”.")
    if len(title.strip()) > _LONGEST_TITLE:
        raise Refusal(f"The title has at most {_LONGEST_TITLE} characters.")
    if starts_on is None or ends_on is None:
        raise Refusal("Say from which day until which day the terms are to hold.")
    if ends_on < starts_on:
        raise Refusal(f"The last day, {in_full(ends_on)}, lies before the first day, {in_full(starts_on)}.")
    if not lines:
        raise Refusal("Choose at least one service line: the heads say what is paid for it.")


def check_attendees(name: str, attendees: str) -> None:
    """Refuse more about a group's attendees than a line has room for."""
    if len(attendees) > _LONGEST_ATTENDEES:
        raise Refusal(f"{name}: name the attendees by their roles, in at most {_LONGEST_ATTENDEES} characters.")


def check_words(words: str, *, what: str) -> None:
    """Refuse a text that is missing or too long. `what` begins the sentence: `The reason`."""
    if not words.strip():
        raise Refusal(f"{what} is missing: write it in a few words.")
    if len(words.strip()) > LONGEST_WORDS:
        raise Refusal(f"{what} has at most {LONGEST_WORDS:,} characters.")


def check_may_be_issued(*, empty: Sequence[str], still_open: Sequence[str], is_broad: bool) -> None:
    """Refuse to issue heads with a term that says nothing, or, unless they are broad, with one still open."""
    if empty:
        raise Refusal(
            f"Write a text for {_quoted(empty)} first, or take the term out: nobody can sign what says nothing."
        )
    if still_open and not is_broad:
        count = "1 term is" if len(still_open) == 1 else f"{len(still_open)} terms are"
        raise Refusal(
            f"{count} still open: {_quoted(still_open)}. Agree them first, or issue the heads as broad heads of terms, "
            "in which they stay listed as open."
        )


def check_seen(seen: str, now: str) -> None:
    """Refuse to issue another text than the one that was read (both are hashes)."""
    if seen != now:
        raise OutOfDate("The text changed while you were reading it. Read it again, then issue it.")


def check_may_be_withdrawn(state: State, *, reference: str) -> None:
    """Refuse to withdraw what all have signed, or what does not stand any more."""
    if state is State.SIGNED:
        raise Refusal(f"{reference} is signed by all and is not withdrawn. Draft a new version, which names this one.")
    if state not in {State.DRAFT, State.ISSUED}:
        raise Refusal(f"{reference} is {_WHY_FIXED[state]} already.")


def check_may_be_followed(state: State, *, reference: str, drafted: str) -> None:
    """Refuse a new version of what is a draft itself or stands no more. `drafted`: the draft there is, or blank."""
    if state is State.DRAFT:
        raise Refusal(f"{reference} is still a draft: change it.")
    if state not in {State.ISSUED, State.SIGNED}:
        raise Refusal(f"{reference} is {_WHY_FIXED[state]}. Go on from the version that stands.")
    if drafted:
        raise Refusal(f"{drafted} is being drafted already. Change that one.")


def check_may_be_superseded(
    state: State, *, reference: str, by: str, standing: str, yet_to_bind: Sequence[str]
) -> None:
    """Refuse that a contract takes the place of heads that never held, or that something else has superseded.

    `yet_to_bind`: of commissioner and provider those who did not sign; PbC groups only assent. `standing`: what
    superseded the heads already, or blank.
    """
    if not by.strip() or len(by.strip()) > _LONGEST_NAME:
        raise Refusal(f"Name the contract that takes the place of the heads, in at most {_LONGEST_NAME} characters.")
    if state is State.SUPERSEDED:
        raise Refusal(f"{reference} is superseded already, by {standing}.")
    if state in {State.DRAFT, State.WITHDRAWN}:
        named = "still a draft" if state is State.DRAFT else "withdrawn"
        raise Refusal(f"{reference} is {named}: no contract can take the place of what was never agreed.")
    if yet_to_bind:
        raise Refusal(f"{listed(yet_to_bind)} did not sign {reference}, so no contract takes its place yet.")


def _quoted(titles: Sequence[str]) -> str:
    return listed([f"“{title}”" for title in titles])
