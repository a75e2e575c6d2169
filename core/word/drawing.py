"""Running text (`core.markdown.as_blocks`) in Word: headings, paragraphs, lists, quotations and tables."""

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core import prose
from core.house_style import BLUE, FAINT
from core.word.lists import Lists, make_item
from core.wording import printable

_DEEPEST_HEADING: Final = 6
_INDENT: Final = 18
_NO_CHARACTERS: Final = str.maketrans("\ufffe\uffff", "  ")


class Drawing:
    """Puts blocks at the end of a document, one after the other."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lists = Lists(document)

    def draw(self, blocks: Sequence[prose.Block], *, below: int = 0) -> None:
        """The blocks in order; their outermost headings are one deeper than `below`."""
        for block in blocks:
            self._draw(block, below, indent=0)

    def _draw(self, block: prose.Block, below: int, indent: int) -> None:
        match block:
            case prose.Heading():
                heading = self._document.add_heading(level=min(below + block.level, _DEEPEST_HEADING))
                _write(heading, block.runs)
            case prose.Paragraph():
                self._paragraph(block, indent)
            case prose.Listing():
                self._listing(block, indent)
            case prose.Quotation():
                for inner in block.blocks:
                    self._quote(inner, indent + 1)
            case prose.Table():
                self._table(block)

    def _paragraph(self, block: prose.Paragraph, indent: int, style: str | None = None) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        if indent:
            paragraph.paragraph_format.left_indent = Pt(_INDENT * indent)
        _write(paragraph, block.runs)
        return paragraph

    def _quote(self, block: prose.Block, indent: int) -> None:
        if isinstance(block, prose.Paragraph):
            self._paragraph(block, indent, "Quote")
        else:
            self._draw(block, 0, indent)

    def _listing(self, listing: prose.Listing, level: int) -> None:
        """A list on its level. What follows in an item stands below its first paragraph, without a mark of its own."""
        list_id = self._lists.begun(listing.first, level)
        for item in listing.items:
            blocks = list(item)
            first = blocks.pop(0) if blocks and isinstance(blocks[0], prose.Paragraph) else prose.Paragraph(runs=())
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            make_item(paragraph, list_id, level)
            if isinstance(first, prose.Paragraph):
                _write(paragraph, first.runs)
            for block in blocks:
                self._draw(block, 0, level + 1)

    def _table(self, table: prose.Table) -> None:
        """A table below its caption, its heading shaded and repeated on every page."""
        caption = self._document.add_paragraph(safe(table.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
        made = self._document.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
        for place, (row, texts) in enumerate(zip(made.rows, (table.head, *table.rows), strict=True)):
            for cell, runs, is_right in zip(row.cells, texts, table.is_right, strict=True):
                words = cell_words(cell)
                words.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_right else WD_ALIGN_PARAGRAPH.LEFT
                _write(words, runs, is_bold=place == 0)
                if place == 0:
                    shaded(cell)
        _say_of_row(made.rows[0], "w:tblHeader")
        keep_rows_whole(made)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)


def safe(text: str) -> str:
    r"""Text as a Word file may hold it: a character that no document may hold becomes a space.

    >>> safe("Red\x0bHouse")
    'Red House'
    """
    return printable(text).translate(_NO_CHARACTERS)


def cell_words(cell: _Cell) -> Paragraph:
    """The paragraph of a cell, without the space that paragraphs of running text have below."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    return paragraph


def shaded(cell: _Cell) -> None:
    """Let a cell stand on the house's faint grey."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", FAINT.removeprefix("#").upper())):
        shade.set(qn(f"w:{name}"), value)
    element_of(cell.paragraphs[0]).getparent().get_or_add_tcPr().append(shade)


def keep_rows_whole(table: WordTable) -> None:
    """Let no row of a table break between pages."""
    for row in table.rows:
        _say_of_row(row, "w:cantSplit")


def element_of(paragraph: Paragraph) -> Any:
    """The element of the file behind a paragraph."""
    return paragraph.paragraph_format.element


def _say_of_row(row: _Row, what: str) -> None:
    cell = element_of(row.cells[0].paragraphs[0]).getparent()
    cell.getparent().get_or_add_trPr().append(OxmlElement(what))


def _write(paragraph: Paragraph, runs: prose.Runs, *, is_bold: bool = False) -> None:
    for run in runs:
        if run.href:
            _link(paragraph, run, is_bold=is_bold)
        else:
            _dress(paragraph.add_run(), run, is_bold=is_bold)


def _dress(made: Run, run: prose.Run, *, is_bold: bool) -> None:
    for place, line in enumerate(run.text.split("\n")):
        if place:
            made.add_break()
        made.add_text(safe(line))
    made.bold = True if run.is_bold or is_bold else None
    made.italic = True if run.is_italic else None


def _link(paragraph: Paragraph, run: prose.Run, *, is_bold: bool) -> None:
    """A run that leads to a web or e-mail address."""
    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(safe(run.href), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    made = paragraph.add_run()
    _dress(made, run, is_bold=is_bold)
    made.font.color.rgb = RGBColor.from_string(BLUE.removeprefix("#").upper())
    made.underline = True
    link.append(made.element)
    element_of(paragraph).append(link)
