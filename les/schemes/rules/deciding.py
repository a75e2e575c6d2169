"""Deciding over what somebody proposed, a price or a budget: by a second person, once."""

from core.errors import Refusal
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict


def check_may_decide(*, decided: Verdict | None, verdict: Verdict, is_own: bool, interest: str = "") -> None:
    """Refuse a second decision, one’s own approval, withdrawing what another proposed, and deciding with an interest.

    `interest`: the practice the decision is about, where the person declared an interest in it.

    >>> check_may_decide(decided=None, verdict=Verdict.APPROVED, is_own=True)
    Traceback (most recent call last):
    ...
    core.errors.Refusal: You proposed this. Ask a second person to approve or decline it, or withdraw it.
    """
    if decided is not None:
        raise Refusal(f"This is decided already: {VERDICT_NAMES[decided].lower()}.")
    if verdict is Verdict.WITHDRAWN and not is_own:
        raise Refusal("Only the one who proposed this withdraws it. Decline it instead.")
    if verdict is not Verdict.WITHDRAWN and is_own:
        raise Refusal("You proposed this. Ask a second person to approve or decline it, or withdraw it.")
    if interest and verdict is not Verdict.WITHDRAWN:
        raise Refusal(f"You declared an interest in {interest}. Ask somebody without one to decide over its price.")
