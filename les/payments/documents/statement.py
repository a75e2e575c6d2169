"""The remittance statement of a practice for a run as PDF: what every pound is for."""

from reportlab.platypus import Flowable

from core.money import grouped
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import gap, lead, note, title_block
from core.wording import in_full, sterling
from les.payments.rules.statements import Statement, why


def statement_pdf(statement: Statement) -> bytes:
    """The statement as PDF; the same statement gives the same bytes. Its hash stands at the foot of each page."""
    width = PORTRAIT_WIDTH
    facts = [
        ("From", statement.commissioner),
        ("To", f"{statement.practice} ({statement.practice_code})"),
        ("Run", statement.run),
        ("Paid by the bank on", in_full(statement.pays_on)),
    ]
    running = Running(
        organisation=statement.commissioner,
        title=f"Remittance statement {statement.run}: {statement.practice}",
        content_hash=statement.content_hash,
    )
    hash_fact = ("Content hash", statement.content_hash)
    story: list[Flowable] = [
        *title_block("Remittance statement", "Enhanced services", facts, hash_fact, width=width),
        lead(in_one_sentence(statement)),
        gap(6),
        _lines(statement, width),
        gap(6),
        note("Lines below nothing are taken back. Cite the reference of a line when you ask about it."),
    ]
    return pdf_bytes(story, running)


def in_one_sentence(statement: Statement) -> str:
    """What is paid, of what, and what stays on the account of the group."""
    said = f"{sterling(statement.paid)} is paid to {statement.practice} on {in_full(statement.pays_on)}"
    if statement.kept:
        return f"{said}: {sterling(statement.amount)} less {sterling(statement.kept)} set aside for {statement.group}."
    return f"{said}."


def _lines(statement: Statement, width: float) -> Flowable:
    kept = ["Set aside £"] if statement.kept else []
    columns = [words("Scheme and quarter", 2), words("What it is for", 4)]
    columns += figures("Claimed £", "Approved £", *kept, "Paid £")
    rows = [
        [
            f"{line.scheme}, {line.period} ({line.reference})",
            why(line),
            "–" if line.claimed is None else grouped(line.claimed),
            grouped(line.amount),
            *([grouped(line.kept)] if kept else []),
            grouped(line.paid),
        ]
        for line in statement.lines
    ]
    total = ["All lines", "", "", grouped(statement.amount), *([grouped(statement.kept)] if kept else [])]
    return figure_table(columns, [*rows, [*total, grouped(statement.paid)]], width=width, totals=1)
