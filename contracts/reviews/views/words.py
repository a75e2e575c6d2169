"""What acts on reviews are called in plain words in their history."""

from core.audit_trail.words import say

_WORDS = {
    "call_review": "called review {number} of {reference} for {meets_on}",
    "move_review": "moved it from {old_meets_on} to {meets_on}: {reason}",
    "follow_contract": "followed what the contract says now: papers are due by {papers_due_on}. {source}",
    "cancel_review": "cancelled it: {reason}",
    "make_address": "made an address for the calendar of {organisation}",
    "revoke_address": "revoked an address of the calendar of {organisation}",
    "freeze_pack": "froze pack {number}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"reviews.{act}", words)
