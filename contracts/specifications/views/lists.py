"""The list of specifications, filtered and sorted, and as files."""

from collections.abc import Iterable

from flask import request
from sqlalchemy import Select
from werkzeug.wrappers import Response

from contracts.specifications.forms import Pairs, SpecificationsFilter
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.presented.listed import no_link, specifications_table
from contracts.specifications.queries.versions import Asked, count_open_threads, list_newest, select_newest
from contracts.specifications.rules.states import State
from contracts.specifications.views.blueprint import address_of, views
from core import clock
from core.db import db
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, asked_number, current_actor, page, page_of, requires, sorting_addresses

_SORTED = ("number", "title", "service", "provider", "review")


@views.get("")
@requires(Permission.SEE_CONTRACTS)
def list_specifications() -> tuple[str, int]:
    """List the newest version of each specification that concerns the reader."""
    actor, every = current_actor(), list_newest(current_actor())
    form, asked = _filter(every), _asked()
    found = page_of(select_newest(actor, asked))
    return page(
        "contracts/specifications/list_specifications.html",
        asked=form,
        is_filtered=asked != Asked(sort=asked.sort),
        specifications=found,
        is_empty=not every,
        shown=_table(found.rows, asked, caption=_counted(found.count), on_page=True),
        may_draft=actor.may(Permission.DRAFT_SPECIFICATIONS),
        may_report=actor.may(Permission.SEE_UNSHOWN_CALCULATIONS),
        may_use_templates=actor.may(Permission.DRAFT_SPECIFICATIONS),
        query={key: value for key, value in asked_again().items() if key != "page"},
    )


@views.get("/specifications.csv")
@requires(Permission.SEE_CONTRACTS)
def download_specifications_csv() -> Response:
    """Give the list as it is shown, all pages, as CSV."""
    return send(table_as_csv(_whole()), "csv", "specifications")


@views.get("/specifications.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_specifications_xlsx() -> Response:
    """Give the list as it is shown, all pages, as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "specifications")


def _whole() -> Table:
    asked = _asked()
    rows: Select[SpecificationVersion] = select_newest(current_actor(), asked)
    found = list(db.session.scalars(rows).unique())
    return _table(found, asked, caption=_counted(len(found)), on_page=False)


def _table(rows: Iterable[SpecificationVersion], asked: Asked, *, caption: str, on_page: bool) -> Table:
    listed = list(rows)
    return specifications_table(
        listed,
        count_open_threads([each.id for each in listed]),
        on=clock.today(),
        sort=asked.sort,
        caption=caption,
        link=address_of if on_page else no_link,
        heads=sorting_addresses(_SORTED, asked.sort) if on_page else None,
    )


def _counted(count: int) -> str:
    return f"{count} {'specification' if count == 1 else 'specifications'}"


def _asked() -> Asked:
    """What the query of the address asks; what nobody knows is as usual."""
    sort, state = request.args.get("sort", "number"), request.args.get("state", "")
    return Asked(
        text=request.args.get("text", ""),
        service_id=asked_number("service"),
        provider_id=asked_number("provider"),
        locality_id=asked_number("locality"),
        state=State(state) if state in list(State) else None,
        sort=sort if sort.lstrip("-") in _SORTED else "number",
    )


def _filter(every: list[SpecificationVersion]) -> SpecificationsFilter:
    """The filter, with what there is to choose among the reader’s specifications."""
    return SpecificationsFilter(
        services=_pairs((each.specification.service.id, each.specification.service.name) for each in every),
        providers=_pairs((each.specification.provider.id, each.specification.provider.name) for each in every),
        localities=_pairs((place.locality.id, place.locality.name) for each in every for place in each.covered),
    )


def _pairs(found: Iterable[tuple[int, str]]) -> Pairs:
    return sorted(set(found), key=lambda pair: pair[1])
