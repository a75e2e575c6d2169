"""Running text (`core.markdown.as_blocks`) in a document: headings, paragraphs, lists, quotations and tables."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    ListFlowable,
    ListItem,
    Paragraph,
    Table,
    TableStyle,
)

from core import prose
from core.house_style import BLUE, BOLD, DARK_BLUE, DARK_GREY, FAINT, REGULAR, RULE, TEXT, colour, text_width
from core.pdf.text import escaped, gap

_WORDS: Final = ParagraphStyle(
    "prose", fontName=REGULAR, fontSize=8.5, leading=12, textColor=colour(TEXT), spaceAfter=5, splitLongWords=1
)
_ITEM: Final = ParagraphStyle("prose-item", parent=_WORDS, spaceAfter=2)
_QUOTED: Final = ParagraphStyle("prose-quoted", parent=_WORDS, textColor=colour(DARK_GREY), leftIndent=12)
_HEADINGS: Final[Mapping[int, ParagraphStyle]] = {
    level: ParagraphStyle(
        f"prose-heading-{level}",
        parent=_WORDS,
        fontName=BOLD,
        fontSize=size,
        leading=size * 1.3,
        textColor=colour(DARK_BLUE if level == 1 else TEXT),
        spaceBefore=6,
        spaceAfter=3,
    )
    for level, size in ((1, 10.5), (2, 9.5), (3, 8.5))
}
_CAPTION: Final = ParagraphStyle("prose-caption", parent=_WORDS, fontName=BOLD, leading=11.5, spaceAfter=4)
_ROOM_FOR_A_HEADING: Final = 45.0
_ROOM_FOR_A_TABLE: Final = 70.0
_INDENT: Final = 14.0
_PAD: Final = 4.0
_SIZE: Final = 7.5
_LONG_ROW: Final = 3000
_LINE: Final = 60
_LEAST: Final = 24.0


def flowables(blocks: Sequence[prose.Block], width: float) -> list[Flowable]:
    """The blocks in the house style, over that width. No blocks: nothing, so say in words that the text is empty."""
    return [drawn for block in blocks for drawn in _drawn(block, width)]


def _drawn(block: prose.Block, width: float, style: ParagraphStyle = _WORDS) -> list[Flowable]:
    match block:
        case prose.Heading():
            heading = Paragraph(_marked(block.runs), _HEADINGS[min(block.level, 3)])
            return [CondPageBreak(_ROOM_FOR_A_HEADING), heading]
        case prose.Paragraph():
            return [Paragraph(_marked(block.runs), style)]
        case prose.Listing():
            return [_listing(block, width), gap(4)]
        case prose.Quotation():
            return [drawn for inner in block.blocks for drawn in _drawn(inner, width, _QUOTED)]
        case prose.Table():
            return _captioned(block, width)


def _listing(listing: prose.Listing, width: float) -> ListFlowable:
    look: dict[str, Any] = {"bulletType": "bullet", "start": "•"}
    if listing.first is not None:
        look = {"bulletType": "1", "start": listing.first, "bulletFormat": "%s."}
    items: list[Any] = [
        ListItem([drawn for block in item for drawn in _drawn(block, width - _INDENT, _ITEM)] or [gap(2)])
        for item in listing.items
    ]
    return ListFlowable(
        items, bulletFontName=REGULAR, bulletFontSize=8.5, bulletColor=colour(TEXT), leftIndent=_INDENT, **look
    )


def _captioned(table: prose.Table, width: float) -> list[Flowable]:
    """A table below its caption, both begun where at least a row has room too."""
    drawn = _table(table, width)
    return [gap(2), CondPageBreak(_ROOM_FOR_A_TABLE), Paragraph(escaped(table.caption), _CAPTION), drawn, gap(8)]


def _table(table: prose.Table, width: float) -> Table:
    rows = [[_cell(runs, is_bold=True, is_right=right) for runs, right in zip(table.head, table.is_right, strict=True)]]
    rows += [
        [_cell(runs, is_right=right) for runs, right in zip(row, table.is_right, strict=True)] for row in table.rows
    ]
    return Table(
        rows,
        colWidths=_widths(table, width),
        repeatRows=1,
        splitInRow=int(_has_long_cell(table)),
        hAlign="LEFT",
        style=_STYLE,
    )


def _has_long_cell(table: prose.Table) -> bool:
    """Whether a cell may be so long in its column that its row must break between pages."""
    texts = [prose.words_of(runs) for row in (table.head, *table.rows) for runs in row]
    return max(len(text) * len(table.head) + _LINE * text.count("\n") for text in texts) > _LONG_ROW


def _widths(table: prose.Table, width: float) -> list[float]:
    """Columns as wide as what they say; where that is more than the page, the widest share what the others leave."""
    wanted = [_wanted(column) for column in zip(table.head, *table.rows, strict=True)]
    widths, left = [0.0] * len(wanted), width
    by_width = sorted(range(len(wanted)), key=wanted.__getitem__)
    for place, column in enumerate(by_width):
        widths[column] = min(wanted[column], left / (len(wanted) - place))
        left -= widths[column]
    return widths


def _wanted(column: Sequence[prose.Runs]) -> float:
    lines = [line for runs in column for line in prose.words_of(runs).split("\n")]
    return max(_LEAST, *(text_width(line, _SIZE, BOLD) + 2 * _PAD + 1 for line in lines))


def _cell(runs: prose.Runs, *, is_bold: bool = False, is_right: bool) -> Paragraph:
    style = ParagraphStyle(
        f"prose-cell-{is_bold}-{is_right}",
        parent=_WORDS,
        fontName=BOLD if is_bold else REGULAR,
        fontSize=_SIZE,
        leading=_SIZE * 1.35,
        spaceAfter=0,
        alignment=TA_RIGHT if is_right else TA_LEFT,
    )
    return Paragraph(_marked(runs), style)


def _marked(runs: prose.Runs) -> str:
    """Runs as ReportLab marks them up; what looks like markup in their text is shown, not obeyed."""
    return "".join(_marked_run(run) for run in runs)


def _marked_run(run: prose.Run) -> str:
    text = "<br/>".join(escaped(line) for line in run.text.split("\n"))
    if run.is_italic:
        text = f"<i>{text}</i>"
    if run.is_bold:
        text = f"<b>{text}</b>"
    if run.href:
        href = escaped(run.href).replace('"', "%22")
        text = f'<a href="{href}" color="{BLUE}">{text}</a>'
    return text


_STYLE: Final = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), colour(FAINT)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, colour(DARK_BLUE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, colour(RULE)),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)
