"""Plans and samples: the list, one plan with its practices, drawing; practices compared."""

import json
import secrets

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.views.blueprint import commissioner_in_view
from core import clock
from core.canonical import canonical_text
from core.db import db
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import current_actor, page, page_of, requires
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.quarters import Quarter
from les.verification.actions import drawing
from les.verification.forms import DrawForm, chosen_numbers
from les.verification.models.plans import VerificationPlan
from les.verification.models.visits import Visit
from les.verification.presented.plans import facts_of_plan, plans_table, practices_table, sample_table
from les.verification.presented.visits import visits_table
from les.verification.queries.peers import quarters_claimed
from les.verification.queries.plans import history_of, list_sample, list_visits, sees_all, select_plans
from les.verification.queries.visits import list_seen_visits
from les.verification.rules.sampling import check_asked
from les.verification.views.blueprint import address_of, crumbs_to_list, reached_plan, views

Answer = Response | tuple[str, int]


@views.get("")
@requires(Permission.SEE_CLAIMS)
def list_plans() -> tuple[str, int]:
    """List plans and visits; a practice its own visits."""
    actor, on = current_actor(), clock.today()
    found = page_of(select_plans(actor))
    visits = list_seen_visits(actor)
    return page(
        "les/verification/list_plans.html",
        found=found,
        plans=plans_table(found.rows, lambda each: url_for(".show_plan", plan_id=each.id)) if found.rows else None,
        visits=visits_table(visits, on=on, link=lambda each: address_of(each.id)) if visits else None,
        sees_all=sees_all(actor),
        may_draw=actor.may(Permission.VERIFY_CLAIMS),
    )


@views.get("/plans/<int:plan_id>")
@requires(Permission.SEE_CLAIMS)
def show_plan(plan_id: int) -> tuple[str, int]:
    """Show a plan: how it was drawn, its practices with their visits, the sample, history."""
    plan, actor = reached_plan(plan_id), current_actor()
    sample, may = list_sample(plan.id), actor.may(Permission.VERIFY_CLAIMS)
    visits = {each.practice_id: each for each in list_visits([plan.id])}

    def link(practice_id: int, visit: Visit | None) -> tuple[str, str]:
        if visit is not None:
            return "Open the visit", address_of(visit.id)
        href = url_for(".arrange_visit", plan_id=plan.id, practice_id=practice_id)
        return ("Arrange a visit", href) if may else ("", "")

    return page(
        "les/verification/show_plan.html",
        plan=plan,
        facts=facts_of_plan(plan),
        practices=practices_table(sample, visits, on=clock.today(), link=link),
        sample=sample_table(sample),
        lines=history_of(plan, [each.id for each in visits.values()]),
        crumbs=crumbs_to_list(),
    )


@views.route("/draw", methods=["GET", "POST"])
@requires(Permission.VERIFY_CLAIMS)
def draw_sample() -> Answer:
    """Draw a sample of paid claims."""
    trust = commissioner_in_view()
    schemes = {each.id: each.called for each in list_schemes(current_actor()) if each.commissioner_id == trust.id}
    quarters = {_code(each): each for each in quarters_claimed([trust.id])}
    named = [(code, str(each)[0].upper() + str(each)[1:]) for code, each in quarters.items()]
    form = DrawForm(schemes=list(schemes.items()), quarters=named, seed=secrets.token_hex(8))

    def act() -> str:
        asked = form.asked()
        check_asked(asked)
        plan = drawing.draw_sample(
            commissioner_id=trust.id,
            name=str(form.name.data or ""),
            scheme_ids=chosen_numbers(form.schemes, schemes),
            quarters=[each for code, each in quarters.items() if code in (form.quarters.data or [])],
            asked=asked,
            by=current_actor(),
            at=clock.now(),
        )
        count = len(plan.sample)
        flash(f"{count} {'claim is' if count == 1 else 'claims are'} drawn and frozen. Arrange the visits.")
        return url_for(".show_plan", plan_id=plan.id)

    done = submit(form, act)
    return done or page("les/verification/draw_sample.html", form, crumbs=crumbs_to_list(), quarters=quarters)


@views.get("/plans/<int:plan_id>/sample.csv")
@requires(Permission.SEE_CLAIMS)
def download_sample_csv(plan_id: int) -> Response:
    """Give the sample as CSV."""
    plan = reached_plan(plan_id)
    return send(table_as_csv(sample_table(list_sample(plan.id))), "csv", "sample", plan.name)


@views.get("/plans/<int:plan_id>/sample.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_sample_xlsx(plan_id: int) -> Response:
    """Give practices and sample as XLSX."""
    plan = reached_plan(plan_id)
    sample = list_sample(plan.id)
    visits = {each.practice_id: each for each in list_visits([plan.id])}
    tables = [sample_table(sample), practices_table(sample, visits, on=clock.today())]
    return send(tables_as_xlsx(tables), "xlsx", "sample", plan.name)


@views.get("/plans/<int:plan_id>/frame.json")
@requires(Permission.SEE_CLAIMS)
def download_frame(plan_id: int) -> Response:
    """Give what the sample was drawn from, so that anybody can draw it again."""
    plan = reached_plan(plan_id)
    return send(_repeatable(plan), "json", "frame", plan.name)


@views.get("/plans.csv")
@requires(Permission.SEE_CLAIMS)
def download_plans_csv() -> Response:
    """Give all plans as CSV."""
    plans = list(db.session.scalars(select_plans(current_actor())))
    return send(table_as_csv(plans_table(plans)), "csv", "verification plans")


def _repeatable(plan: VerificationPlan) -> bytes:
    told = {
        "asked": json.loads(plan.asked),
        "frame": json.loads(plan.frame),
        "method": plan.method.value,
        "seed": plan.seed,
        "size": plan.size,
    }
    return canonical_text(told).encode()


def _code(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.number}".replace("/", "-")
