"""What may become of a dispute, and who decides: each refusal in words. A dispute is a position that disputes."""

from budgets.agreement.rules.items import Item
from budgets.agreement.rules.outcomes import OUTCOME_NAMES, OutcomeKind
from budgets.agreement.rules.positions import check_words
from core.errors import NotAllowed, OutOfDate, Refusal

DECIDED = (OutcomeKind.UPHELD, OutcomeKind.REJECTED)


def anchor_of(group: str, item: Item) -> str:
    """Where in a round's threads a dispute is talked about: the same over all its proposals.

    >>> from budgets.agreement.rules.items import TOTAL
    >>> anchor_of("HER", TOTAL)
    'HER total'
    """
    return f"{group} {item}"


def check_stands(*, group: str, changed_on: str | None) -> None:
    """Refuse what concerns a dispute that the group itself left; `changed_on`: when it changed its mind, in words."""
    if changed_on is not None:
        raise Refusal(
            f"{group} changed its mind on {changed_on}, so this dispute does not stand any more. Nothing was recorded."
        )


def check_outcome(kind: OutcomeKind, *, words: str, taken_up_in: int | None, proposed: int) -> None:
    """Refuse a decision without a reason, or that points to the wrong calculation.

    `taken_up_in`: the number of the calculation in which an upheld dispute was taken up, where there is one yet;
    `proposed`: that of the calculation that was disputed.
    """
    if kind not in DECIDED:
        raise Refusal("You can uphold a dispute or reject it. Only the group itself can withdraw it.")
    if not words.strip():
        said = "what follows from it" if kind is OutcomeKind.UPHELD else "why"
        raise Refusal(f"Say {said}: everybody who follows the round reads it.")
    check_words(words)
    if taken_up_in is None:
        return
    if kind is not OutcomeKind.UPHELD:
        raise Refusal("Only an upheld dispute is taken up in a calculation.")
    if taken_up_in <= proposed:
        raise Refusal(
            f"Calculation {taken_up_in} is not later than calculation {proposed}, which is disputed. "
            "Name the calculation in which the dispute was taken up, or none yet."
        )


def check_no_interest(*, group: str, interest_in: str | None) -> None:
    """Refuse a decision by somebody who declared an interest in the group or a practice of it (its name)."""
    if interest_in is not None:
        raise NotAllowed(
            f"You declared an interest in {interest_in}, so you take no part in deciding the disputes of {group}. "
            "Another person of the commissioner decides."
        )


def check_outcome_seen(*, standing_id: int, seen_id: int | None, by: str, kind: OutcomeKind) -> None:
    """Refuse to decide over what somebody else decided meanwhile."""
    if standing_id != seen_id:
        raise OutOfDate(
            f"{by} decided “{OUTCOME_NAMES[kind].lower()}” while you were working on it. What you typed is still here: "
            "compare it, and send it again if it is to stand instead."
        )


def check_withdrawal(words: str) -> None:
    """Refuse to withdraw without a word why."""
    if not words.strip():
        raise Refusal("Say in a few words why you withdraw it.")
    check_words(words)
