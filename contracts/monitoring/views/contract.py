"""The page of a contract’s plan against actual by service, its chart, its files and its report."""

from flask import Response, url_for

from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.views.seeing.reading import width_or
from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.monitoring.charts import WIDE, variances
from contracts.monitoring.documents.report import Report, report_pdf
from contracts.monitoring.presented.months import adjustments_table
from contracts.monitoring.presented.services import Address, forecast_table, nowhere, to_date_table
from contracts.monitoring.presented.words import early_in_words, finding_of, method_in_words
from contracts.monitoring.queries.plans import list_also_planned
from contracts.monitoring.rules.forecasting import Method
from contracts.monitoring.views.blueprint import (
    Seen,
    may_see_returns,
    page_of_service,
    seen_in_view,
    seen_of,
    views,
)
from core import clock
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires


@views.get("/<int:contract_id>/activity")
@requires(Permission.SEE_CONTRACTS)
def show_activity(contract_id: int) -> tuple[str, int]:
    """Show plan against actual of each service, in units and money, to a month, with what the year comes to."""
    contract = contract_in_view(contract_id)
    seen = seen_of(contract)
    if seen is None:
        return page("contracts/monitoring/not_signed.html", contract=contract, crumbs=crumbs_to(contract))
    to_date, forecast, adjustments = tables_of(seen, address_of=lambda service: page_of_service(seen, service))
    shown = [each for each in seen.lines if each.is_shown]
    return page(
        "contracts/monitoring/show_activity.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        seen=seen,
        findings=[(finding_of(each), page_of_service(seen, each.service)) for each in seen.lines],
        figure=variances(seen.lines) if any(each.units.percent is not None for each in shown) else None,
        to_date=to_date,
        forecast=forecast if shown else None,
        adjustments=adjustments if adjustments.rows else None,
        also_planned=list_also_planned(
            contract,
            [each.code for each in seen.watched.services],
            seen.watched.months,
            by=current_actor(),
        ),
        methods=[method_in_words(method) for method in Method],
        early=early_in_words(seen.lines),
    )


@views.get("/<int:contract_id>/activity.svg")
@requires(Permission.SEE_CONTRACTS)
def draw_activity(contract_id: int) -> Response:
    """Draw how far each service is off its plan."""
    return Response(as_svg(variances(seen_in_view(contract_id).lines, width=width_or(WIDE))), mimetype="image/svg+xml")


@views.get("/<int:contract_id>/activity.csv")
@requires(Permission.SEE_CONTRACTS)
def download_activity_csv(contract_id: int) -> Response:
    """Give plan and actual of each service as CSV."""
    seen = seen_in_view(contract_id)
    return send(table_as_csv(tables_of(seen)[0]), "csv", seen.contract.reference, "plan against actual", seen.to)


@views.get("/<int:contract_id>/activity.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_activity_xlsx(contract_id: int) -> Response:
    """Give all tables of the page as a workbook, a sheet each."""
    seen = seen_in_view(contract_id)
    return send(tables_as_xlsx(tables_of(seen)), "xlsx", seen.contract.reference, "plan against actual", seen.to)


@views.get("/<int:contract_id>/activity.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_activity_pdf(contract_id: int) -> Response:
    """Give the report of the contract to a month, for its quarterly review, as PDF."""
    seen = seen_in_view(contract_id)
    to_date, forecast, adjustments = tables_of(seen)
    report = Report(
        contract=seen.contract,
        of=seen.to_in_words,
        lines=seen.lines,
        tables=(to_date, forecast, adjustments),
        unplanned=seen.watched.unplanned,
        dated=clock.today(),
    )
    return send(report_pdf(report), "pdf", seen.contract.reference, "plan against actual", seen.to)


def tables_of(seen: Seen, *, address_of: Address = nowhere) -> tuple[Table, Table, Table]:
    """To date, the forecast of the year, and the adjustments that count in months shown."""
    is_page = address_of is not nowhere
    hidden = {each.service.key for each in seen.lines if each.is_hidden}
    posted = [
        each
        for service in seen.watched.services
        if service.key not in hidden
        for each in seen.watched.adjusted(service)
        if each.posted_to <= seen.to and (not seen.is_alone or each.posted_to == seen.to)
    ]
    return (
        to_date_table(seen.lines, caption=f"Activity and money, {seen.to_in_words}", address_of=address_of),
        forecast_table(seen.lines, caption=f"Forecast of {seen.watched.year}", address_of=address_of),
        adjustments_table(
            posted,
            caption="Adjustments of frozen months that count in these months",
            hide_up_to=seen.sight.hide_up_to,
            address_of=page_of_adjusted if is_page and may_see_returns(seen.contract) else nowhere_to,
        ),
    )


def nowhere_to(adjustment: Adjustment) -> str:
    """No page: files hold no links, and not every reader may open returns."""
    del adjustment
    return ""


def page_of_adjusted(adjustment: Adjustment) -> str:
    """The return of the month in which an adjustment counts."""
    return url_for("activity.show_return", expectation_id=adjustment.expectation_id, month=adjustment.posted_to)
