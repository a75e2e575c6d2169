"""The states of a version of a specification, and what may be done in each."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from core.errors import OutOfDate, Refusal
from core.identifiers import has_identifier
from core.wording import listed

MOST_OF_REASON = 1000


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    AGREED = "agreed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.IN_REVIEW: "In review",
    State.AGREED: "Agreed",
    State.SUPERSEDED: "Superseded",
    State.WITHDRAWN: "Withdrawn",
}
STATE_MEANINGS: Mapping[State, str] = {
    State.DRAFT: "It is written by the organisation that began it. The other side reads it, and changes it in review.",
    State.IN_REVIEW: "Both sides read, comment and change it, until both have accepted the same text.",
    State.AGREED: "Both sides accepted this text. Nobody can change it; a change is its next version.",
    State.SUPERSEDED: "A later version was agreed. This one can be read as it was agreed.",
    State.WITHDRAWN: "It does not count any more. It can be read as it was.",
}
OPEN = (State.DRAFT, State.IN_REVIEW)


def check_may_be_changed(*, state: State, is_own: bool, drafter: str) -> None:
    """Refuse to change what is not open, and the draft of the other side before it is in review."""
    if state not in OPEN:
        raise Refusal(
            f"This version is {STATE_NAMES[state].lower()}, and its text is frozen. To change it, begin the next."
        )
    if state is State.DRAFT and not is_own:
        raise Refusal(f"{drafter} is still drafting this version. You can change it once it is put into review.")


def check_may_be_submitted(*, state: State, is_own: bool, drafter: str, problems: Sequence[str]) -> None:
    """Refuse to put into review what is no draft of one's own, or lacks what both sides need to read it."""
    if state is not State.DRAFT:
        raise Refusal(f"This version is {STATE_NAMES[state].lower()}: only a draft is put into review.")
    if not is_own:
        raise Refusal(f"{drafter} drafts this version and puts it into review.")
    if problems:
        raise Refusal(f"It is not complete yet. {' '.join(problems)}")


def check_may_be_accepted(
    *, state: State, seen_hash: str, content_hash: str, problems: Sequence[str], interest: str
) -> None:
    """Refuse to accept what is not in review, changed since it was read, is not complete, or is of one’s own interest.

    `interest`: the provider, where the one who accepts for the commissioner has declared an interest in it.
    """
    if state is not State.IN_REVIEW:
        raise Refusal(f"This version is {STATE_NAMES[state].lower()}: a version is accepted while it is in review.")
    if seen_hash != content_hash:
        raise OutOfDate("The text changed after you opened this page. Read it again, then accept it.")
    if problems:
        raise Refusal(f"It is not complete any more. {' '.join(problems)}")
    if interest:
        raise Refusal(f"You have declared an interest in {interest}, so a colleague without one has to accept.")


def check_next_may_begin(*, state: State, open_version: int | None) -> None:
    """Refuse a next version while one is open, and one that follows a text that was never agreed."""
    if state is not State.AGREED:
        raise Refusal(f"The next version begins from the agreed one. This version is {STATE_NAMES[state].lower()}.")
    if open_version is not None:
        raise Refusal(f"Version {open_version} is open already. Change that one, or withdraw it first.")


def check_may_be_withdrawn(*, state: State, may: bool, reason: str, reasons_against: Sequence[str]) -> None:
    """Refuse to withdraw what is gone, without a reason, or while others rely on it; then every reason is shown."""
    if state in (State.SUPERSEDED, State.WITHDRAWN):
        raise Refusal(f"This version is {STATE_NAMES[state].lower()} already.")
    if not may:
        raise Refusal(
            "An agreed version is withdrawn by the commissioner."
            if state is State.AGREED
            else "A draft is withdrawn by the organisation that began it, or by the commissioner."
        )
    check_reason(reason)
    if reasons_against:
        raise Refusal(" ".join(reasons_against))


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing, is too long or may identify a patient."""
    if not reason.strip():
        raise Refusal("Say why it is withdrawn. Both sides read it.")
    if len(reason.strip()) > MOST_OF_REASON:
        raise Refusal(f"A reason has at most {MOST_OF_REASON:,} characters. Shorten it.")
    if has_identifier(reason):
        raise Refusal(
            "The reason holds a number that passes the NHS number check. Take it out: "
            "nothing about a patient may be kept here."
        )


def awaiting_in_words(missing: Sequence[str]) -> str:
    """Who has to accept still, in a sentence.

    >>> awaiting_in_words(["Provider services"]), awaiting_in_words([])
    ('Provider services has not accepted this text yet.', 'Both sides have accepted this text.')
    """
    if not missing:
        return "Both sides have accepted this text."
    return f"{listed(missing)} {'has' if len(missing) == 1 else 'have'} not accepted this text yet."
