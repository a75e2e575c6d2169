"""Tables of figures: text on the left, figures right-aligned digit under digit, headings repeated on every page.

Figure columns are as wide as their widest figure; text columns share what is left. When that is too little, the type
gets smaller. Rows break between pages, never within, unless one row alone would be longer than a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Table, TableStyle

from core.house_style import BOLD, DARK_BLUE, FAINT, REGULAR, RULE, TEXT, colour, text_width
from core.pdf.text import caption_alone, escaped

_PAD: Final = 4.0
_SIZES: Final = (7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_LEAST_TEXT: Final = 104.0
_LONG_HEADING: Final = 70
_LONG_CELL: Final = 500
_ROOM_FOR_A_TABLE: Final = 80.0
_AIRY: Final = (2.5, 3.0)
_TIGHT: Final = (1.2, 1.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, and either figures (the default) or text with its weight in sharing the width left."""

    heading: str
    text_weight: int = 0

    @property
    def is_text(self) -> bool:
        """Whether the column holds words, which wrap, rather than figures, which do not."""
        return self.text_weight > 0


def words(heading: str, weight: int = 1) -> Column:
    """A column of text."""
    return Column(heading=heading, text_weight=weight)


def figures(*headings: str) -> list[Column]:
    """Columns of figures."""
    return [Column(heading=heading) for heading in headings]


def figure_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: float, totals: int = 0, is_tight: bool = False
) -> Table:
    """A table over the full width; the last `totals` rows are set off in bold. No rows: a heading alone.

    `is_tight`: with less air between rows, for what has to fit on a page.
    """
    size, widths = _layout(columns, rows, width)
    first_total = len(rows) - totals
    body = [
        [_cell(text, column, size, is_total=place >= first_total) for text, column in zip(row, columns, strict=True)]
        for place, row in enumerate(rows)
    ]
    longest = max((len(text) for row in rows for text in row), default=0)
    return Table(
        [[_heading(column, size) for column in columns], *body],
        colWidths=widths,
        repeatRows=1,
        splitInRow=int(longest > _LONG_CELL),
        hAlign="LEFT",
        style=_style(columns, size, rows=len(rows), totals=totals, is_tight=is_tight),
    )


def captioned(caption: str, table: Table) -> list[Flowable]:
    """A table that may run over pages, below its caption, both begun where at least some rows have room too."""
    return [CondPageBreak(_ROOM_FOR_A_TABLE), caption_alone(caption), table]


def _layout(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float) -> tuple[float, list[float]]:
    """The largest type at which the text columns keep a readable width, and the widths of all columns."""
    cells = [[row[place] for row in rows] for place in range(len(columns))]
    texts = [place for place, column in enumerate(columns) if column.is_text]
    size, widths, left, wanted = _SIZES[-1], [0.0], 0.0, 0.0
    for size in _SIZES:
        widths = [0.0 if c.is_text else _figure_width(c, cells[i], size) for i, c in enumerate(columns)]
        left, wanted = width - sum(widths), sum(_readable(columns[i], cells[i], size) for i in texts)
        if left >= wanted or len(texts) == len(columns):
            break
    words_wide = [_longest_word(columns[i], cells[i], size) for i in texts]
    shares = _shared(max(left, wanted / 3), [columns[i].text_weight for i in texts], words_wide)
    for place, share in zip(texts, shares, strict=True):
        widths[place] = share
    return size, widths


def _readable(column: Column, cells: Sequence[str], size: float) -> float:
    """The width below which text is hard to read: that of its longest cell where this is short, with its air."""
    longest = max([column.heading, *cells], key=len)[:_LONG_HEADING]
    return min(_LEAST_TEXT, text_width(longest, size, BOLD) + 2 * _PAD + 1)


def _longest_word(column: Column, cells: Sequence[str], size: float) -> float:
    """Room for the longest word of a column, which then is not broken; no more than makes text readable."""
    word = max((word for text in {column.heading, *cells} for word in text.split()), key=len, default="")
    return min(_LEAST_TEXT, text_width(word[:_LONG_HEADING], size, BOLD) + 2 * _PAD + 1)


def _shared(width: float, weights: Sequence[int], least: Sequence[float]) -> list[float]:
    """A width shared by weight, none with less than its least where there is room: the others give it up.

    >>> _shared(100, [1, 1, 2], [40, 10, 10]), _shared(30, [1, 2], [40, 40])
    ([40.0, 20.0, 40.0], [10.0, 20.0])
    """
    if sum(least) > width:
        least = [0.0] * len(weights)
    fixed: set[int] = set()
    while True:
        over = width - sum(least[place] for place in fixed)
        unit = over / (sum(weight for place, weight in enumerate(weights) if place not in fixed) or 1)
        short = {place for place, weight in enumerate(weights) if unit * weight < least[place]} - fixed
        if not short:
            return [float(least[i] if i in fixed else unit * weight) for i, weight in enumerate(weights)]
        fixed |= short


def _figure_width(column: Column, cells: Sequence[str], size: float) -> float:
    """Room for the widest figure, the heading's longest word and a short heading in one line, a long one in two."""
    heading = column.heading[:_LONG_HEADING]
    longest_word = max(heading.split() or [""], key=len)[:14]
    in_one_line = text_width(heading, size, BOLD)
    roomy = in_one_line if in_one_line <= 5.5 * size else min(in_one_line * 0.6, 6.5 * size)
    figures_wide = max((text_width(cell, size, BOLD) for cell in cells), default=0.0)
    return max(figures_wide, text_width(longest_word, size, BOLD), roomy) + 2 * _PAD + 1


def _cell(text: str, column: Column, size: float, *, is_total: bool) -> Paragraph | str:
    if not column.is_text:
        return text
    return Paragraph(escaped(text), _paragraph_style(size, is_bold=is_total))


def _heading(column: Column, size: float) -> Paragraph:
    text = column.heading
    shortened = text if len(text) <= _LONG_HEADING else f"{text[: _LONG_HEADING - 1].rstrip()}…"
    return Paragraph(escaped(shortened), _paragraph_style(size, is_bold=True, is_right=not column.is_text))


def _paragraph_style(size: float, *, is_bold: bool = False, is_right: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"cell-{size}-{is_bold}-{is_right}",
        fontName=BOLD if is_bold else REGULAR,
        fontSize=size,
        leading=size * 1.3,
        textColor=colour(TEXT),
        alignment=TA_RIGHT if is_right else TA_LEFT,
        splitLongWords=1,
    )


def _style(columns: Sequence[Column], size: float, *, rows: int, totals: int, is_tight: bool) -> TableStyle:
    above, below = _TIGHT if is_tight else _AIRY
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, size, size * 1.3),
        ("TEXTCOLOR", (0, 0), (-1, -1), colour(TEXT)),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), colour(FAINT)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, colour(DARK_BLUE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, colour(RULE)),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), above),
        ("BOTTOMPADDING", (0, 0), (-1, -1), below),
    ]
    commands += [("ALIGN", (i, 0), (i, -1), "RIGHT") for i, column in enumerate(columns) if not column.is_text]
    if totals:
        commands += [
            ("FONT", (0, -totals), (-1, -1), BOLD, size, size * 1.3),
            ("LINEABOVE", (0, -totals), (-1, -totals), 0.9, colour(DARK_BLUE)),
            ("LINEBELOW", (0, -1), (-1, -1), 0.9, colour(DARK_BLUE)),
            ("NOSPLIT", (0, max(rows - totals, 0)), (0, rows)),
        ]
    return TableStyle(commands)
