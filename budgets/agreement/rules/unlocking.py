"""Unlocking a signed-off round: a person of the commissioner asks with a reason, a second one confirms or declines."""

from collections.abc import Mapping
from enum import StrEnum

from budgets.agreement.rules.decisions import check_no_identifier
from core.errors import Refusal

FEWEST_CHARACTERS = 20
MOST_CHARACTERS = 2000


class AnswerKind(StrEnum):
    """What became of a request to unlock. Only the one who asked withdraws; only another confirms or declines."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


ANSWER_NAMES: Mapping[AnswerKind, str] = {
    AnswerKind.CONFIRMED: "Confirmed: the round is open again",
    AnswerKind.DECLINED: "Declined",
    AnswerKind.WITHDRAWN: "Withdrawn",
}


def check_reason(reason: str) -> None:
    """Refuse to unlock without saying why."""
    check_no_identifier(reason)
    written = reason.strip()
    if len(written) < FEWEST_CHARACTERS:
        raise Refusal(
            f"Say in at least {FEWEST_CHARACTERS} characters why the round must be unlocked: everybody concerned reads "
            "it."
        )
    if len(written) > MOST_CHARACTERS:
        raise Refusal(f"The reason has at most {MOST_CHARACTERS:,} characters; yours has {len(written):,}.")


def check_of_commissioner(*, organisation_id: int, commissioner_id: int, commissioner: str) -> None:
    """Refuse whoever acts for another organisation than the one whose round it is."""
    if organisation_id != commissioner_id:
        raise Refusal(f"Only people of {commissioner} itself unlock its round.")


def check_answer(kind: AnswerKind, *, asked_by_id: int, by_id: int, asked_by: str) -> None:
    """Refuse to answer one's own request, and to withdraw somebody else's: unlocking takes two people."""
    if kind is AnswerKind.WITHDRAWN:
        if by_id != asked_by_id:
            raise Refusal(f"{asked_by} asked to unlock, so only they can withdraw that. You can confirm or decline it.")
    elif by_id == asked_by_id:
        raise Refusal("You asked to unlock the round yourself. Another person of the commissioner must answer.")


def check_words(kind: AnswerKind, words: str) -> None:
    """Refuse to decline without a word to the one who asked, more words than anybody reads, and those on a patient."""
    check_no_identifier(words)
    if kind is AnswerKind.DECLINED and not words.strip():
        raise Refusal("Say in a few words why you decline: the one who asked reads it.")
    if len(words.strip()) > MOST_CHARACTERS:
        raise Refusal(f"Your words may have at most {MOST_CHARACTERS:,} characters; they have {len(words.strip()):,}.")
