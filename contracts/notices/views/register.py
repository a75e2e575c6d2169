"""The register of all notices across contracts, and what is shown as files."""

from flask import Response, request, url_for

from contracts.notices.forms import NoticesFilter
from contracts.notices.presented.register import caption_of, notices_table
from contracts.notices.queries import register as queries
from contracts.notices.queries.register import FIRST_SORT, Asked
from contracts.notices.views.blueprint import address_of, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, current_actor, page, page_of, requires, sorting_addresses

_SORTED = ("contract", "issued", "due")


@views.get("/notices")
@requires(Permission.SEE_PERFORMANCE)
def list_notices() -> tuple[str, int]:
    """Show the notices of all contracts that concern the reader, as asked: what is overdue first."""
    actor, on, asked = current_actor(), clock.today(), _asked()
    found = page_of(queries.select_notices(asked, by=actor, on=on))
    heads = sorting_addresses(_SORTED, asked.sort, url_for("contract_notices.list_notices"))
    return page(
        "contracts/notices/list_notices.html",
        filter=NoticesFilter(years=queries.list_years(by=actor)),
        asked=asked,
        found=found,
        is_filtered=asked != Asked(sort=asked.sort),
        notices=notices_table(
            found.rows, caption=caption_of(found.count), on=on, sort=asked.sort, address_of=address_of, heads=heads
        ),
        query=asked_again(),
    )


@views.get("/notices.csv")
@requires(Permission.SEE_PERFORMANCE)
def download_notices_csv() -> Response:
    """Give the notices as CSV, filtered and in order as they are shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "notices")


@views.get("/notices.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_notices_xlsx() -> Response:
    """Give the notices as XLSX, filtered and in order as they are shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "notices")


def _asked() -> Asked:
    given = request.args
    return Asked(
        text=given.get("text", ""),
        state=given.get("state", ""),
        kind=given.get("kind", ""),
        year=given.get("year", ""),
        sort=given.get("sort", FIRST_SORT),
    )


def _whole() -> Table:
    on = clock.today()
    rows = queries.list_notices(_asked(), by=current_actor(), on=on)
    return notices_table(rows, caption=caption_of(len(rows)), on=on)
