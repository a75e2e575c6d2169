"""The blueprint of heads of terms: its tab among the lists of contracts, its part of the home page, its words."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from contracts.heads_of_terms.views.home_part import home_part
from core.audit_trail.words import say
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission

views = Blueprint("heads_of_terms", __name__, url_prefix="/contracts/heads-of-terms")
_WORDS = {
    "draft_heads": "drafted {reference}, “{title}”, with {provider}",
    "change_particulars": "changed what {reference} is about",
    "redraw_figures": "drew the figures of {reference} from proposal {proposal}, before from proposal {old_proposal}",
    "draft_new_version": "drafted {reference} to take the place of {earlier}: {reason}",
    "add_term": "added the term “{title}” ({code})",
    "change_term": "changed the term “{title}” ({code})",
    "remove_term": "took out the term “{title}” ({code})",
    "agree_term": "recorded “{title}” as agreed",
    "open_term": "opened “{title}” again",
    "issue_heads": "issued {reference} for signature, with {open} terms open",
    "sign_heads": "signed {reference} for {organisation}",
    "sign_with_reservation": "signed {reference} for {organisation} with a reservation: {reservation}",
    "sign_as_last": "signed {reference} for {organisation} as the last one; all have signed",
    "withdraw_heads": "withdrew {reference}: {reason}",
    "supersede": "let {by_what} take the place of {reference}",
    "word_standard_term": "worded the standard term “{title}” ({code})",
    "word_standard_term/anew": "worded the standard term “{old_title}” ({code}) anew, as “{title}”",
    "change_particulars/anew": "changed what {reference} is about: {changes}",
    "change_term/anew": "changed the term “{title}” ({code}): {summary}",
    "leave_out_standard_term": "left the standard term “{title}” ({code}) out of new heads of terms",
}


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Add the list to those of contracts, the part of the home page, and the words of the audit trail."""
    add_tab(
        Tab(
            of="contracts",
            place=30,
            label="Heads of terms",
            endpoint="heads_of_terms.list_heads",
            permission=Permission.SEE_CONTRACTS,
        )
    )
    add_home_part("heads_of_terms", home_part)
    for act, words in _WORDS.items():
        say(f"heads_of_terms.{act}", words)
