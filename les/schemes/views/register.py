"""The register of schemes, filtered and sorted, and as files."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_localities
from core import clock
from core.db import db
from core.periods import FinancialYear
from core.permissions import Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_number, current_actor, page, page_of, requires, sorting_addresses
from les.schemes.forms.schemes import SchemesFilter
from les.schemes.models.schemes import Scheme
from les.schemes.presented.register import SORTED, no_link, register_table
from les.schemes.queries.budgets import budgets_in_force
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.schemes import Asked, sees_drafts, select_schemes
from les.schemes.rules.ending import ENDED
from les.schemes.rules.kinds import SchemeKind, State
from les.schemes.views.blueprint import address_of, views


@views.get("")
@requires(Permission.SEE_SCHEMES)
def list_schemes() -> tuple[str, int]:
    """List the schemes that concern the reader."""
    actor, asked = current_actor(), _asked()
    found = page_of(select_schemes(actor, asked))
    places = [place for each in sorted(actor.commissioner_ids) for place in list_localities(each)]
    return page(
        "les/schemes/list_schemes.html",
        asked=SchemesFilter(localities=[(place.id, place.name) for place in places]),
        is_filtered=asked != Asked(sort=asked.sort, on=asked.on),
        schemes=found,
        shown=_table(found.rows, asked, on_page=True),
        may_add=actor.may(Permission.MAINTAIN_SCHEMES),
    )


@views.get("/schemes.csv")
@requires(Permission.SEE_SCHEMES)
def download_schemes_csv() -> Response:
    """Give the register as it is shown, all pages, as CSV."""
    return send(table_as_csv(_whole()), "csv", "enhanced services")


@views.get("/schemes.xlsx")
@requires(Permission.SEE_SCHEMES)
def download_schemes_xlsx() -> Response:
    """Give the register as it is shown, all pages, as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "enhanced services")


def _whole() -> Table:
    asked = _asked()
    found = list(db.session.scalars(select_schemes(current_actor(), asked)))
    return _table(found, asked, on_page=False)


def _table(rows: Sequence[Scheme], asked: Asked, *, on_page: bool) -> Table:
    actor, on = current_actor(), clock.today()
    year = str(FinancialYear.of(on))
    return register_table(
        rows,
        budgets_in_force([each.id for each in rows], year),
        on=on,
        year=year,
        sort=asked.sort,
        with_drafts=sees_drafts(actor),
        with_budgets=actor.role is not Role.PRACTICE_MANAGER,
        link=address_of if on_page else no_link,
        heads=sorting_addresses(SORTED, asked.sort) if on_page else None,
        ended=ended_on_of([each.id for each in rows]),
    )


def _asked() -> Asked:
    """What the query of the address asks; what nobody knows is as usual."""
    sort, state, kind = (request.args.get(name, "") for name in ("sort", "state", "kind"))
    return Asked(
        text=request.args.get("text", ""),
        kind=SchemeKind(kind) if kind in list(SchemeKind) else None,
        locality_id=asked_number("locality"),
        state=State(state) if state in list(State) else None,
        ended={ENDED: True, State.APPROVED: False}.get(state),
        on=clock.today(),
        sort=sort if sort.lstrip("-") in SORTED else "number",
    )
