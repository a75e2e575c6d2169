"""The list of funding applications, filtered and sorted, and as files."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from core import clock
from core.db import db
from core.permissions import Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, page_of, requires, sorting_addresses
from les.schemes.forms.funding import ApplicationsFilter
from les.schemes.forms.schemes import number_in
from les.schemes.models.funding import FundingApplication
from les.schemes.presented.funding import SORTED, applications_table, no_link
from les.schemes.queries.funding import AskedFor, select_applications
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.funding import FundingState
from les.schemes.views.funding.blueprint import address_of, views

_EMPTY = {
    Role.PRACTICE_MANAGER: "Your practice has not asked for funding yet.",
    Role.PBC_LEAD: "Your group is not asked for its opinion on any application.",
    Role.PBC_MEMBER: "Your group is not asked for its opinion on any application.",
}


@views.get("")
@requires(Permission.SEE_SCHEMES)
def list_applications() -> tuple[str, int]:
    """List the applications that concern the reader."""
    actor, asked = current_actor(), _asked()
    found = page_of(select_applications(actor, asked))
    return page(
        "les/schemes/funding/list_applications.html",
        asked=ApplicationsFilter(schemes=[(each.id, each.called) for each in list_schemes(actor)]),
        is_filtered=asked != AskedFor(sort=asked.sort),
        applications=found,
        shown=_table(found.rows, asked, on_page=True),
        may_apply=actor.may(Permission.APPLY_FOR_FUNDING),
        empty=_EMPTY.get(actor.role, "No practice has asked for funding yet."),
    )


@views.get("/applications.csv")
@requires(Permission.SEE_SCHEMES)
def download_applications_csv() -> Response:
    """Give the list as it is shown, all pages, as CSV."""
    return send(table_as_csv(_whole()), "csv", "funding applications")


@views.get("/applications.xlsx")
@requires(Permission.SEE_SCHEMES)
def download_applications_xlsx() -> Response:
    """Give the list as it is shown, all pages, as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "funding applications")


def _whole() -> Table:
    asked = _asked()
    found = list(db.session.scalars(select_applications(current_actor(), asked)).unique())
    return _table(found, asked, on_page=False)


def _table(rows: Sequence[FundingApplication], asked: AskedFor, *, on_page: bool) -> Table:
    return applications_table(
        rows,
        on=clock.today(),
        sort=asked.sort,
        link=address_of if on_page else no_link,
        heads=sorting_addresses(SORTED, asked.sort) if on_page else None,
        with_opinions=current_actor().role not in (Role.PBC_LEAD, Role.PBC_MEMBER),
    )


def _asked() -> AskedFor:
    """What the query of the address asks; what nobody knows is as usual."""
    sort, state = request.args.get("sort", ""), request.args.get("state", "")
    return AskedFor(
        text=request.args.get("text", ""),
        state=FundingState(state) if state in list(FundingState) else None,
        scheme_id=number_in(request.args.get("scheme")),
        sort=sort if sort.lstrip("-") in SORTED else "-number",
    )
