"""The page of completeness and timeliness: a heat map, the same as a table, the share in time, and files of both."""

from flask import Response

from commissioning.activity.charts import completeness_map
from commissioning.activity.presented.seeing.completeness import (
    Line,
    completeness_table,
    finding_of,
    lines_of,
    timeliness_table,
)
from commissioning.activity.rules.months import month_after
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.reading import (
    kept_query,
    page_of_return,
    reader,
    trusts_to_choose,
    twelve_months,
    width_or,
)
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import page, requires

_QUARTER = 3


@views.get("/completeness")
@requires(Permission.SEE_ACTIVITY)
def show_completeness() -> tuple[str, int]:
    """Show what came of the returns of twelve months, by provider and month, and how many came in time."""
    months, lines = _lines()
    return page(
        "commissioning/activity/seeing/show_completeness.html",
        finding=finding_of(lines),
        is_any=bool(lines),
        completeness=completeness_table(lines, months, page_of_return),
        timeliness=timeliness_table(lines),
        trusts=trusts_to_choose(reader(), "activity.show_completeness"),
        query=kept_query(),
    )


@views.get("/completeness.svg")
@requires(Permission.SEE_ACTIVITY)
def draw_completeness() -> Response:
    """Draw the heat map."""
    months, lines = _lines()
    return Response(as_svg(completeness_map(lines, months, width=width_or(560.0))), mimetype="image/svg+xml")


@views.get("/completeness.csv")
@requires(Permission.SEE_ACTIVITY)
def download_completeness_csv() -> Response:
    """Give the table of returns by provider and month as CSV."""
    months, lines = _lines()
    return send(table_as_csv(completeness_table(lines, months)), "csv", reader().trust.name, "completeness")


@views.get("/completeness.xlsx")
@requires(Permission.SEE_ACTIVITY)
def download_completeness_xlsx() -> Response:
    """Give both tables as XLSX, a sheet each."""
    months, lines = _lines()
    tables = [completeness_table(lines, months), timeliness_table(lines)]
    return send(tables_as_xlsx(tables), "xlsx", reader().trust.name, "completeness")


def _lines() -> tuple[list[str], list[Line]]:
    months = twelve_months()
    returns = reader().returns(month_after(months[0], 1 - _QUARTER))
    return months, lines_of(returns, months)
