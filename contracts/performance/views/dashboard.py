"""The dashboard of KPIs: the page, exactly what is shown as files, and the PDF with charts."""

from flask import Response, url_for

from commissioning.activity.rules.months import month_after
from contracts.performance.documents import Sheet, dashboard_pdf
from contracts.performance.forms.judging import DashboardFilter
from contracts.performance.presented import dashboard as presented
from contracts.performance.queries.board import drawn_lines
from contracts.performance.queries.kpis import Chosen, list_drafted, list_in_use
from contracts.performance.queries.off_track import CHARTED_MONTHS
from contracts.performance.views.asked import (
    asked_of_request,
    asked_words,
    filter_choices,
    last_month,
    lines_asked,
    lines_seen,
)
from contracts.performance.views.blueprint import address_of, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import address_with, asked_again, current_actor, page, requires, sorting_addresses


@views.get("")
@requires(Permission.SEE_PERFORMANCE)
def list_kpis() -> tuple[str, int]:
    """Show all KPIs that concern the reader over the last months, as asked."""
    actor, asked, on = current_actor(), asked_of_request(), clock.today()
    lines, shown = lines_asked(asked, on=on)
    path = url_for("performance.list_kpis")
    heads = sorting_addresses(presented.SORTS, asked.sort, path)
    kpis = [line.kpi for line in lines] if asked.chosen == Chosen() else list_in_use(actor, Chosen())
    months = presented.months_to(last_month(on), asked.months)
    may_define = actor.may(Permission.DEFINE_KPIS)
    return page(
        "contracts/performance/list_kpis.html",
        filter=DashboardFilter(**filter_choices(kpis)),
        asked=asked,
        figures=presented.status_figures(lines, lambda status: address_with({"status": status}, path)),
        kpis=presented.dashboard_table(shown, months, sort=asked.sort, address_of=address_of, heads=heads),
        is_any=bool(kpis),
        shown=shown,
        drafts=list_drafted(actor) if may_define else [],
        may_define=may_define,
        may_judge=actor.may(Permission.JUDGE_RESULTS),
        may_return=actor.may(Permission.SUBMIT_RESULTS),
        query=asked_again(),
        address_of=address_of,
    )


@views.get("/kpis.csv")
@requires(Permission.SEE_PERFORMANCE)
def download_kpis_csv() -> Response:
    """Give the dashboard as CSV, filtered and in order as it is shown."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "kpis")


@views.get("/kpis.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_kpis_xlsx() -> Response:
    """Give the dashboard as XLSX, filtered and in order as it is shown."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "kpis")


@views.get("/kpis.pdf")
@requires(Permission.SEE_PERFORMANCE)
def download_kpis_pdf() -> Response:
    """Give the dashboard as PDF with the process chart of each KPI, filtered and in order as it is shown."""
    on, actor = clock.today(), current_actor()
    asked = asked_of_request()
    lines, shown = lines_asked(asked, on=on)
    last = last_month(on)
    whole = lines_seen([line.kpi for line in shown], month_after(last, 1 - CHARTED_MONTHS), last)
    sheet = Sheet(
        organisation=actor.organisation_name, asked=asked_words(asked, [line.kpi for line in lines], last), dated=on
    )
    return send(dashboard_pdf(sheet, shown, drawn_lines(whole)), "pdf", actor.organisation_name, "kpis")


def _whole() -> Table:
    asked, on = asked_of_request(), clock.today()
    _, shown = lines_asked(asked, on=on)
    return presented.dashboard_table(shown, presented.months_to(last_month(on), asked.months))
