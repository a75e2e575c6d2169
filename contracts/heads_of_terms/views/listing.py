"""The list of heads of terms, filtered and in order, on the page and as files."""

from flask import Response, request, url_for
from sqlalchemy import Select

from budgets.agreement.queries.proposals import list_current_proposals
from contracts.heads_of_terms.forms import HeadsFilter
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.presented.listed import heads_table
from contracts.heads_of_terms.queries.content import signers_in
from contracts.heads_of_terms.queries.heads import list_providers_named, select_heads
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import address_of
from core.db import db
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import address_with, current_actor, page, page_of, requires


@views.get("")
@requires(Permission.SEE_CONTRACTS)
def list_heads() -> tuple[str, int]:
    """List the heads of terms that concern the reader."""
    actor, asked = current_actor(), _asked()
    found = page_of(_select(asked))
    may_draft = actor.may(Permission.DRAFT_CONTRACTS)
    return page(
        "contracts/heads_of_terms/list_heads.html",
        asked=asked,
        found=found,
        shown=heads_table(
            found.rows,
            signers_in(found.rows),
            count=found.count,
            sort=_sort(),
            address=address_of,
            head_address=lambda sort: address_with({"sort": sort, "page": None}),
        ),
        is_filtered=bool(asked.text.data or asked.provider_id or asked.asked_state),
        may_draft=may_draft,
        proposals=list_current_proposals(actor.commissioner_ids) if may_draft else [],
    )


@views.get("/heads-of-terms.csv")
@requires(Permission.SEE_CONTRACTS)
def download_heads_csv() -> Response:
    """Give the list as CSV, filtered and in order as it is shown, all pages."""
    return send(table_as_csv(_whole_table()), "csv", "heads-of-terms")


@views.get("/heads-of-terms.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_heads_xlsx() -> Response:
    """Give the list as XLSX, filtered and in order as it is shown, all pages."""
    return send(tables_as_xlsx([_whole_table()]), "xlsx", "heads-of-terms")


def _whole_table() -> Table:
    rows = list(db.session.scalars(_select(_asked())).unique())
    return heads_table(
        rows, signers_in(rows), count=len(rows), sort="", address=lambda each: url_for(".show_heads", heads_id=each)
    )


def _asked() -> HeadsFilter:
    return HeadsFilter(list_providers_named(current_actor()))


def _sort() -> str:
    return request.args.get("sort", "-number")


def _select(asked: HeadsFilter) -> Select[HeadsOfTerms]:
    return select_heads(
        current_actor(),
        text=asked.text.data or "",
        provider_id=asked.provider_id,
        state=asked.asked_state,
        sort=_sort(),
    )
