"""What acts on KPIs are called in plain words in their history."""

from core.audit_trail.words import say

_WORDS = {
    "make_kpi": "made the KPI {code}, {name}, as a draft",
    "write_definition": "wrote the draft of its next definition; changed: {changes}",
    "discard_draft": "discarded the draft of its next definition",
    "put_in_use": "put version {number} of its definition in use from {from}: {reason}",
    "retire_kpi": "retired it from {from}: {reason}",
    "return_results": "returned {results} results under number {number}, {first} to {last}",
    "correct_result": "recorded a correction beside the frozen result of {period}: {reason}",
    "freeze_results": "froze {results} results, {first} to {last}",
    "mark_quality": "marked its data as {verdict} from {from}",
    "rebase_limits": "let the limits of its chart begin anew with {period}: {reason}",
    "annotate": "noted of {period}: {words}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"performance.{act}", words)
