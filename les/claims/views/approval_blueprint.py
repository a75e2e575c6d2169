"""The blueprint of approval, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission, Role
from core.web import current_actor
from les.claims.models.claims import Claim
from les.claims.models.decisions import Adjustment
from les.claims.queries.adjustments import find_seen_adjustment
from les.claims.queries.approving import find_claim_for_approval
from les.claims.views import approval_home, approval_words

views = Blueprint("claim_approvals", __name__, url_prefix="/les/approvals")
LIST = "claim_approvals.list_waiting"
ADJUSTMENTS = "claim_approvals.list_adjustments"
RULES = "claim_approvals.list_rules_of_approval"


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the lists to the section, the part of the home page and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=74, label="Approval", endpoint=LIST, permission=Permission.SET_CLAIM_RULES))
    add_tab(Tab(of="les", place=76, label="Adjustments", endpoint=ADJUSTMENTS, permission=Permission.SEE_CLAIMS))
    add_home_part("claim approvals", approval_home.home_part)
    approval_words.make_known()


def keep_out_practices() -> None:
    """Approval is the commissioner’s: for a practice these pages are not there."""
    if current_actor().role is Role.PRACTICE_MANAGER:
        abort(404)


def reached_claim(claim_id: int) -> Claim:
    """The claim of the address, if it concerns the reader; else there is none."""
    keep_out_practices()
    found = find_claim_for_approval(claim_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_adjustment(adjustment_id: int) -> Adjustment:
    """The adjustment of the address, if it concerns the reader; else there is none."""
    found = find_seen_adjustment(adjustment_id, current_actor())
    if found is None:
        abort(404)
    return found


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to a claim that waits."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Approval", url_for(LIST))]


def crumbs_to_claim(claim: Claim) -> list[tuple[str, str]]:
    """The way to a decision over a claim."""
    return [*crumbs_to_list(), (claim.number, url_for("claim_approvals.show_claim", claim_id=claim.id))]


def crumbs_to_adjustments() -> list[tuple[str, str]]:
    """The way to an adjustment."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Adjustments", url_for(ADJUSTMENTS))]
