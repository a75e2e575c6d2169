"""A version of a specification as a Word document, for those who must redline outside. Same input, same bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from contracts.specifications.documents.word_prose import write_blocks
from contracts.specifications.rules.content import Content, facts_of
from contracts.specifications.rules.states import STATE_NAMES, State
from core.clock import day_in_words
from core.markdown import as_blocks
from core.signatures.models import Signature
from core.wording import printable

_MADE_AT: Final = (2008, 4, 1, 0, 0, 0)
_RED: Final = RGBColor(0xB0, 0x1B, 0x1B)
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def specification_docx(content: Content, *, state: State, content_hash: str, accepted: Sequence[Signature]) -> bytes:
    """The document of a version, with contents that Word numbers itself, page x of y, and DRAFT on what is none yet."""
    document = docx.Document()
    _furnish(document, content, content_hash, is_draft=state in (State.DRAFT, State.IN_REVIEW))
    document.add_heading(printable(content.title), 0)
    document.add_paragraph(f"Service specification, version {content.version}, {STATE_NAMES[state].lower()}")
    _facts(document, [*facts_of(content), ("Content hash", content_hash)])
    document.add_heading("Contents", 1)
    for each in content.sections:
        entry = document.add_paragraph(printable(f"{each.number}  {each.heading}"))
        entry.paragraph_format.left_indent = Mm(0 if each.level == 1 else 8)
        entry.paragraph_format.space_after = Pt(0)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for each in content.sections:
        document.add_heading(printable(f"{each.number}  {each.heading}"), each.level)
        if each.holds_text:
            blocks = as_blocks(each.text, caption=f"Section {each.number}, table")
            write_blocks(document, blocks)
            if not blocks:
                document.add_paragraph("Nothing is written here yet.")
    _signatures(document, accepted)
    return _same_bytes(document)


def _furnish(document: Document, content: Content, content_hash: str, *, is_draft: bool) -> None:
    """Margins, header, footer and the names in the file’s own description."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    head = page.header.paragraphs[0]
    head.add_run(printable(f"{content.commissioner}    {content.called}")).font.size = Pt(8)
    if is_draft:
        mark = page.header.add_paragraph().add_run("DRAFT")
        mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(20), _RED
    foot = page.footer.paragraphs[0]
    foot.add_run(f"Content hash {content_hash}    Page ").font.size = Pt(7)
    _field(foot, "PAGE")
    foot.add_run(" of ").font.size = Pt(7)
    _field(foot, "NUMPAGES")
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    made = datetime(*_MADE_AT, tzinfo=UTC)
    about = document.core_properties
    about.author, about.title, about.created, about.modified = content.commissioner, content.called, made, made
    about.comments, about.last_modified_by = f"Content hash {content_hash}", content.commissioner


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word works out: the page, or the count of pages."""
    run = paragraph.add_run()
    run.font.size = Pt(7)
    drawn: Any = run.element
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        drawn.append(element)


def _facts(document: Document, facts: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Light Grid Accent 1")
    for name, value in facts:
        left, right = table.add_row().cells
        left.text, right.text = printable(name), printable(value)


def _signatures(document: Document, accepted: Sequence[Signature]) -> None:
    document.add_heading("Accepted by", 1)
    if not accepted:
        document.add_paragraph("Nobody has accepted this text yet.")
        return
    table = document.add_table(rows=1, cols=4, style="Light Grid Accent 1")
    _fill(table.rows[0].cells, ("Accepted for", "Name and role", "On", "What was accepted"))
    for each in accepted:
        said = f"{each.statement} SHA-256 {each.content_hash}"
        row = (each.organisation, f"{each.name}, {each.role}", day_in_words(each.signed_at), said)
        _fill(table.add_row().cells, row)


def _fill(cells: Sequence[Any], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = printable(text)


def _same_bytes(document: Document) -> bytes:
    """The file with one fixed instant at each of its parts, so that the same document is the same file."""
    made, fixed = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, _MADE_AT)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return fixed.getvalue()
