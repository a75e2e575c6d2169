"""The report of a visit as PDF."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from core.canonical import hash_of
from core.money import as_pence
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.tables import captioned, figure_table, figures
from core.pdf.tables import words as word_column
from core.pdf.text import gap, note, paragraph, title_block
from core.signatures.documents import signature_table
from core.signatures.models import Signature
from core.wording import in_full, sterling
from les.verification.models.visits import Visit
from les.verification.presented.visits import facts_table, findings_table
from les.verification.queries.visits import LineFound, content_of
from les.verification.rules.recovering import in_words, to_recover

_MEANING = (
    "Recovery is of items that were looked at and could not be verified. What nobody looked at stands as paid, unless "
    "commissioner and practice both sign otherwise. Items are named by their sequence numbers in the claim’s evidence."
)
"""The rule, as the practice reads it."""


def visit_report(
    visit: Visit, found: Sequence[LineFound], signatures: Sequence[Signature], *, commissioner: str
) -> bytes:
    """The report of a visit; the same findings, answers and signatures give the same bytes."""
    width = LANDSCAPE_WIDTH
    mark = visit.report.content_hash if visit.report else hash_of(content_of(visit, found))
    title = f"Verification: {visit.practice.name}"
    facts = facts_table(visit)
    shown = findings_table(found)
    heads = [figures(head.text)[0] if head.number else word_column(head.text) for head in shown.head]
    rows = [
        [f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row] for row in (*shown.rows, *shown.foot)
    ]
    told = [each.looked for each in found if each.looked is not None]
    recover = sum(to_recover(each) for each in told)
    story: list[Flowable] = [
        *title_block("Report of a verification visit", title, facts[:4], ("Content hash", mark), width=width),
        *(paragraph(f"{name}: {words}") for name, words in facts[4:] if not name.startswith("Hash")),
        paragraph(f"Of the items looked at, {sterling(recover)} could not be verified."),
        *captioned(shown.caption, figure_table(heads, rows, width=width, totals=1, is_tight=True)),
        gap(4),
        *(
            note(f"{each.line.name}, {each.sampled.claim.number}: {in_words(each.looked)}")
            for each in found
            if each.looked
        ),
        note(_MEANING),
    ]
    if visit.report:
        story.append(note(f"To be answered by {in_full(visit.report.answer_by)}."))
    if visit.recovery:
        story.append(note(f"Proposed for recovery: {sterling(as_pence(visit.recovery.amount))}."))
    if signatures:
        story += [gap(4), signature_table(signatures, width=width)]
    is_draft = visit.report is None
    return pdf_bytes(
        story, Running(organisation=commissioner, title=title, content_hash=mark, is_draft=is_draft, is_landscape=True)
    )
