"""One KPI: its page, its chart, its figures as a file."""

from flask import Response, abort, request, url_for

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.charts import NARROW, kpi_figure
from contracts.performance.models.kpis import SUBJECT, Kpi
from contracts.performance.presented import kpi as presented
from contracts.performance.presented.dashboard import status_words
from contracts.performance.queries.board import Drawn, Line, drawn_lines, marks_of
from contracts.performance.queries.off_track import CHARTED_MONTHS
from contracts.performance.queries.results import list_corrections, list_results
from contracts.performance.views.asked import last_month, lines_seen
from contracts.performance.views.blueprint import crumbs, kpi_in_view, views
from core import clock
from core.charts.figure import WIDTH, Figure
from core.charts.svg import as_svg
from core.navigation import besides_on
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires


@views.get("/<int:kpi_id>")
@requires(Permission.SEE_PERFORMANCE)
def show_kpi(kpi_id: int) -> tuple[str, int]:
    """Show a KPI: how it stands, its chart and figures, its definition and versions, the quality of its data."""
    kpi, actor = kpi_in_view(kpi_id), current_actor()
    line = _line(kpi)
    figure = _figure(line)
    is_own = actor.organisation_id == kpi.commissioner_id
    unit = line.latest.version.definition.unit_said if line.latest else ""
    marks = marks_of([kpi.id]).get(kpi.id, [])
    return page(
        "contracts/performance/show_kpi.html",
        kpi=kpi,
        subject=SUBJECT,
        definition=kpi.definition,
        facts=presented.facts_of(kpi, kpi.definition),
        retired=str(Period(kpi.retired_month)) if kpi.retired_month else "",
        latest=line.latest,
        state=status_words(line.latest.judgement) if line.latest else "○ Grey",
        unit=unit if unit in ("", "%") else f" {unit}",
        finding=figure.finding if figure else "",
        alt=figure.alt if figure else "",
        is_small=line.is_small,
        periods=presented.periods_table(line) if line.assessed else None,
        results=_results_table(kpi, line),
        versions=presented.versions_table(kpi.versions) if kpi.versions else None,
        marks=presented.marks_table(marks) if marks else None,
        draft=kpi.draft if is_own and actor.may(Permission.DEFINE_KPIS) else None,
        may_define=is_own and actor.may(Permission.DEFINE_KPIS) and not kpi.retired_month,
        may_judge=is_own and actor.may(Permission.JUDGE_RESULTS) and bool(kpi.versions),
        may_return=actor.may(Permission.SUBMIT_RESULTS) and actor.organisation_id == kpi.provider_id,
        besides=besides_on("kpi", kpi.id),
        crumbs=crumbs(),
    )


@views.get("/<int:kpi_id>/chart")
@requires(Permission.SEE_PERFORMANCE)
def draw_kpi(kpi_id: int) -> Response:
    """Draw the process chart of a KPI; of `width=narrow`, as a narrow window has room for it."""
    is_narrow = request.args.get("width") == "narrow"
    figure = _figure(_line(kpi_in_view(kpi_id)), is_narrow=is_narrow)
    if figure is None:
        abort(404)
    return Response(as_svg(figure), mimetype="image/svg+xml")


@views.get("/<int:kpi_id>/kpi.xlsx")
@requires(Permission.SEE_PERFORMANCE)
def download_kpi(kpi_id: int) -> Response:
    """Give the figures of a KPI and its results with all their versions as XLSX."""
    kpi = kpi_in_view(kpi_id)
    line = _line(kpi)
    found = _results_table(kpi, line)
    tables = [presented.periods_table(line), *([found] if found else [])]
    return send(tables_as_xlsx(tables), "xlsx", "kpi", kpi.code)


def drawn_kpi(line: Line) -> Drawn | None:
    """What the chart of a KPI is drawn from; None before its first period is over."""
    return next(iter(drawn_lines([line])), None)


def _figure(line: Line, *, is_narrow: bool = False) -> Figure | None:
    drawn = drawn_kpi(line)
    return kpi_figure(drawn, width=NARROW if is_narrow else WIDTH) if drawn else None


def _line(kpi: Kpi) -> Line:
    last = last_month(clock.today())
    return lines_seen([kpi], month_after(last, 1 - CHARTED_MONTHS), last)[0]


def _results_table(kpi: Kpi, line: Line) -> Table | None:
    results = [] if line.is_small else list_results(kpi.id)
    if not results:
        return None
    frozen = {stands.result_id for stands in line.standing.values() if stands.is_frozen}
    actor = current_actor()
    may_correct = actor.may(Permission.SUBMIT_RESULTS) and actor.organisation_id == kpi.provider_id
    return presented.results_table(
        results,
        list_corrections(kpi.id),
        frozen,
        (lambda result_id: url_for("performance.correct_result", kpi_id=kpi.id, result_id=result_id))
        if may_correct
        else None,
    )
