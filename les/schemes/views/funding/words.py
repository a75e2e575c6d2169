"""What acts on funding applications are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "begin_application": "began {application}, for {amount}, under {scheme}",
    "change_application": "changed {application}: {amount}",
    "change_application/anew": "changed {application}: {changes}",
    "withdraw_application": "took {application} back: {reason}",
    "ask_opinions": "asked {groups} for an opinion on {application} by {due_on}",
    "give_opinion": "gave the opinion of {group} on {application}: {opinion}",
    "decide_application": "decided {application}: {outcome}, {amount}: {reason}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"schemes.{act}", words)
