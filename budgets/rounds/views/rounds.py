"""Pages of rounds: the list, opening one, and the round itself."""

from flask import Blueprint, flash, redirect, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from budgets.rounds import queries, rules
from budgets.rounds.actions.rounds import open_round as open_a_round
from budgets.rounds.forms import OpenRoundForm
from budgets.rounds.views import home_part, tables, words
from budgets.rounds.views.held import held_fast, may_prepare
from budgets.rounds.views.reach import address_of_calculation, followed_round
from core import clock
from core.audit_trail.queries import history_of
from core.navigation import Item, Tab, add_home_part, add_item, add_tab
from core.one_use import submit
from core.periods import FinancialYear
from core.permissions import Permission
from core.web import current_actor, page, page_of, requires

views = Blueprint("rounds", __name__, url_prefix="/budgets/rounds")


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the section to the navigation bar, the part of the home page and the words of the audit trail."""
    add_item(Item(place=20, label="Budgets", endpoint="rounds.list_rounds", permission=Permission.SEE_PROPOSALS))
    prepared = Permission.SEE_UNSHOWN_CALCULATIONS
    add_tab(Tab(of="round", place=10, label="Round", endpoint="rounds.show_round", permission=prepared))
    add_home_part("rounds", home_part.home_part)
    words.make_known()
    state.app.jinja_env.globals.update(
        address_of_calculation=address_of_calculation, held_fast=held_fast, may_prepare=may_prepare
    )


@views.get("")
@requires(Permission.SEE_PROPOSALS)
def list_rounds() -> tuple[str, int]:
    """List the rounds that concern the reader."""
    listed = page_of(queries.select_rounds(current_actor(), on=clock.today()))
    counts = queries.count_states([found.id for found in listed.rows])
    return page("budgets/rounds/list_rounds.html", rounds=listed, rows=tables.round_rows(listed.rows, counts))


@views.route("/open", methods=["GET", "POST"])
@requires(Permission.PREPARE_ROUNDS)
def open_round() -> Response | tuple[str, int]:
    """Open the round of a year."""
    actor = current_actor()
    years = rules.years_to_open(clock.today(), queries.list_years_taken(actor.organisation_id))
    coming = str(FinancialYear(FinancialYear.of(clock.today()).starts_in + 1))
    form = OpenRoundForm(years, coming)

    def act() -> str:
        opened = open_a_round(commissioner_id=actor.organisation_id, year=str(form.year.data), by=actor, at=clock.now())
        flash(f"The round for {opened.year} is open. Its first step is the workbook.")
        return url_for("rounds.show_round", round_id=opened.id)

    if answer := submit(form, act):
        return answer
    return page("budgets/rounds/open_round.html", form)


@views.get("/<int:round_id>")
@requires(Permission.SEE_PROPOSALS)
def show_round(round_id: int) -> Response | tuple[str, int]:
    """Show where a round stands; groups and providers are led to what was put to the groups."""
    found = followed_round(round_id)
    actor = current_actor()
    if not actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        return redirect(url_for("proposals.list_proposals", round_id=round_id))
    calculations = queries.calculations_seen_by(actor, found)
    inputs = queries.list_inputs(round_id)
    scenarios = queries.list_scenarios(round_id)
    shown = [stored for stored in calculations if stored.shown]
    return page(
        "budgets/rounds/show_round.html",
        round=found,
        steps=rules.steps_of(inputs=len(inputs), calculations=len(calculations), shown=len(shown)),
        deadline=rules.deadline_of(found.year),
        inputs=inputs,
        inputs_rows=tables.inputs_rows(inputs),
        scenarios=scenarios,
        scenario_rows=tables.scenario_rows(scenarios),
        calculation_rows=tables.calculation_rows(
            calculations, may_propose=actor.may(Permission.ISSUE_PROPOSALS) and not held_fast(round_id)
        ),
        calculations=calculations,
        has_shown=bool(shown),
        history=history_of("round", round_id, most=20),
    )
