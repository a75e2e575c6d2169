"""Pages of grossing up: prices before and after, and a provider's costs, prices and loss leaders."""

from flask import Blueprint, abort, flash, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from budgets.intentions.actions.prices import set_prices as set_the_prices
from budgets.intentions.forms.prices import LineToPrice, PricesForm, prices_form
from budgets.intentions.models.prices import PriceRecord
from budgets.intentions.presented.grossing_up import combined_table, grossed_figures, grossed_table
from budgets.intentions.queries.prices import list_prices, newest_price_id, priced_of
from budgets.intentions.rules.grossing_up import GrossedUp, gross_up
from budgets.intentions.rules.overview import Overview
from budgets.intentions.rules.sums import cost_for
from budgets.intentions.views.files import table_file
from budgets.intentions.views.sight import Sight, crumbs_of, number_in, opened_sight
from budgets.rounds.models import Round
from budgets.rounds.views.held import held_fast
from budgets.rounds.views.reach import followed_round
from core import clock
from core.errors import OutOfDate
from core.one_use import submit
from core.permissions import Permission, Role
from core.web import current_actor, page, requires

views = Blueprint("grossing_up", __name__, url_prefix="/budgets/rounds/<int:round_id>/grossing-up")


@views.get("")
@requires(Permission.SEE_INTENTIONS)
def show_grossing_up(round_id: int) -> tuple[str, int]:
    """Show for each provider the prices before and after its loss leaders' shortfall is recovered."""
    found = followed_round(round_id)
    parts = [
        (provider, grossed_figures(done), grossed_table(done, provider, name=f"grossing-up-{place}"))
        for place, (provider, done) in enumerate(_grossed(found))
    ]
    actor = current_actor()
    return page(
        "budgets/intentions/show_grossing_up.html",
        round=found,
        crumbs=crumbs_of(found, below=False),
        parts=parts,
        may_price=actor.role is Role.PROVIDER_MANAGER
        and actor.may(Permission.ANSWER_INTENTIONS)
        and not held_fast(round_id),
    )


@views.get("/grossing-up.csv")
@requires(Permission.SEE_INTENTIONS)
def download_grossing_up_csv(round_id: int) -> FlaskResponse:
    """Give the prices before and after as CSV."""
    return _file(round_id, "csv")


@views.get("/grossing-up.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_grossing_up_xlsx(round_id: int) -> FlaskResponse:
    """Give the prices before and after as XLSX, a sheet for each provider."""
    return _file(round_id, "xlsx")


@views.route("/prices", methods=["GET", "POST"])
@requires(Permission.ANSWER_INTENTIONS)
def set_prices(round_id: int) -> Response | tuple[str, int]:
    """Say what each line costs the provider, what it charges, and which are loss leaders."""
    sight, overview = opened_sight(round_id)
    lines = _lines_to_price(sight, overview)
    newest = newest_price_id(round_id, sight.by.organisation_id)
    form = prices_form(lines, seen_id=newest)

    def act() -> str:
        _set(form, round_id)
        flash("Costs and prices are recorded.")
        return url_for("grossing_up.show_grossing_up", round_id=round_id)

    done = submit(form, act)
    if done is not None:
        return done
    if isinstance(form.refused_by, OutOfDate):
        form.seen.data = str(newest)
    crumbs = [*crumbs_of(sight.round), ("Grossing up", url_for("grossing_up.show_grossing_up", round_id=round_id))]
    return page("budgets/intentions/set_prices.html", form, round=sight.round, crumbs=crumbs, overview=overview)


def _set(form: PricesForm, round_id: int) -> None:
    actor = current_actor()
    set_the_prices(
        round_id=round_id,
        party_id=actor.organisation_id,
        prices=form.prices(),
        seen_id=number_in(form.seen.data),
        by=actor,
        at=clock.now(),
    )


def _lines_to_price(sight: Sight, overview: Overview) -> list[LineToPrice]:
    provider_id = sight.by.organisation_id
    provided = set(overview.provided.lines_of(provider_id))
    if not provided:
        abort(404)
    standing = {row.line_code: priced_of(row) for row in list_prices(sight.round.id, party_id=provider_id)}
    return [
        LineToPrice(
            code=line.code,
            name=line.name,
            category=line.category,
            cost=cost_for(overview, line, provider_id),
            standing=standing.get(line.code),
        )
        for line in overview.open_lines
        if line.code in provided
    ]


def _grossed(found: Round) -> list[tuple[str, GrossedUp]]:
    """Each provider that gave prices, with its services grossed up; to a provider its own: prices are no rival's."""
    actor = current_actor()
    own = actor.organisation_id if actor.role is Role.PROVIDER_MANAGER else None
    by_provider: dict[str, list[PriceRecord]] = {}
    for row in list_prices(found.id, party_id=own):
        by_provider.setdefault(row.party.name, []).append(row)
    return [(provider, gross_up([priced_of(row) for row in rows])) for provider, rows in by_provider.items()]


def _file(round_id: int, kind: str) -> FlaskResponse:
    found = followed_round(round_id)
    done = _grossed(found)
    if not done:
        abort(404)
    if kind == "csv":
        return table_file([combined_table(done)], kind, found, "grossing-up")
    tables = [grossed_table(each, name, name=f"grossing-up-{place}") for place, (name, each) in enumerate(done, 1)]
    return table_file(tables, kind, found, "grossing-up")
