"""The page of one service of a contract: month by month and by group, with its chart and its files."""

from collections.abc import Sequence
from functools import partial

from flask import Response, abort, url_for

from commissioning.activity.views.seeing.reading import width_or
from contracts.agreements.views.blueprint import crumbs_to
from contracts.monitoring.charts import WIDE, alt_of, by_month
from contracts.monitoring.presented.months import NOWHERE, Addresses, adjustments_table, groups_table, months_table
from contracts.monitoring.presented.services import forecast_table
from contracts.monitoring.presented.words import early_in_words, finding_of, method_in_words
from contracts.monitoring.rules.forecasting import Method
from contracts.monitoring.rules.lines import line_of
from contracts.monitoring.rules.months import Service
from contracts.monitoring.views.blueprint import (
    Seen,
    may_see_returns,
    page_of_plan,
    page_of_return,
    page_of_terms,
    seen_in_view,
    service_in_view,
    views,
)
from contracts.monitoring.views.contract import nowhere_to, page_of_adjusted
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import page, requires


@views.get("/<int:contract_id>/activity/service")
@requires(Permission.SEE_CONTRACTS)
def show_service(contract_id: int) -> tuple[str, int]:
    """Show one service of a contract by month and by group (`?service=COMM-NUR&to=2008-09`)."""
    seen = seen_in_view(contract_id)
    service = service_in_view(seen)
    line, is_hidden = seen.line(service), seen.sight.hides(service)
    here = {**seen.asked, "service": service.key}
    return page(
        "contracts/monitoring/show_service.html",
        contract=seen.contract,
        crumbs=[
            *crumbs_to(seen.contract),
            ("Plan against actual", url_for("monitoring.show_activity", **seen.asked)),
        ],
        seen=seen,
        service=service,
        services=[(each.key, each.name) for each in seen.watched.services],
        line=line,
        finding=finding_of(line_of(service, seen.to, is_hidden=is_hidden)),
        here=here,
        alt=alt_of(service),
        tables=[] if is_hidden else tables_of(seen, service, is_page=True),
        is_hidden=is_hidden,
        opens_returns=may_see_returns(seen.contract),
        hides_groups=seen.sight.hides_groups(service),
        methods=[method_in_words(method) for method in Method],
        early=early_in_words([line]),
    )


@views.get("/<int:contract_id>/activity/service.svg")
@requires(Permission.SEE_CONTRACTS)
def draw_service(contract_id: int) -> Response:
    """Draw plan and actual by month, and both added up."""
    seen, service = _shown(contract_id)
    figure = by_month(line_of(service, seen.to), width=width_or(WIDE))
    return Response(as_svg(figure), mimetype="image/svg+xml")


@views.get("/<int:contract_id>/activity/service.csv")
@requires(Permission.SEE_CONTRACTS)
def download_service_csv(contract_id: int) -> Response:
    """Give the months of a service as CSV."""
    seen, service = _shown(contract_id)
    return send(table_as_csv(tables_of(seen, service)[0]), "csv", seen.contract.reference, service.name)


@views.get("/<int:contract_id>/activity/service.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_service_xlsx(contract_id: int) -> Response:
    """Give all tables of a service as a workbook, a sheet each."""
    seen, service = _shown(contract_id)
    return send(tables_as_xlsx(tables_of(seen, service)), "xlsx", seen.contract.reference, service.name)


def tables_of(seen: Seen, service: Service, *, is_page: bool = False) -> Sequence[Table]:
    """By month, by group (unless that would show small figures), the forecast, and adjustments."""
    contract, sight = seen.contract, seen.sight
    links = Addresses(
        plan=partial(page_of_plan, contract),
        terms=partial(page_of_terms, contract),
        returned=partial(page_of_return, contract),
    )
    year = seen.watched.year
    found = [
        months_table(
            service,
            caption=f"{service.name} by month, {year}",
            addresses=links if is_page else NOWHERE,
            with_adjusted=sight.hide_up_to is None,
        )
    ]
    if not sight.hides_groups(service) and service.compared(seen.to):
        grouped = sight.grouped(service)
        found.append(groups_table(grouped, seen.to, caption=f"{service.name} by PbC group, to date"))
    found.append(forecast_table([line_of(service, seen.to)], caption=f"Forecast of {service.name}, {year}"))
    posted = seen.watched.adjusted(service)
    if posted:
        address_of = page_of_adjusted if is_page and may_see_returns(contract) else nowhere_to
        caption = "Adjustments of frozen months, each in the month in which it counts"
        found.append(adjustments_table(posted, caption=caption, hide_up_to=sight.hide_up_to, address_of=address_of))
    return found


def _shown(contract_id: int) -> tuple[Seen, Service]:
    """The service asked for; not found where its figures are not shown to this reader."""
    seen = seen_in_view(contract_id)
    service = service_in_view(seen)
    if seen.sight.hides(service):
        abort(404)
    return seen, service
