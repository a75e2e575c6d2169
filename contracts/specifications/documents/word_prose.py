"""Running text (`core.markdown.as_blocks`) in a Word document: headings, paragraphs, lists, quotations and tables."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from core import prose
from core.wording import printable

_DEEPEST = 9
_FIRST_LEVEL = 2
_INDENT = 8


def write_blocks(document: Document, blocks: Sequence[prose.Block], *, depth: int = 0) -> None:
    """Write the blocks at the end of the document. `depth`: in how many lists or quotations they stand."""
    for block in blocks:
        match block:
            case prose.Heading():
                level = min(block.level + _FIRST_LEVEL, _DEEPEST)
                _dress(document.add_heading("", level), block.runs)
            case prose.Paragraph():
                _indented(document.add_paragraph(), depth, block.runs)
            case prose.Listing():
                _listing(document, block, depth)
            case prose.Quotation():
                write_blocks(document, block.blocks, depth=depth + 1)
            case prose.Table():
                _table(document, block)


def _listing(document: Document, listing: prose.Listing, depth: int) -> None:
    """Each item with its mark as text: what is numbered keeps its number whatever program opens the file."""
    for place, item in enumerate(listing.items):
        mark = "• " if listing.first is None else f"{listing.first + place}. "
        first, rest = _first_runs(item)
        _indented(document.add_paragraph(), depth + 1, (prose.Run(text=mark), *first))
        write_blocks(document, rest, depth=depth + 1)


def _first_runs(item: Sequence[prose.Block]) -> tuple[prose.Runs, Sequence[prose.Block]]:
    if item and isinstance(item[0], prose.Paragraph):
        return item[0].runs, item[1:]
    return (), item


def _table(document: Document, table: prose.Table) -> None:
    document.add_paragraph().add_run(printable(table.caption)).bold = True
    drawn = document.add_table(rows=1, cols=len(table.head), style="Light Grid Accent 1")
    _cells(drawn.rows[0].cells, table.head, table.is_right)
    for row in table.rows:
        _cells(drawn.add_row().cells, row, table.is_right)
    document.add_paragraph()


def _cells(cells: Sequence[Any], row: Sequence[prose.Runs], is_right: Sequence[bool]) -> None:
    for cell, runs, right in zip(cells, row, is_right, strict=True):
        _dress(cell.paragraphs[0], runs)
        if right:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _indented(paragraph: Any, depth: int, runs: prose.Runs) -> None:
    paragraph.paragraph_format.left_indent = Mm(_INDENT * depth)
    _dress(paragraph, runs)


def _dress(paragraph: Any, runs: prose.Runs) -> None:
    """The runs in their dress. An address stands behind its words: a file with links to elsewhere is not taken back."""
    for run in runs:
        said = f"{run.text} ({run.href})" if run.href and run.href != run.text else run.text
        lines = "\n".join(printable(line) for line in said.split("\n"))
        written = paragraph.add_run(lines)
        written.bold, written.italic = run.is_bold, run.is_italic
