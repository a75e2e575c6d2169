"""The register of all variations, and the variations of one contract; exactly what is shown as files."""

from flask import Response, request, url_for

from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.variations.forms import VariationsFilter
from contracts.variations.presented.register import variations_table
from contracts.variations.queries import register as queries
from contracts.variations.queries.register import Asked
from contracts.variations.queries.variations import list_of_contract as variations_of
from contracts.variations.views.blueprint import address_of, may_propose, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, current_actor, page, page_of, requires, sorting_addresses

_SORTED = ("contract", "from", "due")


@views.get("/variations")
@requires(Permission.SEE_CONTRACTS)
def list_variations() -> tuple[str, int]:
    """Show the variations of all contracts that concern the reader, as asked."""
    actor, on, asked = current_actor(), clock.today(), _asked()
    rows = queries.select_variations(asked, by=actor, on=on)
    found = page_of(rows, counted=queries.select_ids(asked, by=actor, on=on))
    heads = sorting_addresses(_SORTED, asked.sort, url_for("variations.list_variations"))
    return page(
        "contracts/variations/list_variations.html",
        filter=VariationsFilter(years=queries.list_years(by=actor)),
        asked=asked,
        found=found,
        is_filtered=asked != Asked(sort=asked.sort),
        variations=variations_table(
            found.rows, caption=_caption(found.count), on=on, sort=asked.sort, address_of=address_of, heads=heads
        ),
        query=asked_again(),
    )


@views.get("/variations.csv")
@requires(Permission.SEE_CONTRACTS)
def download_variations_csv() -> Response:
    """Give the variations as CSV, filtered and in order as they are shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "variations")


@views.get("/variations.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_variations_xlsx() -> Response:
    """Give the variations as XLSX, filtered and in order as they are shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "variations")


@views.get("/<int:contract_id>/variations")
@requires(Permission.SEE_CONTRACTS)
def list_of_contract(contract_id: int) -> tuple[str, int]:
    """Show the variations of one contract by number."""
    contract, on = contract_in_view(contract_id), clock.today()
    rows = variations_of(contract.id, by=current_actor())
    return page(
        "contracts/variations/list_of_contract.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        variations=variations_table(rows, caption=_caption(len(rows)), on=on, address_of=address_of),
        is_any=bool(rows),
        may_propose=may_propose(contract),
    )


def _asked() -> Asked:
    given = request.args
    return Asked(
        text=given.get("text", ""),
        state=given.get("state", ""),
        kind=given.get("kind", ""),
        year=given.get("year", ""),
        sort=given.get("sort", "-from"),
    )


def _whole() -> Table:
    on = clock.today()
    rows = queries.list_variations(_asked(), by=current_actor(), on=on)
    return variations_table(rows, caption=_caption(len(rows)), on=on)


def _caption(count: int) -> str:
    return f"{count:,} variation{'' if count == 1 else 's'}"
