"""What acts on contracts are called in plain words in their history."""

from core.audit_trail.words import say

_WORDS = {
    "start_contract": "started the draft {reference}, {title}, with {provider}: {form}",
    "change_particulars": "changed {changes}",
    "change_settings": "changed settings: {changes}",
    "discard_draft": "discarded the draft: {reason}",
    "add_schedule": "added the schedule “{title}” ({kind})",
    "write_schedule": "wrote the schedule “{title}” anew",
    "write_schedule/anew": "wrote the schedule “{title}” anew: {summary}",
    "move_schedule_up": "moved the schedule “{title}” up",
    "take_out_schedule": "took the schedule “{title}” out",
    "name_specification": "named specification {number}, version {version}: {title}",
    "take_out_specification": "took specification {number}, {title}, out",
    "follow_heads": "let it follow the heads of terms {heads}, {title}",
    "stop_following": "followed the heads of terms {heads} no more; {decided} decided terms went with them",
    "decide_term": "decided that “{title}” of {heads} is {fate}",
    "decide_term_with_reason": "decided that “{title}” of {heads} is {fate}: {why}",
    "decide_term/anew": "changed what becomes of “{title}” of {heads} from {old_fate} to {fate}",
    "decide_term_with_reason/anew": "changed what becomes of “{title}” of {heads} from {old_fate} to {fate}: {why}",
    "set_following_time/anew": "changed the days within which signed heads of terms are to be followed from {old_days} "
    "to {days}: {source}",
    "set_following_time": "set {days} days within which signed heads of terms are to be followed: {source}",
    "ask_return": "asked for the return “{name}”, {every}, by working day {working_day}",
    "take_out_return": "asked for the return “{name}” no more",
    "plan_service": "planned {units} {unit} of {service}, phased {phasing}",
    "plan_service_anew": "planned {service} anew: {units} {unit}, phased {phasing}",
    "plan_service_anew/anew": "changed the plan of {service} from {old_units} {old_unit} to {units} {unit}, "
    "phased {phasing}",
    "write_plan": "wrote months of the activity plan by hand: {lines}",
    "write_plan/anew": "changed months of the activity plan by hand: {lines}, from {old_plan} to {plan}",
    "take_out_planned_line": "took {line} out of the activity plan",
    "write_terms": "wrote how {service} is paid for: {basis}",
    "write_terms_anew": "wrote anew how {service} is paid for: {basis}",
    "write_terms_anew/anew": "changed how {service} is paid for from {old_terms} to {terms}",
    "take_out_terms": "took the terms of payment of {service} out",
    "write_line": "committed £{amount} of {line}",
    "write_line/anew": "changed what it commits of {line} from {old_by_group} to {by_group}",
    "record_exception": "allowed up to £{amount} over {line} for {group}: {reason}",
    "issue_contract": "issued it for signature under number {number}",
    "recall_issue": "took issue {number} back: {reason}",
    "sign_contract": "signed it for {organisation}",
    "sign_contract_last": "signed it for {organisation}; with that it is signed by its parties",
    "terminate_contract": "terminated it from {from} (notice given on {notice}): {reason}",
    "terminate_contract_short": "terminated it from {from} (notice given on {notice}, shorter than the contract asks "
    "for as both parties agreed: {shorter}): {reason}",
    "decide_end": "decided about its end: {decision}. {reason}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"contracts.{act}", words)
