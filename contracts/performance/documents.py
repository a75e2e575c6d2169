"""The dashboard of KPIs as PDF, with the process chart of each. The same content, the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from contracts.performance.charts import kpi_figure
from contracts.performance.presented.dashboard import WORST_FIRST, quality_words, said_value
from contracts.performance.queries.board import Drawn, Line
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.kinds import STATUS_NAMES
from core.canonical import canonical_text, hash_of
from core.charts.figure import Figure
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.pictures import column_beside, picture, pictures_beside
from core.pdf.tables import captioned, figure_table, figures, words
from core.pdf.text import gap, paragraph, section, title_block
from core.wording import in_full, listed

PLOT = 120.0
_ROOM_FOR_CHARTS = 280.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed: whose dashboard, which part of it in words, and the day."""

    organisation: str
    asked: str
    dated: date


def dashboard_pdf(sheet: Sheet, lines: Sequence[Line], drawn: Sequence[Drawn]) -> bytes:
    """The dashboard: a table of the latest period of every KPI, then their charts, two beside each other."""
    rows = [_row(line) for line in lines]
    content_hash = hash_of(canonical_text({"asked": sheet.asked, "rows": rows}))
    heads = [
        words("ID"),
        words("KPI", 3),
        words("Provider", 2),
        words("Period", 2),
        *figures("Figure"),
        words("Target", 2),
        words("Judgement", 3),
        *figures("To date"),
        words("Data", 2),
    ]
    story: list[Flowable] = [
        *title_block(
            "Key performance indicators",
            sheet.asked,
            [("Organisation", sheet.organisation), ("Printed", in_full(sheet.dated))],
            ("Content hash", content_hash),
            width=LANDSCAPE_WIDTH,
        ),
        paragraph(_in_sum(lines)),
        *captioned("Latest period of each KPI", figure_table(heads, rows, width=LANDSCAPE_WIDTH)),
        *_charts(drawn),
    ]
    running = Running(
        organisation=sheet.organisation,
        title="Key performance indicators",
        content_hash=content_hash,
        is_draft=False,
        is_landscape=True,
    )
    return pdf_bytes(story, running)


def _in_sum(lines: Sequence[Line]) -> str:
    """How many KPIs stand in each colour."""
    counts = [(status, sum(line.status is status for line in lines)) for status in WORST_FIRST]
    colours = listed([f"{count:,} {STATUS_NAMES[status].lower()}" for status, count in counts if count])
    return f"{len(lines):,} {'KPI' if len(lines) == 1 else 'KPIs'}: {colours}." if lines else "No KPI fits."


def _row(line: Line) -> list[str]:
    latest, kpi = line.latest, line.kpi
    if latest is None:
        return [
            kpi.code,
            _named(kpi.definition),
            kpi.provider.name,
            "–",
            "–",
            "–",
            "Grey",
            "–",
            quality_words(line.mark),
        ]
    judged = latest.judgement
    return [
        kpi.code,
        _named(latest.version.definition),
        kpi.provider.name,
        str(latest.period),
        said_value(latest, latest.measured),
        str(judged.target) if judged.target else "–",
        f"{STATUS_NAMES[judged.status]}. {judged.reason}".rstrip(" ."),
        said_value(latest, latest.to_date),
        quality_words(line.mark),
    ]


def _named(definition: Definition) -> str:
    """A KPI with the unit of its figures."""
    return f"{definition.name}, {definition.unit_said}" if definition.unit_said else definition.name


def _charts(drawn: Sequence[Drawn]) -> list[Flowable]:
    if not drawn:
        return [paragraph("No KPI has a period yet.")]
    story: list[Flowable] = list(section("Process charts", room=_ROOM_FOR_CHARTS))
    width = column_beside(LANDSCAPE_WIDTH)
    for place in range(0, len(drawn), 2):
        pair = drawn[place : place + 2]
        made: list[Figure] = [kpi_figure(each, width=width, plot=PLOT) for each in pair]
        if len(made) > 1:
            story += [pictures_beside(made[0], made[1], width=LANDSCAPE_WIDTH), gap(8)]
        else:
            story += [picture(made[0], width=width), gap(8)]
    return story
