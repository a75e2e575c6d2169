"""The register of contracts: the page, its chart, and exactly what is shown as files."""

from flask import Response, abort, request, url_for

from contracts.agreements.charts import ALT, NARROW, finding, terms_chart
from contracts.agreements.forms.register import RegisterFilter
from contracts.agreements.presented import register as presented
from contracts.agreements.queries import register as queries
from contracts.agreements.queries.register import Asked, Row
from contracts.agreements.queries.unfollowed import list_unfollowed
from contracts.agreements.rules.states import State
from contracts.agreements.views.blueprint import address_of, views
from core import clock
from core.charts.figure import WIDTH
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import Page, address_with, current_actor, page, page_of, requires, sorting_addresses

_SORTED = ("reference", "provider", "value", "whole", "end", "notice")


@views.get("")
@requires(Permission.SEE_CONTRACTS)
def list_contracts() -> tuple[str, int]:
    """Show all contracts that concern the reader, as asked; what expires undecided or runs without one."""
    actor, on, asked = current_actor(), clock.today(), _asked()
    counted = queries.count_by_year_and_state(by=actor, on=on)
    years = list(counted)
    form = RegisterFilter(groups=queries.list_groups_covered(by=actor), years=years)
    found, rows = _page_in_view(asked)
    counts = queries.count_by_state(counted)
    year = asked.year or (years[0] if years else "")
    is_of_commissioner = (
        actor.may(Permission.SEE_UNSHOWN_CALCULATIONS) and actor.organisation_id in actor.commissioner_ids
    )
    without = queries.lines_without_contract(actor.organisation_id, year) if is_of_commissioner and year else []
    unfollowed = list_unfollowed(by=actor)
    may_draft = actor.may(Permission.DRAFT_CONTRACTS)
    return page(
        "contracts/agreements/list_contracts.html",
        filter=form,
        asked=asked,
        found=found,
        is_filtered=asked != Asked(sort=asked.sort),
        figures=presented.state_figures(counts, lambda state: url_for("contracts.list_contracts", state=state)),
        contracts=_table(rows, asked, caption=_caption(found.count), linked=True),
        finding=finding(rows, on=on),
        alt=ALT,
        terms=presented.terms_table(rows),
        undecided=queries.list_undecided(by=actor, on=on),
        late=[each for each in unfollowed if each.is_late(on=on)],
        waits_for_a_time=any(each.due_on is None for each in unfollowed),
        without=presented.without_contract_table(without, year) if without else None,
        is_any=bool(counts) or bool(asked.state),
        may_start=may_draft,
        chart=address_with({}, url_for(".draw_terms")),
        narrow=address_with({"width": "narrow"}, url_for(".draw_terms")),
        csv=address_with({}, url_for(".download_contracts_csv")),
        xlsx=address_with({}, url_for(".download_contracts_xlsx")),
        address_of=address_of,
    )


@views.get("/terms")
@requires(Permission.SEE_CONTRACTS)
def draw_terms() -> Response:
    """Draw the terms of the contracts that the same page of the register shows."""
    width = NARROW if request.args.get("width") == "narrow" else WIDTH
    figure = terms_chart(_page_in_view(_asked())[1], on=clock.today(), width=width)
    if figure is None:
        abort(404)
    return Response(as_svg(figure), mimetype="image/svg+xml")


@views.get("/contracts.csv")
@requires(Permission.SEE_CONTRACTS)
def download_contracts_csv() -> Response:
    """Give the contracts as CSV, filtered and in order as they are shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "contracts")


@views.get("/contracts.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_contracts_xlsx() -> Response:
    """Give the contracts as XLSX, filtered and in order as they are shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "contracts")


def _asked() -> Asked:
    given = request.args
    known = given.get("state", "")
    return Asked(
        text=given.get("text", ""),
        state=known if known in list(State) else "",
        kind=given.get("kind", ""),
        form=given.get("form", ""),
        group=given.get("group", ""),
        year=given.get("year", ""),
        sort=given.get("sort", "end"),
    )


def _page_in_view(asked: Asked) -> tuple[Page, list[Row]]:
    on = clock.today()
    found = page_of(queries.select_register(asked, by=current_actor(), on=on))
    return found, queries.rows_of(found.rows, on=on)


def _whole() -> Table:
    asked, on = _asked(), clock.today()
    rows = queries.rows_of(queries.list_register(asked, by=current_actor(), on=on), on=on)
    return _table(rows, asked, caption=_caption(len(rows)), linked=False)


def _table(rows: list[Row], asked: Asked, *, caption: str, linked: bool) -> Table:
    if not linked:
        return presented.register_table(rows, caption=caption)
    heads = sorting_addresses(_SORTED, asked.sort, url_for("contracts.list_contracts"))
    return presented.register_table(rows, caption=caption, sort=asked.sort, address_of=address_of, heads=heads)


def _caption(count: int) -> str:
    return f"{count:,} {'contract' if count == 1 else 'contracts'}"
