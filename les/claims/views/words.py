"""What acts on claims are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "set_window": "said when claims of {quarter} are made: from {opens} to {closes}, paid on {pays}",
    "set_window/anew": "changed when claims of {quarter} are made: {changes}",
    "set_window_rule/anew": "changed after how many working days windows close from {old_closes_after} to "
    "{closes_after}, and after how many more claims are paid from {old_pays_after} to {pays_after}",
    "set_window_rule": (
        "said that windows close {closes_after} working days after the quarter, and claims are paid {pays_after} "
        "working days after that"
    ),
    "begin_claim": "began {claim}, of {scheme} for {quarter}",
    "fill_claim": "filled {claim} in",
    "fill_claim/anew": "changed what {claim} counts from {old_counted} to {counted} in all",
    "submit_claim": "submitted {claim}, of {scheme} for {quarter}: {amount}, {route}{late}{replaces}",
    "discard_draft": "discarded the draft {claim}",
    "withdraw_claim": "withdrew {claim}: {reason}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"claims.{act}", words)
