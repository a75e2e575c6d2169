"""The chart of grades, and the tables of sources as files: exactly as they are shown."""

from flask import Blueprint, Response, abort

from budgets.rounds.presented.links import NO_LINKS
from budgets.rounds.queries import policy_of, workbook_of
from budgets.sources.charts import grades_by_group
from budgets.sources.presented import drivers, money
from budgets.sources.rules.descriptions import line_names
from budgets.sources.views.seen import Kept, SourcesSeen, asked, sources_seen
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import requires

views = Blueprint("source_files", __name__, url_prefix="/budgets/rounds/<int:round_id>")


@views.get("/sources/chart")
@requires(Permission.SEE_ROUNDS)
def draw_grades(round_id: int) -> Response:
    """Draw what each group's budget rests on."""
    kept = _kept(_seen(round_id))
    return Response(as_svg(grades_by_group(kept.calculation, kept.rests)), mimetype="image/svg+xml")


@views.get("/sources/drivers.csv")
@requires(Permission.SEE_ROUNDS)
def download_drivers(round_id: int) -> Response:
    """Give the drivers and where they come from as CSV."""
    seen = _seen(round_id)
    return _file(seen, table_as_csv(_drivers(seen)), "csv", "drivers")


@views.get("/sources/groups.csv")
@requires(Permission.SEE_ROUNDS)
def download_groups(round_id: int) -> Response:
    """Give the groups' budgets by grade as CSV, as they are shown."""
    seen = _seen(round_id)
    kept = _kept(seen)
    shown = money.groups_table(kept.calculation, kept.rests, asked(), NO_LINKS)
    return _file(seen, table_as_csv(shown), "csv", "groups")


@views.get("/sources/lines.csv")
@requires(Permission.SEE_ROUNDS)
def download_lines(round_id: int) -> Response:
    """Give the lines by grade as CSV, filtered and in order as they are shown."""
    seen = _seen(round_id)
    kept = _kept(seen)
    shown = money.lines_table(kept.calculation, kept.rests, asked(), NO_LINKS)
    return _file(seen, table_as_csv(shown), "csv", "lines")


@views.get("/sources.xlsx")
@requires(Permission.SEE_ROUNDS)
def download_everything(round_id: int) -> Response:
    """Give every table of the page as XLSX, a sheet each, as they are shown."""
    seen = _seen(round_id)
    tables = [_drivers(seen), drivers.exceptions_table(seen.standing, line_names(workbook_of(seen.inputs)))]
    if seen.kept:
        wanted = asked()
        tables.append(money.groups_table(seen.kept.calculation, seen.kept.rests, wanted, NO_LINKS))
        tables.append(money.lines_table(seen.kept.calculation, seen.kept.rests, wanted, NO_LINKS))
    return _file(seen, tables_as_xlsx(tables), "xlsx")


def _seen(round_id: int) -> SourcesSeen:
    seen = sources_seen(round_id)
    if seen is None:
        abort(404)
    return seen


def _kept(seen: SourcesSeen) -> Kept:
    if seen.kept is None:
        abort(404)
    return seen.kept


def _drivers(seen: SourcesSeen) -> Table:
    policy = policy_of(seen.kept.stored if seen.kept else seen.inputs)
    return drivers.drivers_table(drivers.held_in(workbook_of(seen.inputs), policy), seen.standing)


def _file(seen: SourcesSeen, content: bytes, kind: str, *parts: str) -> Response:
    of_calculation = [f"calculation {seen.kept.stored.number}"] if seen.kept and parts != ("drivers",) else []
    named = [seen.round.commissioner.name, seen.round.year, f"inputs {seen.inputs.number}", *of_calculation]
    return send(content, kind, *named, "sources", *parts)
