"""The drawing of risk, and its tables as files, exactly as they are shown."""

from flask import Response, abort

from budgets.method.result import Calculation
from budgets.risk.charts import changes_against_chance
from budgets.risk.presented.volatility import volatility_table
from budgets.risk.queries.calculations import find_newest_seen
from budgets.risk.queries.movements import list_movements
from budgets.risk.views.blueprint import views
from budgets.risk.views.overview import ledger
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import calculation_at_hand
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, requires


@views.get("/rounds/<int:round_id>/risk/chance")
@requires(Permission.SEE_RISK)
def draw_chance(round_id: int) -> Response:
    """Draw each group's change on last year with its band of chance."""
    figure = changes_against_chance(_calculation(followed_round(round_id)))
    return Response(as_svg(figure), mimetype="image/svg+xml")


@views.get("/rounds/<int:round_id>/risk/pool.csv")
@requires(Permission.SEE_RISK)
def download_pool_csv(round_id: int) -> Response:
    """Give the movements as CSV, as they are filtered."""
    found = followed_round(round_id)
    return _file(found, ledger(found, list_movements(round_id))[0], "csv", "risk-pool")


@views.get("/rounds/<int:round_id>/risk/pool.xlsx")
@requires(Permission.SEE_RISK)
def download_pool_xlsx(round_id: int) -> Response:
    """Give the movements as XLSX, as they are filtered."""
    found = followed_round(round_id)
    return _file(found, ledger(found, list_movements(round_id))[0], "xlsx", "risk-pool")


@views.get("/rounds/<int:round_id>/risk/chance.csv")
@requires(Permission.SEE_RISK)
def download_chance_csv(round_id: int) -> Response:
    """Give each group's band of chance as CSV."""
    found = followed_round(round_id)
    return _file(found, volatility_table(_calculation(found)), "csv", "chance-by-size")


@views.get("/rounds/<int:round_id>/risk/chance.xlsx")
@requires(Permission.SEE_RISK)
def download_chance_xlsx(round_id: int) -> Response:
    """Give each group's band of chance as XLSX."""
    found = followed_round(round_id)
    return _file(found, volatility_table(_calculation(found)), "xlsx", "chance-by-size")


def _calculation(found: Round) -> Calculation:
    """The newest calculation the reader may see, or 404."""
    stored = find_newest_seen(current_actor(), found)
    if stored is None:
        abort(404)
    return calculation_at_hand(stored)


def _file(found: Round, shown: Table, kind: str, name: str) -> Response:
    content = table_as_csv(shown) if kind == "csv" else tables_as_xlsx([shown])
    return send(content, kind, found.commissioner.name, found.year, name)
