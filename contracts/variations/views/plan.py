"""Pages on which what a draft changes of the activity plan is written: which line, its months, a service besides."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from contracts.agreements.forms.plan import service_plan_form
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.queries.figures import services_at_hand
from contracts.agreements.rules.months import month_of, spans
from contracts.variations.actions import figures as acts
from contracts.variations.forms import plan_line_form
from contracts.variations.models import Variation
from contracts.variations.presented.figures import plan_rows, plan_table, services_planned
from contracts.variations.queries.content import window_of
from contracts.variations.queries.figures import figures_drafted
from contracts.variations.rules.figures import planned_by
from contracts.variations.rules.pieces import PieceKind
from contracts.variations.views.blueprint import (
    address_of,
    crumbs_to_variation,
    editing,
    own_draft_in_view,
    views,
    where,
)
from core.one_use import press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/<int:contract_id>/variations/<int:number>/plan")
@requires(Permission.PROPOSE_VARIATIONS)
def choose_plan_line(contract_id: int, number: int) -> tuple[str, int]:
    """Show the lines of the activity plan with what the draft makes of them, to choose which one changes."""
    variation = own_draft_in_view(contract_id, number)
    drafted = figures_drafted(variation)
    return page(
        "contracts/variations/choose_plan_line.html",
        variation=variation,
        crumbs=crumbs_to_variation(variation),
        here=where(variation),
        parts=[
            (part, lines, plan_table(part, lines, lambda each: _address(variation, each.key)))
            for part in drafted.parts(PieceKind.PLAN)
            for lines in (drafted.lines(PieceKind.PLAN, part.key),)
        ],
    )


@views.route("/<int:contract_id>/variations/<int:number>/plan/write", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def write_plan_line(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Write the months of a line of the activity plan (`?line=activity_plan-1:plan/COMM-NUR/DAC`)."""
    variation = own_draft_in_view(contract_id, number)
    drafted, key = figures_drafted(variation), request.args.get("line", "")
    now = drafted.now(key, PieceKind.PLAN) or drafted.stands(key, PieceKind.PLAN)
    if now is None:
        abort(404)
    stands, line, window = drafted.stands(key, PieceKind.PLAN), planned_by(now), window_of(variation)
    months = sorted({*spans(variation.contract.starts_on, drafted.last), *line.months})
    form = plan_line_form(line, [month for month in months if window.holds(month)])

    def act() -> str:
        acts.write_plan_line(
            variation_id=variation.id,
            key=key,
            planned=form.planned.units or 0,
            months=form.written(),
            by=current_actor(),
        )
        flash(f"What the variation makes of {line.called} is saved. Its months add up.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    return page(
        "contracts/variations/write_plan_line.html",
        form,
        variation=variation,
        line=line,
        rows=plan_rows(months, stands, form),
        before=f"{planned_by(stands).planned:,}" if stands else "–",
        added=form.added(sum(line.months.get(month, 0) for month in months if month not in form.months)),
        crumbs=_crumbs(variation),
    )


@views.route("/<int:contract_id>/variations/<int:number>/plan/add", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def plan_service(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Plan a service besides, or one for further groups (`?part=activity_plan-1`)."""
    variation = own_draft_in_view(contract_id, number)
    drafted, contract = figures_drafted(variation), variation.contract
    part = next((each for each in drafted.parts(PieceKind.PLAN) if each.key == request.args.get("part", "")), None)
    if part is None:
        abort(404)
    months = [month for month in spans(contract.starts_on, drafted.last) if window_of(variation).holds(month)]
    if not months:
        abort(404)
    last = min(months[-1], month_of(variation.effective_to or drafted.last))
    groups = {group.code: group.name for group in groups_of(contract)}
    names = services_at_hand(contract) | services_planned(drafted.lines(PieceKind.PLAN))
    form = service_plan_form(names, groups, months, within=(months[0], last))

    def act() -> str:
        wanted = form.wanted()
        acts.plan_service(variation_id=variation.id, part_key=part.key, wanted=wanted, by=current_actor())
        flash(f"{wanted.service_name} is planned by the variation. Its months add up to {wanted.total:,}.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    return page(
        "contracts/variations/plan_service.html",
        form,
        variation=variation,
        part=part,
        service="",
        crumbs=_crumbs(variation),
    )


@views.post("/<int:contract_id>/variations/<int:number>/figures/take-out")
@requires(Permission.PROPOSE_VARIATIONS)
def take_out_figures(contract_id: int, number: int) -> Response:
    """Take a line of the plan, or terms of payment, out by the variation (`?line=prices-1:terms/COMM-NUR`)."""
    variation = own_draft_in_view(contract_id, number)
    key = request.args.get("line", "")

    def act() -> str:
        acts.take_out_figures(variation_id=variation.id, key=key, by=current_actor())
        flash("The variation takes it out.")
        return f"{address_of(variation)}#changes"

    chooser = "variations.choose_terms" if ":terms/" in key else "variations.choose_plan_line"
    return press(act, url_for(chooser, **where(variation)))


def _address(variation: Variation, key: str) -> str:
    return url_for("variations.write_plan_line", line=key, **where(variation))


def _crumbs(variation: Variation) -> list[tuple[str, str]]:
    chooser = url_for("variations.choose_plan_line", **where(variation))
    return [*crumbs_to_variation(variation), ("Activity plan", chooser)]
