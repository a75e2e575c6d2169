"""A contract as PDF: first page, contents, numbered clauses and schedules, what it commits, signatures and hash."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, PageBreak

from contracts.agreements.presented.contract import PartShown, parts_shown
from contracts.agreements.queries.papers import Paper
from core.markdown import as_blocks
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.tables import captioned, figure_table, figures, words
from core.pdf.text import gap, lead, note, paragraph, section, signature_block, title_block
from core.signatures.documents import signature_table
from core.tables import Cell, Table
from core.wording import listed

_ROOM_FOR_SCHEDULES = 220.0
_MANY = 10
_CLAUSES, _SCHEDULES, _SIGNATURES = "clauses", "schedules", "signatures"


def contract_pdf(paper: Paper) -> bytes:
    """The contract as a PDF file; DRAFT stands across it until its parties have signed."""
    content = paper.content
    parts = parts_shown(content.parts)
    contents = _contents(parts)
    running = Running(
        organisation=str(content.facts["commissioner"]),
        title=f"{content.reference} {content.title}",
        content_hash=paper.content_hash,
        is_draft=paper.is_draft,
    )
    return with_contents(contents, lambda: _story(paper, parts, contents), running)


def _contents(parts: Sequence[PartShown]) -> Contents:
    entries = [Entry(key=_CLAUSES, title="Clauses"), *(_entry(each) for each in parts if not each.part.is_schedule)]
    schedules = [_entry(each) for each in parts if each.part.is_schedule]
    if schedules:
        entries += [Entry(key=_SCHEDULES, title="Schedules"), *schedules]
    return Contents([*entries, Entry(key=_SIGNATURES, title="Signatures")])


def _entry(shown: PartShown) -> Entry:
    return Entry(key=f"part-{shown.part.key}", number=f"{shown.number}.", title=shown.part.title, level=2)


def _story(paper: Paper, parts: Sequence[PartShown], contents: Contents) -> list[Flowable]:
    content = paper.content
    hashed = ("Content hash", paper.content_hash)
    subtitle = f"{content.facts['kind']}, {content.reference}"
    story: list[Flowable] = [
        *title_block(content.title, subtitle, paper.facts, hashed, width=PORTRAIT_WIDTH),
        lead(_first_words(paper)),
        *section("Contents"),
        contents.table(width=PORTRAIT_WIDTH),
        PageBreak(),
        *contents.heading(_CLAUSES),
    ]
    is_first_schedule = True
    for shown in parts:
        if shown.part.is_schedule and is_first_schedule:
            story += contents.heading(_SCHEDULES, room=_ROOM_FOR_SCHEDULES)
            is_first_schedule = False
        story += [*contents.heading(f"part-{shown.part.key}"), *part_story(shown)]
    return [*story, PageBreak(), *contents.heading(_SIGNATURES), *_signatures(paper)]


def _first_words(paper: Paper) -> str:
    said = paper.content.facts
    return f"{said['form']} between {said['commissioner']} and {said['provider']}. {paper.standing}."


def part_story(shown: PartShown) -> list[Flowable]:
    """What stands in a part, below its heading."""
    drawn = (
        flowables(as_blocks(shown.part.text, caption=shown.tables_called), PORTRAIT_WIDTH) if shown.part.text else []
    )
    for table in shown.tables:
        drawn += _table(table)
    return drawn or [note("Nothing stands here yet.")]


def _table(table: Table) -> list[Flowable]:
    """A table with its caption: the first column twice as wide as a short one of words, notes behind their cell."""
    weights = [2, *(1 + 3 * (place == len(table.head) - 1) for place in range(1, len(table.head)))]
    heads = [
        figures(head.text)[0] if head.number else words(head.text, weight)
        for head, weight in zip(table.head, weights, strict=True)
    ]
    rows = [[_cell(cell) for cell in row] for row in (*table.rows, *table.foot)]
    drawn = figure_table(heads, rows, width=PORTRAIT_WIDTH, totals=len(table.foot), is_tight=len(rows) > _MANY)
    return [gap(4), *captioned(table.caption, drawn), gap(8)]


def _cell(cell: Cell) -> str:
    return f"{cell.text} ({cell.note})" if cell.note else cell.text


def _signatures(paper: Paper) -> list[Flowable]:
    drawn: list[Flowable] = [note(f"SHA-256 of the text that is signed: {paper.content_hash}")]
    if paper.signatures:
        drawn += [gap(4), signature_table(paper.signatures, width=PORTRAIT_WIDTH), gap(8)]
    else:
        drawn.append(paragraph("Nobody has signed this yet."))
    if paper.unsigned:
        drawn.append(paragraph(f"Not signed by {listed(paper.unsigned)}."))
        drawn.append(signature_block(paper.unsigned, width=PORTRAIT_WIDTH))
    return drawn
