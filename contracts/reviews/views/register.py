"""The register of all reviews, and the reviews of one contract; exactly what is shown as files."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as Answer

from contracts.agreements.views.blueprint import contract_in_view, crumbs_to
from contracts.reviews.actions.calling import call_reviews_of
from contracts.reviews.forms import ReviewsFilter
from contracts.reviews.presented.register import reviews_table
from contracts.reviews.queries import reviews as queries
from contracts.reviews.queries.arrangements import arrangement_of
from contracts.reviews.queries.reviews import Asked, standing_of
from contracts.reviews.views.blueprint import address_by_id, address_of, views
from contracts.reviews.views.holding import may_hold
from core import clock
from core.one_use import press
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, current_actor, page, page_of, requires, sorting_addresses

_SORTED = ("contract", "papers", "day")


@views.get("/reviews")
@requires(Permission.SEE_PERFORMANCE)
def list_reviews() -> tuple[str, int]:
    """Show the reviews of all contracts that concern the reader, as asked."""
    on, asked = clock.today(), _asked()
    found = page_of(queries.select_reviews(asked, by=current_actor(), on=on))
    heads = sorting_addresses(_SORTED, asked.sort, url_for("reviews.list_reviews"))
    return page(
        "contracts/reviews/list_reviews.html",
        filter=ReviewsFilter(),
        asked=asked,
        found=found,
        is_filtered=asked != Asked(sort=asked.sort),
        reviews=reviews_table(
            standing_of(found.rows, on=on),
            caption=_caption(found.count),
            on=on,
            sort=asked.sort,
            address_of=address_of,
            heads=heads,
        ),
        query=asked_again(),
    )


@views.get("/reviews.csv")
@requires(Permission.SEE_PERFORMANCE)
def download_reviews_csv() -> Response:
    """Give the reviews as CSV, filtered and in order as they are shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "reviews")


@views.get("/reviews.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_reviews_xlsx() -> Response:
    """Give the reviews as XLSX, filtered and in order as they are shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "reviews")


@views.get("/<int:contract_id>/reviews")
@requires(Permission.SEE_PERFORMANCE)
def list_of_contract(contract_id: int) -> tuple[str, int]:
    """Show the reviews of one contract, and what it arranges for them."""
    contract, on = contract_in_view(contract_id), clock.today()
    asked = [each for each in queries.list_of_contract(contract.id) if queries.find_seen(each.id, by=current_actor())]
    return page(
        "contracts/reviews/list_of_contract.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        arranged=arrangement_of(contract, on),
        reviews=reviews_table(standing_of(asked, on=on), caption=_caption(len(asked)), on=on, address_of=address_of),
        is_any=bool(asked),
        may_call=may_hold(contract),
    )


@views.post("/<int:contract_id>/reviews/call")
@requires(Permission.HOLD_REVIEWS)
def call_reviews(contract_id: int) -> Answer:
    """Call what the schedule of the contract asks for now."""
    contract = contract_in_view(contract_id)
    where = url_for("reviews.list_of_contract", contract_id=contract.id)

    def act() -> str:
        called = call_reviews_of(
            contract_id=contract.id,
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            address_of=address_by_id,
        )
        flash(f"{_caption(len(called))} called. Everybody who takes part is told.")
        return where

    return press(act, where)


def _asked() -> Asked:
    given = request.args
    return Asked(text=given.get("text", ""), state=given.get("state", ""), sort=given.get("sort", "-day"))


def _whole() -> Table:
    on = clock.today()
    rows = queries.list_reviews(_asked(), by=current_actor(), on=on)
    return reviews_table(standing_of(rows, on=on), caption=_caption(len(rows)), on=on)


def _caption(count: int) -> str:
    return f"{count:,} review{'' if count == 1 else 's'}"
