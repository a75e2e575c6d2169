"""Words that people type: how long they may be, and that they hold nothing about a patient."""

from core.errors import Refusal
from core.identifiers import has_identifier

LONGEST_WORDS = 2000
LONGEST_NAME = 120


def check_words(text: str, what: str, *, most: int = LONGEST_WORDS) -> str:
    """The words without blanks around them. Refused where they are too long or hold a patient identifier.

    >>> check_words("  Two more nurses. ", "The reason")
    'Two more nurses.'
    """
    found = text.strip()
    if len(found) > most:
        raise Refusal(f"{what} has at most {most:,} characters; this has {len(found):,}.")
    if has_identifier(found):
        raise Refusal(
            f"{what} holds a number that passes the NHS number check. Take it out: "
            "nothing about a patient may be kept here."
        )
    return found


def check_name(text: str, what: str) -> str:
    """A name that no list is too narrow for, without blanks around it; refused where there is none."""
    found = check_words(text, what, most=LONGEST_NAME)
    if not found:
        raise Refusal(f"{what} is missing.")
    return found
