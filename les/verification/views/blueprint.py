"""The blueprint of verification, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.audit_trail.words import say
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission
from core.web import current_actor
from les.verification.models.plans import VerificationPlan
from les.verification.models.visits import Visit
from les.verification.queries.plans import find_seen_plan
from les.verification.queries.visits import find_seen_visit
from les.verification.views.home_part import home_part

views = Blueprint("verification", __name__, url_prefix="/les/verification")
LIST = "verification.list_plans"
_WORDS = {
    "draw_sample": "drew {drawn} of {frame} paid claims of {schemes}, {method}, seed {seed}",
    "arrange_visit": "arranged the visit to {practice} on {on}: {visitors}",
    "move_visit/anew": "moved the visit to {practice} from {old_on} ({old_visitors}) to {on} ({visitors})",
    "move_visit": "moved the visit to {practice} to {on}: {visitors}",
    "record_finding": "recorded a finding of {claim}, {line}: {verified} of {checked} verified",
    "send_report": "sent the report to {practice}, to be answered by {answer_by}",
    "answer_report": "answered the report: {answer}. {words}",
    "decide_appeal": "decided over the appeal. {verdict}: {words}",
    "propose_recovery": "proposed to recover {amount}, {of}",
}


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list to those of enhanced services, the part of the home page and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=90, label="Verification", endpoint=LIST, permission=Permission.SEE_CLAIMS))
    add_home_part("verification", home_part)
    for act, words in _WORDS.items():
        say(f"verification.{act}", words)


def reached_plan(plan_id: int) -> VerificationPlan:
    """The plan of the address, if it concerns the reader."""
    found = find_seen_plan(plan_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_visit(visit_id: int) -> Visit:
    """The visit of the address, if it concerns the reader."""
    found = find_seen_visit(visit_id, current_actor())
    if found is None:
        abort(404)
    return found


def address_of(visit_id: int) -> str:
    """The page of a visit."""
    return url_for("verification.show_visit", visit_id=visit_id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to plans and visits."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Verification", url_for(LIST))]


def crumbs_to(visit: Visit) -> list[tuple[str, str]]:
    """The way to the acts on a visit."""
    return [*crumbs_to_list(), (visit.practice.name, address_of(visit.id))]
