"""A variation as a Word document, for those who redline outside. It is a copy: what counts is the signed text here."""

from contracts.variations.presented.changes import changes_shown, effect_in_words, effect_table
from contracts.variations.queries.content import day_in_piece
from contracts.variations.queries.papers import VariationPaper
from contracts.variations.rules.composition import Change
from contracts.variations.rules.pieces import Piece, PieceKind
from core import prose
from core.markdown import as_blocks
from core.signatures.documents import signatures_in_prose
from core.tables import Table
from core.word import document
from core.wording import listed


def variation_docx(paper: VariationPaper) -> bytes:
    """The variation as a Word file. The same variation gives the same bytes."""
    text = paper.text
    effect = effect_table(text.effect)
    said: list[prose.Block] = [prose.paragraph_of(effect_in_words(text.effect, paper.year))]
    changes = [
        ("", f"2.{number} {shown.name} ({shown.became})", _change(shown.change, shown.figures))
        for number, shown in enumerate(changes_shown(text.changes), start=1)
    ]
    waiting = [prose.paragraph_of(f"Not signed by {listed(paper.unsigned)}.")] if paper.unsigned else []
    return document(
        title=text.title,
        subtitle=text.name,
        facts=[*paper.facts, ("Content hash", paper.content_hash)],
        sections=[
            ("", "1. Why", [prose.paragraph_of(line) for line in text.reason.splitlines() if line.strip()]),
            *changes,
            ("", "3. Financial effect", [*said, *([_table(effect)] if effect else [])]),
            ("", "Signatures", [*signatures_in_prose(paper.signatures), *waiting]),
        ],
        footer=f"Content hash {paper.content_hash}",
        is_draft=paper.is_draft,
        organisation=paper.commissioner,
    )


def _change(change: Change, figures: Table | None) -> list[prose.Block]:
    if figures is not None:
        return [_table(figures)]
    return [
        *_worded("Before:", change.before, "This does not stand in the contract."),
        *_worded("After:", change.after, "This is taken out."),
    ]


def _worded(label: str, piece: Piece | None, otherwise: str) -> list[prose.Block]:
    if piece is None:
        return [prose.paragraph_of(f"{label} {otherwise}")]
    if piece.kind is PieceKind.FACT:
        return [prose.paragraph_of(f"{label} {day_in_piece(piece)}")]
    return [prose.paragraph_of(label), *as_blocks(piece.text, caption="Table")]


def _table(table: Table) -> prose.Block:
    head = [each.text for each in table.head]
    rows = [[cell.text for cell in row] for row in (*table.rows, *table.foot)]
    return prose.table_of(table.caption, head, rows, right_from=1, totals=len(table.foot))
