"""The same service at different prices, by locality, and as files."""

from flask import url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_localities
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires
from les.schemes.presented.consistency import consistency_table, finding, no_link
from les.schemes.queries.consistency import prices_compared
from les.schemes.rules.comparing_prices import Compared
from les.schemes.views.blueprint import views


@views.get("/prices")
@requires(Permission.SEE_SCHEMES)
def compare_prices() -> tuple[str, int]:
    """Show what is paid for the same thing in each locality today."""
    compared = prices_compared(current_actor(), on=clock.today())
    return page(
        "les/schemes/compare_prices.html",
        finding=finding(compared),
        shown=_table(compared, on_page=True) if compared else None,
    )


@views.get("/prices.csv")
@requires(Permission.SEE_SCHEMES)
def download_prices_csv() -> Response:
    """Give the comparison as CSV."""
    return send(table_as_csv(_whole()), "csv", "prices by locality")


@views.get("/prices.xlsx")
@requires(Permission.SEE_SCHEMES)
def download_prices_xlsx() -> Response:
    """Give the comparison as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "prices by locality")


def _whole() -> Table:
    return _table(prices_compared(current_actor(), on=clock.today()), on_page=False)


def _table(compared: list[Compared], *, on_page: bool) -> Table:
    actor = current_actor()
    names = [place.name for each in sorted(actor.commissioner_ids) for place in list_localities(each)]
    return consistency_table(compared, names, _address if on_page else no_link)


def _address(scheme_id: int) -> str:
    return url_for("schemes.show_scheme", scheme_id=scheme_id)
