"""The log of actions across all meetings, with how old each is; exactly what is shown as files."""

from flask import Response, request, url_for

from commissioning.meetings.forms import ActionsFilter
from commissioning.meetings.models import Action
from commissioning.meetings.presented.log import actions_table
from commissioning.meetings.queries import actions as queries
from commissioning.meetings.queries.actions import Asked
from commissioning.meetings.views.blueprint import address_of_action, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, current_actor, page, page_of, requires, sorting_addresses

_SORTED = ("meeting", "owner", "due")


@views.get("/actions")
@requires(Permission.SEE_PERFORMANCE)
def list_actions() -> tuple[str, int]:
    """Show the actions of all meetings that concern the reader, as asked."""
    on, asked = clock.today(), _asked()
    found = page_of(queries.select_actions(asked, by=current_actor(), on=on))
    heads = sorting_addresses(_SORTED, asked.sort, url_for("meetings.list_actions"))
    shown = actions_table(
        found.rows,
        count=found.count,
        on=on,
        sort=asked.sort,
        address_of=address_of_action,
        meeting_of=_meeting_of,
        heads=heads,
    )
    return page(
        "commissioning/meetings/list_actions.html",
        filter=ActionsFilter(),
        asked=asked,
        found=found,
        is_filtered=asked != Asked(sort=asked.sort),
        actions=shown,
        query=asked_again(),
    )


@views.get("/actions.csv")
@requires(Permission.SEE_PERFORMANCE)
def download_actions_csv() -> Response:
    """Give the log as CSV, filtered and in order as it is shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "action log")


@views.get("/actions.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_actions_xlsx() -> Response:
    """Give the log as XLSX, filtered and in order as it is shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "action log")


def _meeting_of(action: Action) -> str:
    return url_for("meetings.show_meeting", meeting_id=action.meeting_id)


def _asked() -> Asked:
    given = request.args
    return Asked(
        text=given.get("text", ""),
        state=given.get("state", "open"),
        owner=given.get("owner", ""),
        sort=given.get("sort", "due"),
    )


def _whole() -> Table:
    on = clock.today()
    rows = queries.list_actions(_asked(), by=current_actor(), on=on)
    return actions_table(rows, count=len(rows), on=on)
