"""The calendar of what is due in a financial year, by provider and month; fit to be printed."""

from flask import Response, abort

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.presented.calendar import calendar_table, months_of, year_name, year_of
from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.rules.due import Due, due_for
from commissioning.activity.rules.months import periods_between
from commissioning.activity.views.blueprint import address_of, views
from commissioning.activity.views.choosing import returns_of
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_number, current_actor, page, requires
from core.working_days import add_working_days

_YEARS = range(1990, 2100)


@views.get("/calendar")
@requires(Permission.SEE_ACTIVITY)
def show_calendar() -> tuple[str, int]:
    """Show what is due in a financial year by provider and month: due days, received, late, missing."""
    year = _year()
    return page(
        "commissioning/activity/show_calendar.html",
        calendar=_table(year),
        name=year_name(year),
        years=[(each, year_name(each)) for each in (year - 1, year, year + 1)],
        year=year,
    )


@views.get("/calendar/<string:kind>")
@requires(Permission.SEE_ACTIVITY)
def download_calendar(kind: str) -> Response:
    """Give the calendar as CSV or XLSX, as it is shown."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    year = _year()
    shown = _table(year)
    content = table_as_csv(shown) if kind == "csv" else tables_as_xlsx([shown])
    return send(content, kind, current_actor().organisation_name, "calendar", year_name(year).replace("/", "-"))


def _year() -> int:
    asked = asked_number("year")
    return asked if asked is not None and asked in _YEARS else year_of(clock.today())


def _table(year: int) -> Table:
    actor, on, months = current_actor(), clock.today(), months_of(year)
    if actor.may(Permission.SUBMIT_ACTIVITY):
        expectations = list_expectations(provider_id=actor.organisation_id)
    else:
        expectations = [e for trust in sorted(actor.commissioner_ids) for e in list_expectations(commissioner_id=trust)]
    rows = [(each, _due_in(each, months)) for each in expectations]
    returns = {
        (each.expectation.id, each.due.period.first_month): each for each in returns_of(actor, on, since=months[0])
    }
    return calendar_table(
        [row for row in rows if row[1]],
        returns,
        months,
        caption=f"Returns due for {year_name(year)}, as they stand",
        address_of=address_of,
    )


def _due_in(expectation: Expectation, months: list[str]) -> dict[str, Due]:
    """What an expectation has due in these months, by the last month of each period."""
    first = max(months[0], expectation.first_month)
    last = min(months[-1], expectation.last_month or months[-1])
    if last < first:
        return {}
    days = expectation.expected.days
    return {
        period.months[-1]: due_for(period, days, add_working_days)
        for period in periods_between(first, last, expectation.frequency)
    }
