"""Contents of a PDF with page numbers: the document is made twice, the second time knowing where each heading stood."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle
from typing_extensions import override

from core.house_style import BLUE, REGULAR, RULE, TEXT, colour
from core.pdf.page import Running, pdf_bytes
from core.pdf.text import escaped

_ENTRY: Final = ParagraphStyle("contents", fontName=REGULAR, fontSize=8.5, leading=12, textColor=colour(TEXT))
_PART: Final = ParagraphStyle("contents-part", parent=_ENTRY, leftIndent=14)
_PAGE: Final = ParagraphStyle("contents-page", parent=_ENTRY, alignment=2)
Pages = dict[str, int]


class Place(Flowable):
    """Nothing to see: notes on which page what follows stands, and can be jumped to from the contents."""

    def __init__(self, key: str, pages: Pages) -> None:
        super().__init__()
        self.key, self.pages = key, pages
        self.keepWithNext = 1

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Take no room."""
        del aW, aH
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        canvas: Any = self.canv
        self.pages[self.key] = canvas.getPageNumber()
        canvas.bookmarkHorizontal(self.key, 0, 12)


def with_contents(story: Callable[[Pages], Sequence[Flowable]], running: Running) -> bytes:
    """The document of a story that is told the page of each `Place` in it."""
    pages: Pages = {}
    pdf_bytes(story(pages), running)
    return pdf_bytes(story(pages), running)


def contents_table(entries: Sequence[tuple[str, int, str]], pages: Pages, *, width: float) -> Table:
    """The contents: key of the place, level and words of each heading, with its page."""
    rows = [
        [
            Paragraph(f'<a href="#{key}" color="{BLUE}">{escaped(said)}</a>', _ENTRY if level == 1 else _PART),
            Paragraph(str(pages.get(key, "")), _PAGE),
        ]
        for key, level, said in entries
    ]
    return Table(rows, colWidths=[width - 40, 40], hAlign="LEFT", style=_STYLE)


_STYLE: Final = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, colour(RULE)),
    ]
)
