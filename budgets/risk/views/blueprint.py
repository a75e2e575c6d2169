"""The blueprint of risk: its tab among the pages of a round, its part of the home page, the words of its acts."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from budgets.risk.views.home_part import home_part
from core.audit_trail.words import say
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission

views = Blueprint("risk", __name__, url_prefix="/budgets")
_WORDS = {
    "decide_holder/anew": "changed who holds the reserve from {old_holder} to {holder}: {reason}",
    "decide_holder": "decided that {holder} holds the reserve: {reason}",
    "ask_for_movement": "asked for movement {number}, {movement}: {reason}",
    "approve_movement": "approved movement {number}, {movement} ({place} approvals; the pool holds £{balance})",
    "decline_movement": "declined movement {number}, {movement}: {reason}",
    "withdraw_movement": "withdrew movement {number}: {reason}",
}


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Add the page to those of a round, the part of the home page and the words of the audit trail."""
    add_tab(Tab(of="round", place=60, label="Risk", endpoint="risk.show_risk", permission=Permission.SEE_RISK))
    answers = Permission.ANSWER_INTENTIONS
    add_tab(Tab(of="round", place=60, label="Reserve", endpoint="risk.show_holder", permission=answers))
    add_home_part("risk", home_part)
    for act, words in _WORDS.items():
        say(f"risk.{act}", words)
