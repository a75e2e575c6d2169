"""Rules of threads: what a comment may be, and when a thread is resolved or opened again."""

from collections.abc import Mapping
from enum import StrEnum

from core.errors import Refusal
from core.identifiers import has_identifier

MOST_CHARACTERS = 4000


class ThreadState(StrEnum):
    """Whether what a thread is about still waits for somebody."""

    OPEN = "open"
    RESOLVED = "resolved"


STATE_NAMES: Mapping[ThreadState, str] = {ThreadState.OPEN: "Open", ThreadState.RESOLVED: "Resolved"}


def as_kept(words: str) -> str:
    r"""The words as they are kept and counted: without blanks around them, every end of a line one character.

    >>> as_kept("  Agreed.\r\nBut see line 4.\n")
    'Agreed.\nBut see line 4.'
    """
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_words(words: str) -> None:
    """Refuse a comment that says nothing, is too long, or holds a number that may be a patient’s (never repeated)."""
    kept = as_kept(words)
    if not kept:
        raise Refusal("Write your comment first.")
    if len(kept) > MOST_CHARACTERS:
        raise Refusal(f"A comment has at most {MOST_CHARACTERS:,} characters, and yours has {len(kept):,}. Shorten it.")
    if has_identifier(kept):
        raise Refusal(
            "Your comment holds a number that passes the NHS number check. Take it out: "
            "nothing that identifies a patient may be kept here."
        )


def check_may_be_resolved(*, resolved: str | None) -> None:
    """Refuse to resolve what is resolved; `resolved` says by whom and when, if it is."""
    if resolved is not None:
        raise Refusal(f"This thread is resolved already, by {resolved}.")


def check_may_be_reopened(*, state: ThreadState) -> None:
    """Refuse to open what is open."""
    if state is ThreadState.OPEN:
        raise Refusal("This thread is open already.")
