"""For rooms above: whether KPIs moved since something was agreed about them, by frozen results alone."""

from collections.abc import Sequence
from datetime import date

from commissioning.activity.rules.months import month_after, month_of
from contracts.performance.models.kpis import Kpi
from contracts.performance.queries.board import as_all_see, drawn_lines, lines_of
from contracts.performance.queries.kpis import select_kpis
from contracts.performance.queries.off_track import CHARTED_MONTHS
from contracts.performance.rules.moving import moved_words
from contracts.performance.rules.showing import WITHHELD
from core.db import db


def moved_since(asked: Sequence[tuple[int, date]], on: date, *, small_up_to: int) -> list[str]:
    """For each KPI (its id) and day, whether it moved from then until a day. At most nine queries, however many.

    As everybody may know it: of a KPI that is a count, and has one up to `small_up_to`, nothing is said.
    """
    last = month_after(month_of(on), -1)
    rows = select_kpis().where(Kpi.id.in_(sorted({kpi_id for kpi_id, _ in asked})))
    kpis = list(db.session.scalars(rows))
    lines = lines_of(kpis, first_month=month_after(last, 1 - CHARTED_MONTHS), last_month=last, frozen_by=on)
    lines = as_all_see(lines, small_up_to=small_up_to)
    charts = {drawn.line.kpi.id: drawn.chart for drawn in drawn_lines(lines)}
    by_id = {line.kpi.id: line for line in lines}
    found = []
    for kpi_id, since in asked:
        line = by_id[kpi_id]
        retired = line.kpi.retired_month or ""
        said = moved_words(line.assessed, charts.get(kpi_id), since=since, retired=retired)
        found.append(WITHHELD if line.is_withheld else said)
    return found
