"""Heads of terms as PDF: what is agreed, contents, numbered clauses with their figures, and the page of signatures."""

from reportlab.platypus import Flowable, PageBreak

from contracts.heads_of_terms.documents.said import NO_BINDING, Said, figure_rows, in_pounds, totals_in
from contracts.heads_of_terms.rules.content import TermContent
from contracts.heads_of_terms.rules.figures import Unit
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES
from core.markdown import as_blocks
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.tables import Column, figure_table, words
from core.pdf.text import box, gap, lead, note, paragraph, section, signature_block, title_block
from core.signatures.documents import signature_table

WIDTH = PORTRAIT_WIDTH


def heads_pdf(said: Said) -> bytes:
    """The document; marked as a draft until all parties have signed."""
    content = said.content
    running = Running(
        organisation=content.particulars.commissioner.name,
        title=f"Heads of terms {content.reference}: {content.title}",
        content_hash=said.content_hash,
        is_draft=said.is_draft,
    )
    contents = Contents(
        [
            *(
                Entry(key=_key(number), number=f"{number}.", title=term.title, note=TERM_STATE_NAMES[term.state])
                for number, term in enumerate(content.terms, start=1)
            ),
            Entry(key="signatures", title="Signatures"),
        ]
    )
    return with_contents(contents, lambda: _story(said, contents), running)


def _key(number: int) -> str:
    return f"term-{number}"


def _story(said: Said, contents: Contents) -> list[Flowable]:
    content = said.content
    drawn_from = ("Figures from", content.source.in_words)
    story: list[Flowable] = [
        *title_block("Heads of terms", content.title, said.facts, drawn_from, width=WIDTH),
        lead(said.in_one_sentence),
        paragraph(said.open_in_words),
        paragraph(NO_BINDING),
        *section("Contents"),
        contents.table(width=WIDTH, note="State"),
        PageBreak(),
    ]
    for number, term in enumerate(content.terms, start=1):
        story += [*contents.heading(_key(number)), *_clause(number, term)]
    return [*story, PageBreak(), *contents.heading("signatures"), *_signatures(said)]


def _clause(number: int, term: TermContent) -> list[Flowable]:
    mark = [note(f"This term is {TERM_STATE_NAMES[term.state].lower()}.")] if term.is_open else []
    return [*mark, *flowables(as_blocks(term.text, caption=f"Table {number}"), WIDTH), *_figures(term)]


def _figures(term: TermContent) -> list[Flowable]:
    if not term.figures:
        return []
    is_words = all(figure.unit is Unit.WORDS for figure in term.figures)
    heading = "Amount £" if in_pounds(term.figures) else "Figure"
    second = words("As agreed", 2) if is_words else Column(heading=heading)
    table = figure_table(
        [words("What", 2), second], figure_rows(term.figures), width=WIDTH, totals=totals_in(term.figures)
    )
    return [gap(3), table]


def _signatures(said: Said) -> list[Flowable]:
    story: list[Flowable] = []
    if said.signatures:
        story += [signature_table(said.signatures, width=WIDTH), gap(10)]
    else:
        story += [paragraph("Nobody has signed yet.")]
    if said.reserved:
        story += [box("Reservations recorded beside the signatures", said.reserved, width=WIDTH), gap(10)]
    if said.waiting:
        story += [paragraph(said.waiting_in_words)]
    if said.waiting and said.may_be_signed:
        story += [signature_block(said.waiting, width=WIDTH), gap(6)]
    return [*story, note(f"SHA-256 of the exact text that is signed: {said.content_hash}")]
