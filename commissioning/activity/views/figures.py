"""The figures of one return: by service and currency or by practice, with what changed, and as files."""

from flask import Response, abort, request

from commissioning.activity.presented.figures import figures_table
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.shown import list_practice_figures, list_service_figures
from commissioning.activity.views.blueprint import crumbs_to, figures_in_view, views, where
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import page, requires

_PATH = "/returns/<int:expectation_id>/<string:month>/figures"


def figures_of(found: Return, *, by_practice: bool = False, service: str = "") -> Table:
    """The figures that stand as a table; by practice on demand."""
    figures = list_practice_figures(found, service=service) if by_practice else list_service_figures(found)
    of = "by service, practice and currency" if by_practice else "by service and currency"
    return figures_table(figures, caption=f"Figures {of}, {found.due.period}", by_practice=by_practice)


@views.get(_PATH)
@requires(Permission.SEE_ACTIVITY)
def show_figures(expectation_id: int, month: str) -> tuple[str, int]:
    """Show the figures that stand, by service or by practice, against those before."""
    found = figures_in_view(expectation_id, month)
    shown = _asked(found)
    return page(
        "commissioning/activity/show_figures.html",
        found=found,
        figures=shown,
        by_practice=_is_by_practice(),
        service=request.args.get("service", ""),
        services=[each.service for each in found.expectation.services],
        asked={**{key: value for key, value in request.args.items() if key in ("by", "service")}, **where(found)},
        here=where(found),
        crumbs=crumbs_to(found),
    )


@views.get(f"{_PATH}/<string:kind>")
@requires(Permission.SEE_ACTIVITY)
def download_figures(expectation_id: int, month: str, kind: str) -> Response:
    """Give the figures as CSV or XLSX, exactly as they are shown."""
    found = figures_in_view(expectation_id, month)
    if kind not in ("csv", "xlsx"):
        abort(404)
    shown = _asked(found)
    content = table_as_csv(shown) if kind == "csv" else tables_as_xlsx([shown])
    return send(content, kind, found.expectation.provider.name, "activity", found.due.period.first_month)


def _asked(found: Return) -> Table:
    return figures_of(found, by_practice=_is_by_practice(), service=request.args.get("service", ""))


def _is_by_practice() -> bool:
    return request.args.get("by") == "practice"
