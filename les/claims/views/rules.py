"""Rules of approval: what holds, what was proposed, proposing and deciding."""

from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.claims.actions import settings
from les.claims.forms.approval import DecideAdjustmentForm, RulesForm
from les.claims.presented.approvals import rules_facts, rules_table
from les.claims.queries.settings import find_rules, list_rules, rules_in_force, rules_of
from les.claims.views.approval_blueprint import RULES, crumbs_to_list, keep_out_practices, views
from les.schemes.rules.kinds import VERDICT_NAMES

Answer = Response | tuple[str, int]


@views.get("/rules")
@requires(Permission.SEE_CLAIMS)
def list_rules_of_approval() -> tuple[str, int]:
    """Show the rules that hold today, and all that were ever proposed."""
    keep_out_practices()
    actor = current_actor()
    held = rules_in_force(_commissioner(), clock.today())
    return page(
        "les/claims/list_rules.html",
        held=held,
        facts=rules_facts(held),
        shown=rules_table(list_rules(actor.commissioner_ids), lambda each: url_for(".decide_rules", rules_id=each.id)),
        may_propose=actor.may(Permission.SET_CLAIM_RULES),
        crumbs=crumbs_to_list(),
    )


@views.route("/rules/propose", methods=["GET", "POST"])
@requires(Permission.SET_CLAIM_RULES)
def propose_rules() -> Answer:
    """Propose rules from a day on."""
    held = rules_in_force(_commissioner(), clock.today())
    form = RulesForm(data={"budget_check": held.budget_check.value, "evidence_months": held.evidence_months})

    def act() -> str:
        if form.valid_from.data is None:
            raise Refusal("Say from which day the rules hold.")
        wanted = settings.Wanted(
            valid_from=form.valid_from.data,
            bands=form.bands(),
            budget_check=form.check(),
            evidence_months=form.evidence_months.data or 0,
            source=str(form.source.data or ""),
        )
        settings.propose_rules(commissioner_id=_commissioner(), wanted=wanted, by=current_actor(), at=clock.now())
        flash("The rules are proposed. They hold once a second person approved them.")
        return url_for(RULES)

    done = submit(form, act)
    return done or page("les/claims/propose_rules.html", form, crumbs=_crumbs())


@views.route("/rules/<int:rules_id>/decide", methods=["GET", "POST"])
@requires(Permission.SET_CLAIM_RULES)
@binding
def decide_rules(rules_id: int) -> Answer:
    """Approve or decline rules as a second person, or withdraw one’s own."""
    rules = find_rules(rules_id, current_actor())
    if rules is None:
        abort(404)
    form = DecideAdjustmentForm(is_own=rules.proposed_by_id == current_actor().person_id)
    del form.exception

    def act() -> str:
        told: dict[str, Any] = {"rules_id": rules_id, "by": current_actor(), "at": clock.now(), "on": clock.today()}
        settings.decide_rules(verdict=form.chosen, reason=str(form.words.data or ""), **told)
        flash(f"The rules are {VERDICT_NAMES[form.chosen].lower()}.")
        return url_for(RULES)

    if answer := submit(form, act):
        return answer
    return page("les/claims/decide_rules.html", form, rules=rules, facts=rules_facts(rules_of(rules)), crumbs=_crumbs())


def _commissioner() -> int:
    """The trust whose rules these are: the reader’s own, or the one theirs belongs to."""
    return min(current_actor().commissioner_ids)


def _crumbs() -> list[tuple[str, str]]:
    return [*crumbs_to_list(), ("Rules of approval", url_for(RULES))]
