"""Heads of terms as a Word document, for those who must redline outside. The same input gives the same bytes.

An edited copy comes back as an attached document; it never changes the heads.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from contracts.heads_of_terms.documents.said import NO_BINDING, Said, figure_rows, in_pounds, totals_in
from contracts.heads_of_terms.rules.content import TermContent
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES
from core import prose
from core.markdown import as_blocks
from core.wording import in_full, printable

_WHEN = datetime(2008, 4, 1, tzinfo=UTC)
_IN_ARCHIVE = (2008, 4, 1, 0, 0, 0)


def heads_docx(said: Said) -> bytes:
    """The document; says in its first line that it is a draft until all parties have signed."""
    document = Document()
    content = said.content
    properties = document.core_properties
    properties.title = f"Heads of terms {content.reference}: {content.title}"
    properties.author, properties.comments = content.particulars.commissioner.name, f"Content hash {said.content_hash}"
    properties.created = properties.modified = _WHEN
    if said.is_draft:
        _bold(document.add_paragraph(), "DRAFT: not signed by all parties.")
    document.add_heading(printable(f"Heads of terms: {content.title}"), level=0)
    document.add_paragraph(printable(said.in_one_sentence))
    _table(document, ("What", ""), [*said.facts, ("Figures from", content.source.in_words)])
    for text in (said.open_in_words, NO_BINDING):
        document.add_paragraph(printable(text))
    document.add_heading("Contents", level=1)
    for number, title, state in said.contents:
        document.add_paragraph(printable(f"{number}. {title} ({state.lower()})"))
    for place, term in enumerate(content.terms, start=1):
        _clause(document, place, term)
    _signatures(document, said)
    return _settled(document)


def _clause(document: Any, number: int, term: TermContent) -> None:
    mark = f" ({TERM_STATE_NAMES[term.state].lower()})" if term.is_open else ""
    document.add_heading(printable(f"{number}. {term.title}{mark}"), level=1)
    for block in as_blocks(term.text, caption=f"Table {number}"):
        _block(document, block)
    if term.figures:
        heading = "Amount £" if in_pounds(term.figures) else "Figure"
        _table(document, ("What", heading), figure_rows(term.figures), totals=totals_in(term.figures))


def _block(document: Any, block: prose.Block) -> None:
    match block:
        case prose.Heading():
            document.add_heading(printable(prose.words_of(block.runs)), level=min(block.level + 1, 4))
        case prose.Paragraph():
            _runs(document.add_paragraph(), block.runs)
        case prose.Listing():
            style = "List Bullet" if block.first is None else "List Number"
            for item in block.items:
                _item(document, item, style)
        case prose.Quotation():
            for inner in block.blocks:
                _block(document, inner)
        case prose.Table():
            document.add_paragraph(printable(block.caption))
            _table(
                document,
                [prose.words_of(runs) for runs in block.head],
                [[prose.words_of(runs) for runs in row] for row in block.rows],
            )


def _item(document: Any, item: Sequence[prose.Block], style: str) -> None:
    for inner in item:
        if isinstance(inner, prose.Paragraph):
            _runs(document.add_paragraph(style=style), inner.runs)
        else:
            _block(document, inner)


def _runs(paragraph: Any, runs: Sequence[prose.Run]) -> None:
    for run in runs:
        written = paragraph.add_run("\n".join(printable(line) for line in run.text.split("\n")))
        written.bold, written.italic = run.is_bold or None, run.is_italic or None


def _bold(paragraph: Any, text: str) -> None:
    paragraph.add_run(printable(text)).bold = True


def _table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]], *, totals: int = 0) -> None:
    table = document.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        _bold(cell.paragraphs[0], text)
    for place, row in enumerate(rows):
        cells = table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(printable(text))
            run.bold = place >= len(rows) - totals or None
            if column and head[column].endswith("£"):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _signatures(document: Any, said: Said) -> None:
    document.add_page_break()
    document.add_heading("Signatures", level=1)
    if said.signatures:
        rows = [
            (f"{each.organisation}, {each.capacity_name.lower()}", f"{each.name}, {each.role}", in_full(each.signed_on))
            for each in said.signatures
        ]
        _table(document, ("Signed for", "Name and position", "Date"), rows)
    for organisation, words in said.reserved:
        document.add_paragraph(printable(f"Reservation of {organisation}: {words}"))
    if said.waiting:
        document.add_paragraph(printable(said.waiting_in_words))
    document.add_paragraph(f"SHA-256 of the exact text that is signed: {said.content_hash}")


def _settled(document: Any) -> bytes:
    """The file with the same moment on each of its parts, so that equal documents are equal files."""
    saved, settled = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, date_time=_IN_ARCHIVE)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return settled.getvalue()
