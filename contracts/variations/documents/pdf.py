"""A variation as PDF: first page, why, what changes before and after (marked), what it costs, signatures and hash."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, PageBreak

from contracts.variations.presented.changes import ChangeShown, changes_shown, effect_in_words, effect_table
from contracts.variations.queries.papers import VariationPaper
from core.pdf.compared import compared_table
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import caption, gap, lead, note, paragraph, section, signature_block, title_block
from core.signatures.documents import signature_table
from core.tables import Table
from core.wording import listed

_WHY, _CHANGES, _EFFECT, _SIGNATURES = "why", "changes", "effect", "signatures"


def variation_pdf(paper: VariationPaper) -> bytes:
    """The variation as a PDF file; DRAFT stands across it until both parties have signed."""
    text = paper.text
    changes = changes_shown(text.changes)
    contents = _contents(changes)
    running = Running(
        organisation=paper.commissioner,
        title=f"{text.name}: {text.title}",
        content_hash=paper.content_hash,
        is_draft=paper.is_draft,
    )
    return with_contents(contents, lambda: _story(paper, changes, contents), running)


def _contents(changes: Sequence[ChangeShown]) -> Contents:
    return Contents(
        [
            Entry(key=_WHY, number="1.", title="Why"),
            Entry(key=_CHANGES, number="2.", title="What changes"),
            *(
                Entry(key=f"change-{place}", number=f"2.{place}", title=f"{shown.name} ({shown.became})", level=2)
                for place, shown in enumerate(changes, start=1)
            ),
            Entry(key=_EFFECT, number="3.", title="Financial effect"),
            Entry(key=_SIGNATURES, title="Signatures"),
        ]
    )


def _story(paper: VariationPaper, changes: Sequence[ChangeShown], contents: Contents) -> list[Flowable]:
    text = paper.text
    hashed = ("Content hash", paper.content_hash)
    story: list[Flowable] = [
        *title_block(text.title, text.name, paper.facts, hashed, width=PORTRAIT_WIDTH),
        lead(effect_in_words(text.effect, paper.year)),
        *section("Contents"),
        contents.table(width=PORTRAIT_WIDTH),
        *contents.heading(_WHY),
        *(paragraph(line) for line in text.reason.splitlines() if line.strip()),
        *contents.heading(_CHANGES),
        note("What is deleted is struck, what is inserted is underlined."),
    ]
    for place, shown in enumerate(changes, start=1):
        story += [*contents.heading(f"change-{place}"), *_change(shown)]
    story += [*contents.heading(_EFFECT), *_effect(paper)]
    return [*story, PageBreak(), *contents.heading(_SIGNATURES), *_signatures(paper)]


def _change(shown: ChangeShown) -> list[Flowable]:
    if shown.figures is not None:
        return _table(shown.figures)
    if not shown.rows:
        return [paragraph("Only the title changes.")]
    return [compared_table(shown.rows, before="Before", after="After", width=PORTRAIT_WIDTH), gap(8)]


def _effect(paper: VariationPaper) -> list[Flowable]:
    table = effect_table(paper.text.effect)
    return _table(table) if table else [paragraph(effect_in_words(paper.text.effect, paper.year))]


def _table(table: Table) -> list[Flowable]:
    heads = [words(table.head[0].text, 2), *figures(*(head.text for head in table.head[1:]))]
    rows = [[cell.text for cell in row] for row in (*table.rows, *table.foot)]
    return [
        gap(4),
        caption(table.caption),
        figure_table(heads, rows, width=PORTRAIT_WIDTH, totals=len(table.foot)),
        gap(8),
    ]


def _signatures(paper: VariationPaper) -> list[Flowable]:
    drawn: list[Flowable] = [note(f"SHA-256 of the text that is signed: {paper.content_hash}")]
    if paper.signatures:
        drawn += [gap(4), signature_table(paper.signatures, width=PORTRAIT_WIDTH), gap(8)]
    else:
        drawn.append(paragraph("Nobody has signed this yet."))
    drawn += _said(paper.answers)
    if paper.unsigned:
        drawn.append(paragraph(f"Not signed by {listed(paper.unsigned)}."))
        drawn.append(signature_block(paper.unsigned, width=PORTRAIT_WIDTH))
    return drawn


def _said(answers: Sequence[str]) -> list[Flowable]:
    return [paragraph(answer) for answer in answers]
