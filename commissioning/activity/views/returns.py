"""The list of returns that concern the reader, and the page of one return of one period."""

from flask import Response, request, url_for

from commissioning.activity.presented.returns import LOOKS, MONTH_LOOKS, returns_table, state_figures
from commissioning.activity.queries.returns import Return
from commissioning.activity.views.accepting import what_waits
from commissioning.activity.views.adjusting import adjusted_in
from commissioning.activity.views.blueprint import (
    address_of,
    crumbs,
    is_own,
    may_accept,
    return_in_view,
    sees_figures,
    views,
    where,
)
from commissioning.activity.views.choosing import (
    SORTS,
    Asked,
    ReturnFilter,
    asked,
    fits,
    in_order,
    returns_of,
)
from commissioning.activity.views.figures import figures_of
from commissioning.activity.views.own import for_own_people
from commissioning.activity.views.submitted import seen_by_all
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, current_actor, page, page_of_list, requires, sorting_addresses


@views.get("")
@requires(Permission.SEE_ACTIVITY)
def list_returns() -> tuple[str, int]:
    """Show the returns that concern the reader as asked, newest period first: what is due, late, missing, received."""
    every, wanted = returns_of(current_actor(), clock.today()), asked()
    rows = _sorted(every, wanted)
    shown = page_of_list(rows)
    return page(
        "commissioning/activity/list_returns.html",
        returns=returns_table(
            shown.rows, caption=_caption(len(rows)), address_of=address_of, sort=_sort(), heads=_heads()
        ),
        found=shown,
        filter=ReturnFilter(every),
        figures=state_figures(every, lambda state: url_for("activity.list_returns", state=state)),
        is_filtered=wanted != Asked(),
        is_any=bool(every),
        query=asked_again(),
    )


@views.get("/returns.csv")
@requires(Permission.SEE_ACTIVITY)
def download_returns_csv() -> Response:
    """Give the returns as CSV, filtered and in order as they are shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "returns")


@views.get("/returns.xlsx")
@requires(Permission.SEE_ACTIVITY)
def download_returns_xlsx() -> Response:
    """Give the returns as XLSX, filtered and in order as they are shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "returns")


@views.get("/returns/<int:expectation_id>/<string:month>")
@requires(Permission.SEE_ACTIVITY)
def show_return(expectation_id: int, month: str) -> tuple[str, int]:
    """Show one return of one period: how it stands, what can be done now, its days, what was submitted."""
    found = return_in_view(expectation_id, month)
    return page(
        "commissioning/activity/show_return.html",
        found=found,
        expectation=found.expectation,
        due=found.due,
        look=LOOKS[found.state],
        month_look=MONTH_LOOKS[found.month_state],
        own=is_own(found),
        sees_figures=sees_figures(found.expectation),
        **seen_by_all(found),
        **(for_own_people(found) if is_own(found) else {}),
        accepts=may_accept(found),
        waits=what_waits(found),
        figures=figures_of(found),
        adjusted=adjusted_in(found),
        here=where(found),
        crumbs=crumbs(),
    )


def _whole() -> Table:
    return returns_table(_sorted(returns_of(current_actor(), clock.today()), asked()), caption="")


def _sorted(every: list[Return], wanted: Asked) -> list[Return]:
    return in_order([row for row in every if fits(row, wanted, clock.today())], _sort())


def _sort() -> str:
    return request.args.get("sort", "")


def _heads() -> dict[str, str]:
    """Where the heading of each column that sorts leads: the other way round where the list stands so already."""
    return sorting_addresses(SORTS, _sort(), url_for("activity.list_returns"))


def _caption(count: int) -> str:
    return f"{count:,} return{'' if count == 1 else 's'}"
