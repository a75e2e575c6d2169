"""A contract as PDF: first page, contents, numbered clauses and schedules, what it commits, signatures and hash."""

from reportlab.platypus import Flowable, PageBreak

from contracts.agreements.presented.contract import PartShown, parts_shown
from contracts.agreements.queries.papers import Paper
from core.markdown import as_blocks
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import caption, gap, lead, note, paragraph, section, signature_block, title_block
from core.signatures.documents import signature_table
from core.wording import listed


def contract_pdf(paper: Paper) -> bytes:
    """The contract as a PDF file; DRAFT stands across it until its parties have signed."""
    content = paper.content
    commissioner = str(content.facts["commissioner"])
    story: list[Flowable] = [
        *title_block(
            content.title,
            f"{content.facts['kind']}, {content.reference}",
            paper.facts,
            ("Content hash", paper.content_hash),
            width=PORTRAIT_WIDTH,
        ),
        lead(_first_words(paper)),
        *_contents(parts_shown(content.parts)),
        PageBreak(),
    ]
    for shown in parts_shown(content.parts):
        story += _part(shown)
    story += [PageBreak(), *_signatures(paper)]
    running = Running(
        organisation=commissioner,
        title=f"{content.reference} {content.title}",
        content_hash=paper.content_hash,
        is_draft=paper.is_draft,
    )
    return pdf_bytes(story, running)


def _first_words(paper: Paper) -> str:
    said = paper.content.facts
    return f"{said['form']} between {said['commissioner']} and {said['provider']}. {paper.standing}."


def _contents(parts: list[PartShown]) -> list[Flowable]:
    return [*section("Contents"), *(paragraph(f"{each.number}. {each.part.title}") for each in parts)]


def _part(shown: PartShown) -> list[Flowable]:
    drawn = section(f"{shown.number}. {shown.part.title}")
    drawn += (
        flowables(as_blocks(shown.part.text, caption=shown.tables_called), PORTRAIT_WIDTH) if shown.part.text else []
    )
    if shown.amounts is not None:
        table = shown.amounts
        heads = [words(table.head[0].text, 2), *figures(*(head.text for head in table.head[1:]))]
        rows = [[cell.text for cell in row] for row in (*table.rows, *table.foot)]
        drawn += [gap(4), caption(table.caption), figure_table(heads, rows, width=PORTRAIT_WIDTH, totals=1), gap(8)]
    return drawn


def _signatures(paper: Paper) -> list[Flowable]:
    drawn = [*section("Signatures"), note(f"SHA-256 of the text that is signed: {paper.content_hash}")]
    if paper.signatures:
        drawn += [gap(4), signature_table(paper.signatures, width=PORTRAIT_WIDTH), gap(8)]
    else:
        drawn.append(paragraph("Nobody has signed this yet."))
    if paper.unsigned:
        drawn.append(paragraph(f"Not signed by {listed(paper.unsigned)}."))
        drawn.append(signature_block(paper.unsigned, width=PORTRAIT_WIDTH))
    return drawn
