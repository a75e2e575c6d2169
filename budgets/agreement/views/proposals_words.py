"""What acts of agreement are called in plain words in the history of their round."""

from core.audit_trail.words import say

_WORDS = {
    "issue_proposal": (
        "put calculation {calculation} to the groups as proposal {proposal}, to reply by {reply_by}: {carrying}"
    ),
    "withdraw_proposal": "withdrew proposal {proposal}: {reason}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"agreement.{act}", words)
