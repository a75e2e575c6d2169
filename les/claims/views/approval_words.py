"""What decisions over claims and adjustments are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "propose_rules": "proposed rules of approval from {valid_from}: {rules}",
    "decide_rules": "decided over the rules of approval from {valid_from}: {verdict}",
    "take_late_claim": "took {claim} although it came late: {words}",
    "refuse_late_claim": "did not take {claim}, which came late: {words}",
    "approve_evidence": "approved the evidence of {claim}, {sum}{cuts}",
    "approve_nil_claim": "approved {claim}, which claims nothing",
    "approve_payment_first": "approved {claim} for payment, {sum}{cuts}; it needs another person of finance",
    "approve_payment": "approved {claim} for payment, {sum}{cuts}",
    "return_claim": "gave {claim} back to the practice: {words}",
    "decline_claim": "declined {claim}: {words}",
    "propose_adjustment": "proposed {adjustment}, a {kind} of {sum} for {practice}: {what}",
    "propose_instalments": "proposed {adjustment}, a {kind} of {sum} in {parts} parts for {practice}: {what}",
    "approve_adjustment_first": "approved {adjustment}, a {kind} of {sum}; it needs another person of finance",
    "decide_adjustment": "{verdict} {adjustment}, a {kind} of {sum} for {practice}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"claims.{act}", words)
