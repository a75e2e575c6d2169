"""One page of activity as PDF: what it is of, what it shows, chart and table. The same content, the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from core.canonical import canonical_text, hash_of
from core.charts.figure import Figure
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.pictures import picture
from core.pdf.tables import Column, captioned, figure_table, words
from core.pdf.text import note, title_block
from core.tables import Table
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed. `is_draft`: figures on it may still change."""

    commissioner: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    dated: date
    is_draft: bool


def sheet_as_pdf(sheet: Sheet, figure: Figure, shown: Table) -> bytes:
    """The sheet as PDF, DRAFT across it where figures are provisional."""
    rows = [[_text(cell.text, cell.note) for cell in row] for row in (*shown.rows, *shown.foot)]
    content_hash = hash_of(
        canonical_text(
            {"title": sheet.title, "subtitle": sheet.subtitle, "facts": [*map(list, sheet.facts)], "rows": rows}
        )
    )
    width = PORTRAIT_WIDTH
    heads = [Column(heading=head.text) if head.number else words(head.text) for head in shown.head]
    story: list[Flowable] = [
        *title_block(
            sheet.title,
            sheet.subtitle,
            [("Commissioner", sheet.commissioner), *sheet.facts, ("Printed", in_full(sheet.dated))],
            ("Content hash", content_hash),
            width=width,
        ),
        picture(figure, width=width, height=300),
        *captioned(shown.caption, figure_table(heads, rows, width=width, totals=len(shown.foot), is_tight=True)),
        *(note(text) for text in sheet.notes if text),
    ]
    running = Running(
        organisation=sheet.commissioner,
        title=f"{sheet.title}: {sheet.subtitle}",
        content_hash=content_hash,
        is_draft=sheet.is_draft,
    )
    return pdf_bytes(story, running)


def _text(text: str, remark: str) -> str:
    return f"{text} ({remark})" if remark else text
