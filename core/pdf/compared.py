"""Two versions of a text side by side in a document: what was deleted is struck, what was inserted is underlined."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table, TableStyle

from core.comparing import Change, Mark, Row, Run, Skipped
from core.house_style import BOLD, DARK_BLUE, DARK_GREY, FAINT, REGULAR, RULE, TEXT, colour
from core.pdf.text import escaped

_CELL: Final = ParagraphStyle(
    "compared", fontName=REGULAR, fontSize=7.5, leading=10.5, textColor=colour(TEXT), splitLongWords=1
)
_HEAD: Final = ParagraphStyle("compared-head", parent=_CELL, fontName=BOLD)
_NOTE: Final = ParagraphStyle("compared-note", parent=_CELL, fontSize=6.5, leading=8.5, textColor=colour(DARK_GREY))
_WIDTHS: Final = (0.12, 0.44, 0.44)
_LONG: Final = 2000
_BEFORE, _AFTER = "#fde8e6", "#e3f4e8"
_MARKUP: Final[Mapping[Mark, str]] = {
    Mark.SAME: "{}",
    Mark.DELETED: f'<strike><font backColor="{_BEFORE}">{{}}</font></strike>',
    Mark.INSERTED: f'<u><font backColor="{_AFTER}">{{}}</font></u>',
}
_STYLE: Final = (
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("BACKGROUND", (0, 0), (-1, 0), colour(FAINT)),
    ("LINEBELOW", (0, 0), (-1, 0), 0.9, colour(DARK_BLUE)),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, colour(RULE)),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
)


def compared_table(rows: Sequence[Row | Skipped], *, before: str, after: str, width: float) -> Table:
    """The rows under the names of both versions; the heading repeats on every page, a long paragraph breaks.

    ValueError for no rows: say in words that both texts are empty, or that nothing has changed.
    """
    if not rows:
        raise ValueError("there is nothing to compare")
    spans = [("SPAN", (0, place), (-1, place)) for place, row in enumerate(rows, 1) if isinstance(row, Skipped)]
    return Table(
        [[Paragraph(escaped(text), _HEAD) for text in ("Paragraph", before, after)], *(_cells(row) for row in rows)],
        colWidths=[width * part for part in _WIDTHS],
        repeatRows=1,
        splitInRow=int(any(isinstance(row, Row) and _length(row) > _LONG for row in rows)),
        hAlign="LEFT",
        style=TableStyle([*_STYLE, *spans]),
    )


def _cells(row: Row | Skipped) -> list[Any]:
    if isinstance(row, Skipped):
        return [Paragraph(row.told, _NOTE), "", ""]
    told = [Paragraph(str(row.number), _CELL)]
    if row.change is not Change.NONE:
        told.append(Paragraph(row.change.value, _NOTE))
    return [told, Paragraph(_marked(row.left), _CELL), Paragraph(_marked(row.right), _CELL)]


def _marked(runs: Sequence[Run]) -> str:
    """The runs as ReportLab marks them up, without the blank lines after the paragraph."""
    texts = [run.text for run in runs]
    if texts:
        texts[-1] = texts[-1].rstrip()
    return "".join(_MARKUP[run.mark].format(_lines(text)) for run, text in zip(runs, texts, strict=True) if text)


def _lines(text: str) -> str:
    return "<br/>".join(escaped(line) for line in text.split("\n"))


def _length(row: Row) -> int:
    return max(sum(len(run.text) + 60 * run.text.count("\n") for run in side) for side in (row.left, row.right))
