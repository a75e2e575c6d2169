"""What acts of signing up are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "begin_offer": "began offer {offer} of version {version}, from {starts_on}, to be answered by {answer_by}",
    "change_offer": "changed the offer: from {starts_on}, to be answered by {answer_by}, notice {notice_days} days",
    "choose_practices": "chose {chosen} practices; {practices} are on the list",
    "add_document": "added the {kind} “{title}”, edition {edition}, for {for}",
    "send_offer": "sent offer {offer} to {practices} practices; carried over: {carried_over}",
    "withdraw_offer": "withdrew offer {offer} for {practices} practices: {reason}",
    "accept_offer": "accepted by {agreement}",
    "decline_offer": "declined for {practice}: {reason}",
    "leave_scheme": "gave notice of {agreement}, out of the scheme from {left_on}: {reason}",
    "end_agreement": "asked to end {agreement} on {left_on}: {reason}",
    "decide_ending": "decided over the end of {agreement}: {verdict} {reason}",
    "add_requirement": "added the requirement “{name}” of {for_whom}, from {applies_from}",
    "end_requirement": "ended the requirement “{name}” on {ended_on}",
    "give_evidence": "gave evidence of {holder} for “{name}”, valid from {valid_from}",
    "check_evidence": "looked at the evidence of {practice} for “{name}” and {found}",
    "record_cover": "recorded that {by} covers {practice} from {starts_on}, until {ends_on}; {agreed}",
    "change_cover/anew": "changed the cover of {practice} by {by}: {changes}",
    "change_offer/anew": "changed the offer: {changes}",
    "choose_practices/anew": "changed the practices on the list from {old_practices} to {practices}",
    "change_cover": "changed the cover of {practice} by {by}: until {ends_on}; {agreed}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"sign_up.{act}", words)
