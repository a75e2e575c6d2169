"""The words of a document: title block, headings, paragraphs, summary list, notes, boxes, signatures."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table, TableStyle

from core.house_style import BOLD, DARK_BLUE, DARK_GREY, PALE, REGULAR, RULE, TEXT, colour, text_width
from core.wording import printable

_BODY: Final = ParagraphStyle(
    "body", fontName=REGULAR, fontSize=8.5, leading=12, textColor=colour(TEXT), spaceAfter=5, splitLongWords=1
)
_LEAD: Final = ParagraphStyle("lead", parent=_BODY, fontSize=10.5, leading=15, spaceAfter=8)
_TITLE: Final = ParagraphStyle(
    "title", parent=_BODY, fontName=BOLD, fontSize=18, leading=22, textColor=colour(DARK_BLUE), spaceAfter=2
)
_SUBTITLE: Final = ParagraphStyle("subtitle", parent=_BODY, fontSize=11, leading=14, textColor=colour(DARK_GREY))
_SECTION: Final = ParagraphStyle(
    "section", parent=_BODY, fontName=BOLD, fontSize=12, leading=15, textColor=colour(DARK_BLUE), spaceAfter=5
)
_CAPTION: Final = ParagraphStyle("caption", parent=_BODY, fontName=BOLD, fontSize=8.5, leading=11.5, spaceAfter=4)
_NOTE: Final = ParagraphStyle(
    "note", parent=_BODY, fontSize=7, leading=9.5, textColor=colour(DARK_GREY), spaceBefore=3, spaceAfter=2
)
_SMALL: Final = ParagraphStyle("small", parent=_BODY, fontSize=7.5, leading=10.5, spaceAfter=0)
_KEY: Final = ParagraphStyle("key", parent=_BODY, fontName=BOLD, fontSize=8, leading=11, spaceAfter=0)
_FACT: Final = ParagraphStyle("fact", parent=_KEY, fontName=REGULAR)

ROOM_FOR_A_SECTION: Final = 95.0


def escaped(text: str) -> str:
    """Text as it may stand in a paragraph: what looks like markup is shown, not obeyed.

    >>> escaped("Mother & child <5")
    'Mother &amp; child &lt;5'
    """
    return escape(printable(text))


def paragraph(text: str) -> Paragraph:
    """A paragraph of running text."""
    return Paragraph(escaped(text), _BODY)


def lead(text: str) -> Paragraph:
    """The paragraph that says it all, on the first page."""
    return Paragraph(escaped(text), _LEAD)


def caption(text: str) -> Paragraph:
    """What a chart or a table shows, above it and kept with it."""
    style = ParagraphStyle("caption-kept", parent=_CAPTION, keepWithNext=1)
    return Paragraph(escaped(text), style)


def caption_alone(text: str) -> Paragraph:
    """The same above what may break between pages: the caller sees to it that some of it has room below."""
    return Paragraph(escaped(text), _CAPTION)


def note(text: str) -> Paragraph:
    """A note in small type."""
    return Paragraph(escaped(text), _NOTE)


def gap(points: float = 8) -> Spacer:
    """Empty space."""
    return Spacer(1, points)


def section(text: str, room: float = ROOM_FOR_A_SECTION) -> list[Flowable]:
    """A heading that never stands alone at the foot of a page: with less room than that it begins the next."""
    return [gap(12), CondPageBreak(room), section_heading(text)]


def section_heading(text: str) -> Paragraph:
    """A section's heading alone, for what is kept together with it."""
    return Paragraph(escaped(text), _SECTION)


def title_block(
    title: str, subtitle: str, facts: Sequence[tuple[str, str]], long_fact: tuple[str, str], *, width: float
) -> list[Flowable]:
    """Title, what it is about, the facts that identify the document two beside each other, and one over the width."""
    cells = [[Paragraph(escaped(name), _KEY), Paragraph(escaped(value), _FACT)] for name, value in facts]
    if len(cells) % 2:
        cells.append([Paragraph("", _KEY), Paragraph("", _FACT)])
    rows: list[list[Flowable]] = [[*left, *right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    rows.append([Paragraph(escaped(long_fact[0]), _KEY), Paragraph(escaped(long_fact[1]), _FACT)])
    table = Table(
        [[*row, *[""] * (4 - len(row))] for row in rows],
        colWidths=_fact_widths([*facts[::2], long_fact], facts[1::2], width),
        hAlign="LEFT",
    )
    table.setStyle(
        TableStyle(
            [
                *_PLAIN,
                ("SPAN", (1, -1), (-1, -1)),
                ("LINEABOVE", (0, 0), (-1, 0), 1.6, colour(DARK_BLUE)),
                ("LINEBELOW", (0, -1), (-1, -1), 0.6, colour(RULE)),
            ]
        )
    )
    heads = [Paragraph(escaped(title[:300]), _TITLE), Paragraph(escaped(subtitle[:300]), _SUBTITLE)]
    return [*heads, gap(4), table, gap(10)]


def _fact_widths(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]], width: float) -> list[float]:
    """How wide the names and values of facts stand, two beside each other: no word of a name is broken."""
    names = [
        min(
            max([width * part, *(text_width(word, 8, BOLD) + 9 for name, _ in facts for word in name.split())]),
            width / 4,
        )
        for facts, part in ((left, 0.17), (right, 0.14))
    ]
    return [names[0], width * 0.56 - names[0], names[1], width * 0.44 - names[1]]


def summary_list(rows: Sequence[tuple[str, str, str]], *, width: float) -> Table:
    """Facts one under the other: what, the figure set right, and a word of explanation."""
    figure = ParagraphStyle("figure", parent=_KEY, alignment=2)
    cells = [
        [Paragraph(escaped(name), _KEY), Paragraph(escaped(value), figure), Paragraph(escaped(meaning), _SMALL)]
        for name, value, meaning in rows
    ]
    table = Table(cells, colWidths=[width * 0.27, width * 0.22, width * 0.51], hAlign="LEFT")
    table.setStyle(TableStyle([*_PLAIN, ("LINEBELOW", (0, 0), (-1, -1), 0.4, colour(RULE))]))
    return table


def box(heading: str, lines: Sequence[tuple[str, str]], *, width: float) -> Table:
    """A shaded box: terms and what they mean."""
    texts = [f"<font name='{BOLD}'>{escaped(term)}</font>: {escaped(meaning)}" for term, meaning in lines]
    content = [Paragraph(escaped(heading), _KEY), gap(3)]
    content += [Paragraph(text, ParagraphStyle("term", parent=_SMALL, spaceAfter=2.5)) for text in texts]
    table = Table([[content]], colWidths=[width], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("BACKGROUND", (0, 0), (-1, -1), colour(PALE)),
                ("LINEBEFORE", (0, 0), (0, -1), 3, colour(DARK_BLUE)),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 7),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    return table


def signature_block(parties: Sequence[str], *, width: float) -> Table:
    """A place to sign for each party, to be kept together with what is signed."""
    head = [Paragraph(escaped(text), _KEY) for text in ("Signed for", "Name and position", "Signature", "Date")]
    rows = [[Paragraph(escaped(party[:300]), _FACT), "", "", ""] for party in parties]
    table = Table(
        [head, *rows],
        colWidths=[width * part for part in (0.27, 0.29, 0.28, 0.16)],
        hAlign="LEFT",
    )
    table.setStyle(
        TableStyle(
            [
                *_PLAIN,
                ("TOPPADDING", (0, 1), (-1, -1), 12),
                ("BOTTOMPADDING", (0, 1), (-1, -1), 14),
                ("GRID", (0, 0), (-1, -1), 0.5, colour(RULE)),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("BACKGROUND", (0, 0), (-1, 0), colour(PALE)),
            ]
        )
    )
    return table


_PLAIN: Final = (
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 3.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
)
