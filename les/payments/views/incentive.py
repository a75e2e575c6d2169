"""Plans of the incentive: the list, a plan as each reader sees it, one practice of it, making and changing plans."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.one_use import Editing, submit
from core.periods import FinancialYear
from core.permissions import Actor, Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import current_actor, page, requires
from core.wording import in_full
from les.payments.actions import incentive as acts
from les.payments.documents.incentive import in_one_sentence, plan_statement
from les.payments.forms.incentive import PlanForm
from les.payments.models.incentive import SUBJECT, FreedUpSheet, IncentiveInstalment
from les.payments.presented.incentive import (
    facts_of,
    groups_table,
    instalments_table,
    judgements_table,
    practices_table,
    proposals_table,
    sheets_table,
    workings_table,
)
from les.payments.presented.incentive_steps import plans_table, steps_of
from les.payments.queries.incentive import (
    history_of,
    list_judgements,
    list_schemes_to_plan,
    list_seen_plans,
    list_sheets,
    planned_of,
    sees_all,
)
from les.payments.queries.incentive_standing import PracticeStanding, Standing, standing_of
from les.payments.views.incentive_blueprint import address_of, crumbs_to, crumbs_to_list, reached_plan, views

Answer = Response | tuple[str, int]


@views.get("")
@requires(Permission.SEE_SCHEMES)
def list_plans() -> tuple[str, int]:
    """List the plans that concern the reader."""
    plans, may_make = list_seen_plans(current_actor()), current_actor().may(Permission.SET_SCHEME_BUDGETS)
    shown = plans_table(plans, lambda plan: address_of(plan.id)) if plans else None
    return page("les/payments/incentive/list_plans.html", shown=shown, may_make=may_make)


@views.get("/<int:plan_id>")
@requires(Permission.SEE_SCHEMES)
def show_plan(plan_id: int) -> tuple[str, int]:
    """Show a plan: commissioner, finance and auditors all of it, a group's lead its totals, a practice its own."""
    plan, actor = reached_plan(plan_id), current_actor()
    standing = standing_of(plan)
    practices = _seen(standing, actor)
    told: dict[str, Any] = {"plan": plan, "crumbs": crumbs_to_list(), "facts": facts_of(plan)}
    told["sentence"] = in_one_sentence(plan, practices)
    if actor.role is Role.PRACTICE_MANAGER:
        own = practices[0] if practices else None
        workings = workings_table(own, plan) if own and own.workings else None
        return page("les/payments/incentive/show_own.html", own=own, workings=workings, **told)
    told["groups"] = groups_table(standing, practices)
    if not sees_all(actor):
        return page("les/payments/incentive/show_group.html", **told)
    may = actor.may(Permission.SET_SCHEME_BUDGETS)
    sheets = list_sheets(plan.id)
    return page(
        "les/payments/incentive/show_plan.html",
        **told,
        steps=steps_of(standing),
        may=may,
        is_open=not standing.proposals,
        instalments=instalments_table(standing, _next(standing) if may else lambda _: ("", "")),
        practices=practices_table(standing, practices, partial(_address, plan.id)),
        sheets=sheets_table(sheets, _to_decide if may else lambda _: ""),
        judgements=judgements_table(list_judgements(plan.id)),
        proposals=proposals_table(standing, _to_settle if may else lambda _: ""),
        lines=history_of(plan),
    )


@views.get("/<int:plan_id>/practices/<int:practice_id>")
@requires(Permission.SEE_CLAIMS)
def show_practice(plan_id: int, practice_id: int) -> tuple[str, int]:
    """Show how every figure of one practice comes about."""
    plan = reached_plan(plan_id)
    found = [each for each in _seen(standing_of(plan), current_actor()) if each.practice.id == practice_id]
    if not found:
        abort(404)
    workings = workings_table(found[0], plan) if found[0].workings else None
    crumbs = crumbs_to(plan)
    return page("les/payments/incentive/show_practice.html", plan=plan, own=found[0], workings=workings, crumbs=crumbs)


@views.route("/make", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def make_plan() -> Answer:
    """Plan the incentive of a scheme and year."""
    schemes = [(each.id, each.called) for each in list_schemes_to_plan(current_actor())]
    form = PlanForm(schemes=schemes, year=str(FinancialYear.of(clock.today())))

    def act() -> str:
        chosen = str(form.scheme.data or "")
        if chosen not in {str(known) for known, _ in schemes}:
            raise Refusal("Choose a scheme.")
        by, at = current_actor(), clock.now()
        year = str(form.year.data or "")
        plan = acts.make_plan(scheme_id=int(chosen), year=year, planned=form.planned(), by=by, at=at)
        flash(f"The incentive of {plan.year} is planned. Enter what practices freed up, and judge the conditions.")
        return address_of(plan.id)

    done = submit(form, act)
    return done or page("les/payments/incentive/make_plan.html", form, crumbs=crumbs_to_list(), schemes=schemes)


@views.route("/<int:plan_id>/change", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def change_plan(plan_id: int) -> Answer:
    """Change a plan of which nothing is proposed."""
    plan = reached_plan(plan_id, whole=True)
    form = PlanForm(saved=planned_of(plan))

    def act() -> str:
        acts.change_plan(plan_id=plan_id, planned=form.planned(), by=current_actor())
        flash("The plan is changed, and everything is worked out anew.")
        return address_of(plan_id)

    done = submit(form, act, editing=Editing(record=plan, subject=SUBJECT))
    return done or page("les/payments/incentive/change_plan.html", form, plan=plan, crumbs=crumbs_to(plan))


@views.get("/<int:plan_id>/incentive.csv")
@requires(Permission.SEE_CLAIMS)
def download_plan_csv(plan_id: int) -> Response:
    """Give the practices of a plan as CSV."""
    plan = reached_plan(plan_id)
    standing = standing_of(plan)
    shown = practices_table(standing, _seen(standing, current_actor()))
    return send(table_as_csv(shown), "csv", "incentive", plan.year)


@views.get("/<int:plan_id>/incentive.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_plan_xlsx(plan_id: int) -> Response:
    """Give instalments, groups and practices of a plan as XLSX; of its own alone to a practice."""
    plan, actor = reached_plan(plan_id), current_actor()
    standing = standing_of(plan)
    practices = _seen(standing, actor)
    tables = [practices_table(standing, practices)]
    if sees_all(actor):
        tables += [groups_table(standing, practices), instalments_table(standing)]
    return send(tables_as_xlsx(tables), "xlsx", "incentive", plan.year)


@views.get("/<int:plan_id>/statement.pdf")
@requires(Permission.SEE_CLAIMS)
def download_statement(plan_id: int) -> Response:
    """Give the statement of the whole plan as PDF."""
    plan = reached_plan(plan_id, whole=True)
    standing = standing_of(plan)
    as_at = in_full(clock.today())
    return send(plan_statement(standing, standing.practices, as_at=as_at), "pdf", "incentive statement", plan.year)


def _seen(standing: Standing, actor: Actor) -> Sequence[PracticeStanding]:
    """The practices that the reader may see or have added up: all, those of its group, its own."""
    if sees_all(actor):
        return standing.practices
    if actor.role is Role.PRACTICE_MANAGER:
        return [each for each in standing.practices if each.practice.id == actor.organisation_id]
    return [each for each in standing.practices if each.group and each.group.id == actor.organisation_id]


def _address(plan_id: int, standing: PracticeStanding) -> str:
    return url_for(".show_practice", plan_id=plan_id, practice_id=standing.practice.id)


def _next(standing: Standing) -> Any:
    """What can be done with an instalment now, and where."""

    def act(instalment: IncentiveInstalment) -> tuple[str, str]:
        can_propose = bool(standing.to_propose(instalment))
        endpoint = ".propose_instalment" if can_propose else ".judge_condition"
        href = url_for(endpoint, plan_id=standing.plan.id, instalment_id=instalment.id)
        return ("Propose it" if can_propose else "Judge its condition"), href

    return act


def _to_decide(sheet: FreedUpSheet) -> str:
    return url_for("incentive.decide_freed_up", sheet_id=sheet.id)


def _to_settle(proposal_id: int) -> str:
    return url_for("incentive.decide_proposal", proposal_id=proposal_id)
