"""What is withheld under the notices of a contract, as a PDF statement: balances, entries, and who approved."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from contracts.agreements.models.contracts import Contract
from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import Notice
from contracts.notices.presented.ledger import balances_table, caps_in_words, entries_printed
from contracts.notices.rules.caps import Cap
from core.canonical import canonical_text, hash_of
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.tables import Column, figure_table, figures, words
from core.pdf.text import caption, gap, lead, note, paragraph, title_block
from core.tables import Table

_NOTE = (
    "The ledger stands apart from payments: it says what may be held back of which month’s payment, and moves no "
    "money. What is released or waived is given back; what is retained is kept for good."
)


def statement_pdf(
    contract: Contract,
    notices: Sequence[Notice],
    rows: Sequence[LedgerEntry],
    *,
    caps: Sequence[Cap],
    read: str,
    on: str,
) -> bytes:
    """The statement as a PDF file. `rows`: the approved entries; `read`: of what caps are; `on`: the day, in words."""
    balances, entries = balances_table(notices, rows), entries_printed(rows)
    content_hash = hash_of(canonical_text([[cell.text for cell in row] for row in (*entries.rows, *entries.foot)]))
    title = f"Withholding under contract {contract.reference}"
    facts = [
        ("Contract", f"{contract.reference}, {contract.title}"),
        ("As at", on),
        ("Commissioner", contract.commissioner.name),
        ("Provider", contract.provider.name),
    ]
    story: list[Flowable] = [
        *title_block(title, "Statement of the ledger", facts, ("Content hash", content_hash), width=LANDSCAPE_WIDTH),
        lead(f"£{balances.foot[0][-1].text} are held now." if rows else "Nothing was withheld."),
        *(paragraph(sentence) for sentence in ([read, *caps_in_words(caps)] if caps else [])),
        *([*_table(balances), *_table(entries)] if rows else []),
        note(_NOTE),
    ]
    running = Running(
        organisation=contract.commissioner.name, title=title, content_hash=content_hash, is_landscape=True
    )
    return pdf_bytes(story, running)


def _table(shown: Table) -> list[Flowable]:
    heads: list[Column] = []
    for head in shown.head:
        heads += figures(head.text) if head.number else [words(head.text, 2)]
    rows = [[f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row] for row in shown.rows]
    foot = [[cell.text for cell in row] for row in shown.foot]
    drawn = figure_table(heads, [*rows, *foot], width=LANDSCAPE_WIDTH, totals=len(foot))
    return [gap(6), caption(shown.caption), drawn, gap(10)]
