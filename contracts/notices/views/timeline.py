"""The notices of one contract: the list, their timeline as a chart and as a table, and all of it as files."""

from dataclasses import dataclass

from flask import Response, request

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.states import State
from contracts.agreements.views.blueprint import crumbs_to
from contracts.notices.charts import ALT, NARROW, WIDE, timeline_figure
from contracts.notices.presented.ledger import entries_table
from contracts.notices.presented.register import caption_of, notices_table
from contracts.notices.presented.timeline import happenings_of, timeline_of, timeline_table
from contracts.notices.queries.ledger import entries_shown
from contracts.notices.queries.notices import list_of_contract as notices_of
from contracts.notices.queries.open_notices import tasks_of_contracts
from contracts.notices.queries.records import records_of
from contracts.notices.rules.timeline import Timeline
from contracts.notices.views.blueprint import address_of, noticed_in_view, views
from core import clock
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The notices of a contract as a reader sees them today: as a list, along time, and what happened as a table."""

    contract: Contract
    notices: Table
    files: Table
    happened: Table
    timeline: Timeline


@views.get("/<int:contract_id>/notices")
@requires(Permission.SEE_PERFORMANCE)
def list_of_contract(contract_id: int) -> tuple[str, int]:
    """Show the notices of one contract, and what happened and falls due under them in order of time."""
    seen, on, actor = _seen(contract_id), clock.today(), current_actor()
    contract = seen.contract
    is_own = actor.organisation_id == contract.commissioner_id and actor.may(Permission.ISSUE_NOTICES)
    is_barred = is_own and contract.provider_id in actor.interests
    return page(
        "contracts/notices/list_of_contract.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        notices=seen.notices,
        timeline=seen.happened,
        here={"contract_id": contract.id},
        alt=ALT,
        finding=seen.timeline.finding,
        is_any=bool(seen.timeline.lanes),
        is_barred=is_barred,
        may_issue=is_own and not is_barred and contract.state_on(on) is State.IN_FORCE,
        not_in_force=contract.state_name_on(on) if is_own and contract.state_on(on) is not State.IN_FORCE else "",
    )


@views.get("/<int:contract_id>/notices/timeline.svg")
@requires(Permission.SEE_PERFORMANCE)
def draw_timeline(contract_id: int) -> Response:
    """Draw the notices of a contract along time."""
    width = NARROW if "narrow" in request.args else WIDE
    figure = timeline_figure(_seen(contract_id).timeline, width=width)
    return Response(as_svg(figure), mimetype="image/svg+xml")


@views.get("/<int:contract_id>/notices.csv")
@requires(Permission.SEE_PERFORMANCE)
def download_timeline_csv(contract_id: int) -> Response:
    """Give what happened under the notices of a contract and what falls due, as CSV."""
    seen = _seen(contract_id)
    return send(table_as_csv(seen.happened), "csv", seen.contract.reference, "notices")


@views.get("/<int:contract_id>/notices.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_timeline_xlsx(contract_id: int) -> Response:
    """Give the notices of a contract, what happened and falls due, and its ledger, as XLSX: a sheet each."""
    seen = _seen(contract_id)
    rows = entries_shown(seen.contract, by=current_actor())
    tables = [seen.files, seen.happened, *([entries_table(rows)] if rows else [])]
    return send(tables_as_xlsx(tables), "xlsx", seen.contract.reference, "notices")


def _seen(contract_id: int) -> Seen:
    contract, on = noticed_in_view(contract_id), clock.today()
    rows = notices_of(contract.id)
    records, tasks = records_of(rows), tasks_of_contracts(rows)
    happened = [(each, happenings_of(each, records[each.id])) for each in rows]
    entries = [entry for each in rows for entry in records[each.id].entries]
    return Seen(
        contract=contract,
        notices=notices_table(rows, caption=caption_of(len(rows)), on=on, address_of=address_of),
        files=notices_table(rows, caption=caption_of(len(rows)), on=on),
        happened=timeline_table(
            [(notice, each) for notice, said in happened for each in said],
            [(each, task) for each in rows for task in tasks[each.id]],
            on,
        ),
        timeline=timeline_of(happened, tasks, entries, on=on),
    )
