"""The chart of growth, and the tables of must-dos as files: exactly as they are shown."""

from flask import Response, abort, request

from budgets.must_dos.charts import growth_used
from budgets.must_dos.presented.listed import asked_from, must_dos_table
from budgets.must_dos.views.blueprint import views
from budgets.must_dos.views.seen import MustDosSeen, must_dos_seen
from budgets.rounds.views.reach import followed_round
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, requires


@views.get("/chart")
@requires(Permission.SEE_INTENTIONS)
def draw_growth(round_id: int) -> Response:
    """Draw the growth money and what must-dos leave of it."""
    return Response(as_svg(growth_used(_seen(round_id).use)), mimetype="image/svg+xml")


@views.get("/must-dos.csv")
@requires(Permission.SEE_INTENTIONS)
def download_must_dos_csv(round_id: int) -> Response:
    """Give the must-dos as CSV, filtered and in order as they are shown."""
    seen = _seen(round_id)
    return _file(seen, table_as_csv(_table(seen)), "csv")


@views.get("/must-dos.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_must_dos_xlsx(round_id: int) -> Response:
    """Give the must-dos as they are shown, and what each group gets of them, as XLSX."""
    seen = _seen(round_id)
    split = seen.split()
    return _file(seen, tables_as_xlsx([_table(seen), *([split] if split else [])]), "xlsx")


def _seen(round_id: int) -> MustDosSeen:
    seen = must_dos_seen(followed_round(round_id), current_actor())
    if seen is None:
        abort(404)
    return seen


def _table(seen: MustDosSeen) -> Table:
    return must_dos_table(seen.rows, asked_from(request.args), seen.groups)


def _file(seen: MustDosSeen, content: bytes, kind: str) -> Response:
    return send(content, kind, seen.round.commissioner.name, seen.round.year, "must-dos")
