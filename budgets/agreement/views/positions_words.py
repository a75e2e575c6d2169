"""What acts on positions and disputes are called in plain words in the history of a round."""

from core.audit_trail.words import say

_WORDS = {
    "take_position": "answered proposal {proposal} for {group}: {said}",
    "take_positions": "answered proposal {proposal} for {group}: {said}",
    "withdraw_dispute": "withdrew a dispute of {group} on proposal {proposal}: {said}",
    "decide_dispute": "decided over the dispute of {group} about {what} on proposal {proposal}: {outcome}. {words}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"agreement.{act}", words)
