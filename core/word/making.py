"""A Word document: title, facts, numbered sections of running text, header and footer with page x of y."""

from collections.abc import Sequence
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt

from core.prose import Block
from core.word.drawing import Drawing, cell_words, keep_rows_whole, safe, shaded
from core.word.furnishing import TEXT_WIDTH, furnish
from core.word.packing import packed

Section = tuple[str, str, Sequence[Block]]
_DEEPEST: Final = 3
_DRAFT: Final = "Draft. It binds nobody until all parties have signed."
_FACT_WIDTHS: Final = (0.3, 0.7)


def document(
    *,
    title: str,
    facts: Sequence[tuple[str, str]] = (),
    sections: Sequence[Section] = (),
    footer: str = "",
    is_draft: bool = False,
    organisation: str = "",
    subtitle: str = "",
) -> bytes:
    """The document as the bytes of a .docx file; the same arguments give the same bytes.

    `facts`: what identifies it, name and value. `sections`: number (`3.2`, or blank), heading (or blank), and blocks of
    `core.markdown.as_blocks`; a section's heading is as deep as its number, and headings in its blocks go below it.
    `footer` stands left of `Page x of y`. `is_draft` says DRAFT on every page.
    """
    made = Document()
    furnish(made, title=title, organisation=organisation, footer=footer, is_draft=is_draft)
    made.add_paragraph(safe(title), style="Title")
    if subtitle:
        made.add_paragraph(safe(subtitle), style="Subtitle")
    if is_draft:
        made.add_paragraph().add_run(_DRAFT).bold = True
    if facts:
        _add_facts(made, facts)
    drawing = Drawing(made)
    for number, heading, blocks in sections:
        level = _level_of(number)
        if heading:
            made.add_heading(safe(f"{number}\u2003{heading}" if number else heading), level=level)
        drawing.draw(blocks, below=level if heading else 0)
    return packed(made, title=title, organisation=organisation)


def _level_of(number: str) -> int:
    """How deep a section's heading lies: `3` on level 1, `3.2` on level 2."""
    return min(_DEEPEST, number.strip().rstrip(".").count(".") + 1)


def _add_facts(made: WordDocument, facts: Sequence[tuple[str, str]]) -> None:
    """The facts as a table of two columns, the names bold; an empty line sets it off from what follows."""
    table = made.add_table(rows=len(facts), cols=2, style="Table Grid")
    table.autofit = False
    for column, part in zip(table.columns, _FACT_WIDTHS, strict=True):
        column.width = int(TEXT_WIDTH * part)
    for row, (name, value) in zip(table.rows, facts, strict=True):
        for cell, part in zip(row.cells, _FACT_WIDTHS, strict=True):
            cell.width = int(TEXT_WIDTH * part)
        cell_words(row.cells[0]).add_run(safe(name)).bold = True
        cell_words(row.cells[1]).add_run(safe(value))
        shaded(row.cells[0])
    keep_rows_whole(table)
    made.add_paragraph().paragraph_format.space_after = Pt(4)
