"""What acts on variations are called in plain words in their history."""

from core.audit_trail.words import say

_WORDS = {
    "start_variation": "started the draft of variation {number} of {reference}: {title} ({kind})",
    "change_details": "changed what it is about or when it holds: {title} ({kind})",
    "change_details/anew": "changed {changes}",
    "write_part": "worded “{title}” anew",
    "write_part/anew": "worded “{title}” anew: {summary}",
    "add_schedule": "added the schedule “{title}”",
    "take_out_part": "took the schedule “{title}” out",
    "write_last_day": "changed the last day to {ends_on}",
    "write_last_day/anew": "changed the last day from {old_ends_on} to {ends_on}",
    "plan_service": "planned {service} besides: {units} {unit}",
    "write_plan_line": "changed the plan of {line} to {units} {unit} in all",
    "write_plan_line/anew": "changed the plan of {line} from {old_plan} to {plan}",
    "write_terms": "wrote how {service} is paid for ({basis})",
    "write_terms/anew": "changed how {service} is paid for from {old_terms} to {terms}",
    "take_out_figures": "took {line} out",
    "drop_change": "took the change of “{title}” back",
    "write_money": "changed {line} by {amount} in a full year",
    "write_money/anew": "changed what is written of {line} in a full year from {old_by_group} to {by_group}",
    "propose_variation": "proposed it",
    "withdraw_variation": "withdrew it: {reason}",
    "dispute_variation": "disputed it for {organisation}: {reason}",
    "settle_dispute": "said that the dispute is settled: {reason}",
    "sign_variation": "signed it for {organisation}",
    "sign_variation_last": "signed it for {organisation}; with that it is agreed",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"variations.{act}", words)
