"""The page of coverage: of each service, how many months and practices there are figures of."""

from flask import Response, url_for

from commissioning.activity.presented.seeing.coverage import Known, coverage_table
from commissioning.activity.queries.corrected import list_corrected_sums
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.seeing import count_practices_by_service, list_nil_months
from commissioning.activity.rules.months import last_day_of, month_after
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.reading import kept_query, reader, trusts_to_choose, twelve_months
from commissioning.organisations.queries.practices import list_practices
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_number, page, requires

_QUARTER = 3


@views.get("/coverage")
@requires(Permission.SEE_ACTIVITY)
def show_coverage() -> tuple[str, int]:
    """Show of each service in how many months, and for how many practices, there are figures."""
    shown = _table(is_page=True)
    return page(
        "commissioning/activity/seeing/show_coverage.html",
        coverage=shown,
        is_any=bool(shown.rows),
        trusts=trusts_to_choose(reader(), "activity.show_coverage"),
        query=kept_query(),
    )


@views.get("/coverage.csv")
@requires(Permission.SEE_ACTIVITY)
def download_coverage_csv() -> Response:
    """Give the table as CSV."""
    return send(table_as_csv(_table()), "csv", reader().trust.name, "coverage")


@views.get("/coverage.xlsx")
@requires(Permission.SEE_ACTIVITY)
def download_coverage_xlsx() -> Response:
    """Give the table as XLSX."""
    return send(tables_as_xlsx([_table()]), "xlsx", reader().trust.name, "coverage")


def _table(*, is_page: bool = False) -> Table:
    months, who = twelve_months(), reader()
    scope = who.scope(months[0], months[-1])
    currencies = currencies_of(who.trust.id)
    known = Known(
        sums=list_corrected_sums(scope, currencies=currencies),
        nil={(provider, service, period) for provider, service, period, _ in list_nil_months(scope)},
        practices_with_figures=count_practices_by_service(scope),
        practices=len(list_practices(who.trust.id, on=last_day_of(months[-1]))),
        currencies=currencies,
        hide_up_to=who.hide_up_to,
    )
    returns = who.returns(month_after(months[0], 1 - _QUARTER))
    return coverage_table(returns, known, months, _trend_of if is_page else _nowhere)


def _trend_of(service_id: int) -> str:
    commissioner = asked_number("commissioner")
    return url_for("activity.show_trend", service=service_id, commissioner=commissioner)


def _nowhere(service_id: int) -> str:
    del service_id
    return ""
