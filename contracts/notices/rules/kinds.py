"""The kinds of notices, the setting of the contract by which each is answered, and what may not be issued."""

from collections.abc import Mapping
from enum import StrEnum

from core.errors import Refusal
from core.identifiers import has_identifier
from core.periods import is_month

LONGEST_TITLE = 160
LONGEST_CLAUSE = 300
LONGEST_WORDS = 4000


class Kind(StrEnum):
    """What a notice is for."""

    VARIATION_FROM_CONTRACT = "variation_from_contract"
    ACTIVITY_QUERY = "activity_query"
    PERFORMANCE = "performance"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.VARIATION_FROM_CONTRACT: "Variation from contract notice",
    Kind.ACTIVITY_QUERY: "Activity query notice",
    Kind.PERFORMANCE: "Performance notice",
}
KIND_HINTS: Mapping[Kind, str] = {
    Kind.VARIATION_FROM_CONTRACT: "something is done otherwise than the contract says",
    Kind.ACTIVITY_QUERY: "activity is above or below the plan, or cannot be explained",
    Kind.PERFORMANCE: "a standard of quality, waiting or reporting is not met",
}
ANSWER_SETTINGS: Mapping[Kind, str] = {
    Kind.VARIATION_FROM_CONTRACT: "deviation_days",
    Kind.ACTIVITY_QUERY: "query_days",
    Kind.PERFORMANCE: "performance_days",
}


class Side(StrEnum):
    """A party of the contract, as a notice sees it."""

    COMMISSIONER = "commissioner"
    PROVIDER = "provider"


SIDE_NAMES: Mapping[Side, str] = {Side.COMMISSIONER: "The commissioner", Side.PROVIDER: "The provider"}


def check_contract(*, is_in_force: bool, reference: str, state_name: str) -> None:
    """Refuse a notice on a contract that is not in force on the day.

    >>> check_contract(is_in_force=False, reference="WH/01", state_name="Expired")
    Traceback (most recent call last):
    core.errors.Refusal: WH/01 is not in force today (Expired), so no notice can be issued under it.
    """
    if not is_in_force:
        raise Refusal(f"{reference} is not in force today ({state_name}), so no notice can be issued under it.")


def check_words(*, title: str, clause: str, about: str, asked: str) -> None:
    """Refuse a notice that does not say what it is about, what it rests on and what is asked."""
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        raise Refusal(f"Say in a few words what the notice is about, in at most {LONGEST_TITLE} characters.")
    if not 1 <= len(clause.strip()) <= LONGEST_CLAUSE:
        raise Refusal(
            f"Name the clause, schedule or setting of the contract that the notice rests on, in at most "
            f"{LONGEST_CLAUSE} characters."
        )
    check_said(about, "Say what is not as the contract has it. The provider reads this.")
    check_said(asked, "Say what the provider is asked to do. The provider reads this.")
    for words in (title, clause):
        check_kept(words)


def check_said(words: str, otherwise: str) -> None:
    """Refuse an act without words, in the sentence that says which are wanted; and words that may not be kept."""
    if not words.strip():
        raise Refusal(otherwise)
    check_kept(words)


def check_kept(words: str) -> None:
    """Refuse words that are too long, or hold a number that may be a patient’s (never repeated)."""
    if (length := len(words.strip())) > LONGEST_WORDS:
        raise Refusal(
            f"What you wrote has {length:,} characters, and at most {LONGEST_WORDS:,} are kept. Shorten it, and attach "
            "the rest as a document."
        )
    if has_identifier(words):
        raise Refusal(
            "What you wrote holds a number that passes the NHS number check. Take it out: nothing that identifies a "
            "patient may be kept here."
        )


def check_no_interest(*, side: Side, provider: str, has_interest: bool) -> None:
    """Refuse to act for the commissioner on notices to a provider in which one has declared an interest.

    A person with an interest in a provider takes no part in decisions about it.
    """
    if side is Side.COMMISSIONER and has_interest:
        raise Refusal(
            f"You declared an interest in {provider}, so you take no part in decisions about it. Ask a colleague."
        )


def check_month(month: str) -> None:
    """Refuse what is no month, such as 2008-10."""
    if not is_month(month):
        raise Refusal("Choose the month of the payment.")
