"""The blueprint of the incentive, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.audit_trail.words import say
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission
from core.web import current_actor
from les.payments.models.incentive import FreedUpSheet, IncentiveInstalment, IncentivePlan, IncentiveProposal
from les.payments.queries.incentive import find_proposal, find_seen_plan, find_sheet, sees_all
from les.payments.views.incentive_home import home_part

views = Blueprint("incentive", __name__, url_prefix="/les/incentive")
LIST = "incentive.list_plans"
_WORDS = {
    "make_plan": "planned the incentive: {instalments}, list of {list_on}, {set_aside} set aside",
    "change_plan": "changed the plan: {instalments}, list of {list_on}, {set_aside} set aside",
    "change_plan/anew": "changed the plan: {changes}",
    "judge_condition": "judged {instalment} for {of}: {judged}, {reason}",
    "enter_freed_up": "entered what was freed up, practices: {practices}, {source}",
    "decide_freed_up": "decided over what was freed up, practices: {practices}, {verdict}",
    "propose_instalment": "proposed {instalment}: {total}, practices: {practices}",
    "decide_proposal": "decided over {instalment}: {total}, practices: {practices}, {verdict}",
}


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list to those of enhanced services, the part of the home page and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=85, label="Incentive", endpoint=LIST, permission=Permission.SEE_SCHEMES))
    add_home_part("incentive", home_part)
    for act, words in _WORDS.items():
        say(f"incentive.{act}", words)


def reached_plan(plan_id: int, *, whole: bool = False) -> IncentivePlan:
    """The plan of the address, if it concerns the reader; `whole`: only for those who see every practice of it."""
    actor = current_actor()
    found = find_seen_plan(plan_id, actor)
    if found is None or (whole and not sees_all(actor)):
        abort(404)
    return found


def reached_instalment(plan: IncentivePlan, instalment_id: int) -> IncentiveInstalment:
    """The instalment of the address, of that plan."""
    found = next((each for each in plan.instalments if each.id == instalment_id), None)
    if found is None:
        abort(404)
    return found


def reached_sheet(sheet_id: int) -> FreedUpSheet:
    """The sheet of freed-up resources of the address, for those who see every practice."""
    found = find_sheet(sheet_id)
    if found is None:
        abort(404)
    reached_plan(found.plan_id, whole=True)
    return found


def reached_proposal(proposal_id: int) -> IncentiveProposal:
    """The proposal of the address, for those who see every practice."""
    found = find_proposal(proposal_id)
    if found is None:
        abort(404)
    reached_plan(found.instalment.plan_id, whole=True)
    return found


def address_of(plan_id: int) -> str:
    """The page of a plan."""
    return url_for("incentive.show_plan", plan_id=plan_id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to a plan."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Incentive", url_for(LIST))]


def crumbs_to(plan: IncentivePlan) -> list[tuple[str, str]]:
    """The way to the pages of a plan."""
    return [*crumbs_to_list(), (f"{plan.scheme.name}, {plan.year}", address_of(plan.id))]
