"""Contents of a document with page numbers and links: the same headings, in the same order, as bookmarks of the file.

The document is made again, knowing on which page each heading stood, until the pages stay the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Table, TableStyle
from typing_extensions import override

from core.house_style import BLUE, BOLD, DARK_BLUE, DARK_GREY, REGULAR, RULE, TEXT, colour, text_width
from core.pdf.page import Running, pdf_bytes
from core.pdf.text import ROOM_FOR_A_SECTION, escaped

_ENTRY: Final = ParagraphStyle("contents", fontName=REGULAR, fontSize=8.5, leading=12, textColor=colour(TEXT))
_STRONG: Final = ParagraphStyle("contents-strong", parent=_ENTRY, fontName=BOLD)
_NOTE: Final = ParagraphStyle("contents-note", parent=_ENTRY, fontSize=7.5, textColor=colour(DARK_GREY))
_PAGE: Final = ParagraphStyle("contents-page", parent=_ENTRY, alignment=2)
_HEAD: Final = ParagraphStyle("contents-head", parent=_NOTE, fontName=BOLD)
_HEADINGS: Final = {
    1: ParagraphStyle(
        "heading-1", fontName=BOLD, fontSize=13, leading=17, textColor=colour(DARK_BLUE), spaceBefore=14, spaceAfter=6
    ),
    2: ParagraphStyle(
        "heading-2", fontName=BOLD, fontSize=11, leading=14, textColor=colour(DARK_BLUE), spaceBefore=11, spaceAfter=4
    ),
}
_AFTER_NUMBER: Final = 8.0
_NOTE_WIDTH: Final = 80.0
_PAGE_WIDTH: Final = 34.0
_MOST_TIMES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A heading: the key links lead to, its words, its number as it is shown, level 1 or 2, a word beside it."""

    key: str
    title: str
    number: str = ""
    level: int = 1
    note: str = ""

    @property
    def called(self) -> str:
        """Number and words, in one line."""
        return f"{self.number} {self.title}".strip()


class Contents:
    """The headings of a document in order, and on which page each stood when it was made last.

    The first is of level 1. ValueError for two of one key.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = {entry.key: entry for entry in entries}
        if len(self.entries) != len(entries):
            raise ValueError("two headings have one key")
        self.pages: dict[str, int] = {}

    def heading(self, key: str, *, room: float = ROOM_FOR_A_SECTION) -> list[Flowable]:
        """The heading of that key where it stands; with less room than that below it, it begins the next page."""
        entry = self.entries[key]
        style = _HEADINGS[entry.level]
        numbered: dict[str, Any] = {}
        if entry.number:
            indent = text_width(entry.number, style.fontSize, BOLD) + _AFTER_NUMBER
            style = ParagraphStyle(
                f"{style.name}-numbered",
                parent=style,
                leftIndent=indent,
                bulletFontName=BOLD,
                bulletFontSize=style.fontSize,
                bulletColor=style.textColor,
            )
            numbered = {"bulletText": entry.number}
        return [CondPageBreak(room), _Place(entry, self.pages), Paragraph(escaped(entry.title), style, **numbered)]

    def table(self, *, width: float, note: str = "") -> Table:
        """The contents: each heading a link, with its page. `note`: what the words beside the headings are."""
        entries = list(self.entries.values())
        numbers = max((text_width(each.number, 8.5, BOLD) for each in entries if each.number), default=0.0)
        first = numbers + 2 * _AFTER_NUMBER if numbers else 0.0
        beside = _NOTE_WIDTH if any(each.note for each in entries) else 0.0
        head = ["", Paragraph("", _HEAD), Paragraph(escaped(note), _HEAD), Paragraph("Page", _PAGE_HEAD)]
        outer = {each.key for each in entries if each.level == 1} if any(each.level == 2 for each in entries) else set()
        return Table(
            [head, *(self._row(entry, is_strong=entry.key in outer) for entry in entries)],
            colWidths=[first, width - first - beside - _PAGE_WIDTH, beside, _PAGE_WIDTH],
            repeatRows=1,
            hAlign="LEFT",
            style=TableStyle([*_STYLE, *(("SPAN", (0, n), (1, n)) for n, e in enumerate(entries, 1) if not e.number)]),
        )

    def _row(self, entry: Entry, *, is_strong: bool) -> list[Any]:
        style = _STRONG if is_strong else _ENTRY
        linked = Paragraph(self._linked(entry), style)
        page = Paragraph(str(self.pages.get(entry.key, "")), _PAGE)
        if not entry.number:
            return [linked, "", Paragraph(escaped(entry.note), _NOTE), page]
        return [Paragraph(escaped(entry.number), style), linked, Paragraph(escaped(entry.note), _NOTE), page]

    def _linked(self, entry: Entry) -> str:
        """The words of a heading, a link once it is known to stand somewhere."""
        words = escaped(entry.title)
        return f'<a href="#{entry.key}" color="{BLUE}">{words}</a>' if entry.key in self.pages else words


def with_contents(contents: Contents, story: Callable[[], Sequence[Flowable]], running: Running) -> bytes:
    """The document of a story that shows `contents.table` and sets each of its headings once.

    `story` is called for every making. RuntimeError where a heading of the contents stands nowhere in it.
    """
    for _ in range(_MOST_TIMES):
        before = dict(contents.pages)
        made = pdf_bytes(story(), running)
        if missing := contents.entries.keys() - contents.pages.keys():
            raise RuntimeError(f"no heading stands for {', '.join(sorted(missing))}")
        if contents.pages == before:
            return made
    raise RuntimeError("the pages of the contents do not come to rest")


class _Place(Flowable):
    """Nothing to see: notes on which page what follows stands, can be jumped to, and is a bookmark of the file."""

    def __init__(self, entry: Entry, pages: dict[str, int]) -> None:
        super().__init__()
        self.entry, self.pages = entry, pages
        self.keepWithNext = 1

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Take no room."""
        del aW, aH
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        canvas: Any = self.canv
        entry = self.entry
        self.pages[entry.key] = canvas.getPageNumber()
        canvas.mark_place(entry.key, entry.called, entry.level)


_PAGE_HEAD: Final = ParagraphStyle("contents-page-head", parent=_HEAD, alignment=2)
_STYLE: Final = (
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ("LINEBELOW", (0, 0), (-1, 0), 0.9, colour(DARK_BLUE)),
    ("LINEBELOW", (0, 1), (-1, -1), 0.3, colour(RULE)),
)
