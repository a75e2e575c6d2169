"""What acts on payments are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "make_run": "made payment run {run} for {day}: {lines} lines, {practices} practices, {total}",
    "release_run": "released payment run {run}: {total}",
    "cancel_run": "cancelled payment run {run}: {reason}",
    "record_outcomes": "recorded what became of {lines} lines of {run}: {result}",
    "record_outcome_file": "recorded from a file what became of {lines} lines of {run}: {result}",
    "propose_layout": "proposed a layout of the file for finance from {day}: {source}",
    "decide_layout": "decided over the layout of the file from {day}: {verdict}",
    "propose_set_aside": "proposed to set {percent}% of {scheme} aside from {day}: {source}",
    "decide_set_aside": "decided over setting {percent}% of {scheme} aside: {verdict}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"payments.{act}", words)
