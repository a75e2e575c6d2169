"""What acts on must-dos are called in plain words in the history of one, and of its round."""

from core.audit_trail.words import say

_WORDS = {
    "propose_must_do": "proposed {name} ({code}) for £{amount}: {reason}",
    "change_must_do": "changed {changed}",
    "change_must_do/anew": "changed {changes}",
    "withdraw_must_do": "withdrew it{reason}",
    "approve_must_do": "approved it for £{amount}{words}",
    "decline_must_do": "declined it: {reason}",
    "take_into_inputs": "took approved must-dos into inputs {inputs}: {must_dos}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"must_dos.{act}", words)
