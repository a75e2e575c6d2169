"""A contract as a Word document, for those who redline outside. It is a copy: what counts is the signed text here."""

from contracts.agreements.presented.contract import PartShown, parts_shown
from contracts.agreements.queries.papers import Paper
from core import prose
from core.markdown import as_blocks
from core.signatures.documents import signatures_in_prose
from core.tables import Table
from core.word import document
from core.wording import listed


def contract_docx(paper: Paper) -> bytes:
    """The contract as a Word file. The same contract gives the same bytes."""
    content = paper.content
    clauses = [("", f"{shown.number}. {shown.part.title}", _clause(shown)) for shown in parts_shown(content.parts)]
    return document(
        title=content.title,
        subtitle=f"{content.facts['kind']}, {content.reference}",
        facts=[*paper.facts, ("Content hash", paper.content_hash)],
        sections=[*clauses, ("", "Signatures", _signatures(paper))],
        footer=f"Content hash {paper.content_hash}",
        is_draft=paper.is_draft,
        organisation=str(content.facts["commissioner"]),
    )


def _clause(shown: PartShown) -> list[prose.Block]:
    blocks = list(as_blocks(shown.part.text, caption=shown.tables_called)) if shown.part.text else []
    return [*blocks, *(_table(table) for table in shown.tables)]


def _table(table: Table) -> prose.Block:
    """A table: figures right-aligned, from the first column of them on; notes behind their cell."""
    head = [each.text for each in table.head]
    rows = [
        [f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row] for row in (*table.rows, *table.foot)
    ]
    right_from = next((place for place, each in enumerate(table.head) if each.number), len(head))
    return prose.table_of(table.caption, head, rows, right_from=right_from, totals=len(table.foot))


def _signatures(paper: Paper) -> list[prose.Block]:
    waiting = [prose.paragraph_of(f"Not signed by {listed(paper.unsigned)}.")] if paper.unsigned else []
    return [*signatures_in_prose(paper.signatures), *waiting]
