"""The report of what is incomplete, on a page and as files; for those who read a commissioner’s figures."""

from flask import url_for
from werkzeug.wrappers import Response

from commissioning.organisations.views.blueprint import commissioner_in_view
from contracts.specifications.presented.completeness import no_link, report_tables, uncovered
from contracts.specifications.queries.completeness import Report, completeness_of
from contracts.specifications.views.blueprint import crumbs_to_list, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import page, requires


@views.get("/completeness")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def show_completeness() -> tuple[str, int]:
    """Show the money without an agreed specification, what is past review, and what was left empty."""
    report = _report()
    return page(
        "contracts/specifications/show_completeness.html",
        report=report,
        crumbs=crumbs_to_list(),
        tables=report_tables(report, lambda version_id: url_for(".show_version", version_id=version_id)),
    )


@views.get("/completeness.csv")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def download_completeness_csv() -> Response:
    """Give the service lines with money and no agreed specification as CSV."""
    return send(table_as_csv(uncovered(_report(), no_link)), "csv", "money-without-specification")


@views.get("/completeness.xlsx")
@requires(Permission.SEE_UNSHOWN_CALCULATIONS)
def download_completeness_xlsx() -> Response:
    """Give the whole report as XLSX, a sheet for each of its tables."""
    report = _report()
    return send(tables_as_xlsx(report_tables(report) or [uncovered(report, no_link)]), "xlsx", "completeness")


def _report() -> Report:
    return completeness_of(commissioner_in_view().id, on=clock.today())
