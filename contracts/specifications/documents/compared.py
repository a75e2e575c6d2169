"""Two versions of a specification side by side as PDF: deletions struck, insertions underlined."""

from hashlib import sha256

from reportlab.platypus import Flowable

from contracts.specifications.rules.content import Content, hash_of, text_of
from core.comparing import as_read, compare_texts, near_changes, summary_of
from core.pdf.compared import compared_table
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.text import lead, paragraph, title_block


def compared_pdf(before: Content, after: Content, *, only_changes: bool) -> bytes:
    """The document. `only_changes`: with the paragraphs near a change, the others counted where they stood."""
    rows = as_read(compare_texts(text_of(before), text_of(after)))
    both = sha256(f"{hash_of(before)}{hash_of(after)}".encode()).hexdigest()
    title = f"{after.reference} {after.title}: version {before.version} against version {after.version}"
    names = (f"Version {before.version}", f"Version {after.version}")
    facts = [("Before", f"Version {before.version}"), ("After", f"Version {after.version}")]
    shown = near_changes(rows) if only_changes else list(rows)
    story: list[Flowable] = [
        *title_block(title, "Marked changes", facts, ("Content hash", both), width=LANDSCAPE_WIDTH),
        lead(summary_of(rows)),
        paragraph("What was deleted is struck, what was inserted is underlined."),
        compared_table(shown, before=names[0], after=names[1], width=LANDSCAPE_WIDTH),
    ]
    running = Running(organisation=after.commissioner, title=title, content_hash=both, is_landscape=True)
    return pdf_bytes(story, running)
