"""What acts on specifications are called in plain words in the history."""

from core.audit_trail.words import say

_WORDS = {
    "start_specification": "started {version} for {service} by {provider}, from the template {template}",
    "begin_next_version": "began version {number} from version {from_version}",
    "change_header": "changed the header: {changes}",
    "write_section": "wrote {section}: {summary}",
    "submit_for_review": "put it into review",
    "accept_version": "accepted it for {organisation}",
    "accept_and_agree": "accepted it for {organisation}, with which both sides agreed it",
    "withdraw_version": "withdrew it: {reason}",
    "make_template": "made the template {name} from {made_from}",
}


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"specifications.{act}", words)
