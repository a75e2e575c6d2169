"""The page of ratios: follow-ups for each first contact, and appointments not attended, by service."""

from flask import Response

from commissioning.activity.presented.seeing.ratios import (
    CURRENCIES,
    follow_ups_table,
    not_attended_table,
    ratios_of,
)
from commissioning.activity.queries.corrected import list_corrected_sums
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.reading import kept_query, reader, trusts_to_choose, twelve_months
from commissioning.catalogue.queries import services_by_code
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import tables_as_xlsx
from core.tables import Table
from core.web import page, requires


@views.get("/ratios")
@requires(Permission.SEE_ACTIVITY)
def show_ratios() -> tuple[str, int]:
    """Show the ratios of twelve months by service, each with its numerator and denominator."""
    follow_ups, not_attended = _tables()
    return page(
        "commissioning/activity/seeing/show_ratios.html",
        follow_ups=follow_ups,
        not_attended=not_attended,
        hide_up_to=reader().hide_up_to,
        trusts=trusts_to_choose(reader(), "activity.show_ratios"),
        query=kept_query(),
    )


@views.get("/ratios.xlsx")
@requires(Permission.SEE_ACTIVITY)
def download_ratios_xlsx() -> Response:
    """Give both tables as XLSX, a sheet each."""
    return send(tables_as_xlsx(_tables()), "xlsx", reader().trust.name, "ratios")


def _tables() -> tuple[Table, Table]:
    months, who = twelve_months(), reader()
    sums = list_corrected_sums(
        who.scope(months[0], months[-1]), currencies=currencies_of(who.trust.id), only=CURRENCIES
    )
    names = {each.id: each.name for each in services_by_code(who.trust.id).values()}
    services = ratios_of(sums, names)
    hide_up_to = who.hide_up_to
    return follow_ups_table(services, hide_up_to=hide_up_to), not_attended_table(services, hide_up_to=hide_up_to)
