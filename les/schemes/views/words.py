"""What acts on schemes are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "change_scheme/anew": "changed what it is: {changes}",
    "write_terms/anew": "changed the terms of payment of version {version}: {changes}",
    "add_scheme": "added {scheme}, for {where}, under the service {service}",
    "change_scheme": "changed what it is: {name}, {where}, clinical lead {clinical_lead}",
    "begin_next_version": "began version {number} from version {from_version}",
    "change_control": "changed the control block of version {version}: {changes}",
    "write_terms": "wrote the terms of payment of version {version}: {form}",
    "write_section": "wrote {section} of version {version}: {summary}",
    "submit_version": "put version {version} forward for approval",
    "return_version": "gave version {version} back into draft: {reason}",
    "approve_version": "approved version {version}; prices approved with it: {prices}",
    "propose_price": "proposed {price}: {source}",
    "decide_price": "decided over {price}: {verdict}",
    "enter_budget": "entered a budget of {budget}: {source}",
    "tie_budget": "tied a budget of {budget} to the line {line}",
    "decide_budget": "decided over the budget of {budget}: {verdict}",
    "begin_exercise": "began the re-commissioning of {schemes}, to be decided by {decide_by}: {source}",
    "add_to_exercise": "added {scheme} to the re-commissioning: {reason}",
    "ask_groups": "asked {groups} for an opinion on {schemes} by {by_on}",
    "advise_on_case": "gave the opinion of {group} on {scheme}: {advice}, {in_time}",
    "propose_outcome": "proposed for {scheme}: {outcome}",
    "decide_outcome": "decided over the proposal for {scheme}, {outcome}: {verdict}",
    "propose_end": "proposed that it ends on {ends_on}: {reason}",
    "decide_end": "decided over its end on {ends_on}: {verdict}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"schemes.{act}", words)
