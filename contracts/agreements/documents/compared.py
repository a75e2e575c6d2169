"""Two issues of a contract side by side as PDF: deletions struck, insertions underlined, part by part."""

from collections.abc import Sequence
from hashlib import sha256

from reportlab.platypus import Flowable

from contracts.agreements.presented.compared import compared_contents
from contracts.agreements.rules.content import Content
from core.comparing import Change
from core.comparing_parts import PartCompared, summary_of_parts
from core.pdf.compared_parts import part_flowables
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.text import lead, paragraph, title_block


def compared_issues_pdf(
    before: Content, after: Content, *, names: tuple[str, str], hashes: tuple[str, str], only_changes: bool
) -> bytes:
    """The document. `names` of the two issues and `hashes` of what is signed, before and after.

    `only_changes`: with the parts that changed, in them what is near a change.
    """
    parts = compared_contents(before, after)
    title = f"{after.reference} {after.title}: {names[0].lower()} against {names[1].lower()}"
    both = sha256("".join(hashes).encode()).hexdigest()
    facts = [(f"{name}, hash", f"{hashed[:16]}…") for name, hashed in zip(names, hashes, strict=True)]
    story: list[Flowable] = [
        *title_block(title, "Marked changes", facts, ("Hash of both", both), width=LANDSCAPE_WIDTH),
        lead(summary_of_parts(parts)),
        paragraph("What was deleted is struck, what was inserted is underlined."),
    ]
    for part in shown_parts(parts, only_changes=only_changes):
        story += part_flowables(part, before=names[0], after=names[1], width=LANDSCAPE_WIDTH, only_changes=only_changes)
    organisation = str(after.facts["commissioner"])
    return pdf_bytes(story, Running(organisation=organisation, title=title, content_hash=both, is_landscape=True))


def shown_parts(parts: Sequence[PartCompared], *, only_changes: bool) -> list[PartCompared]:
    """The parts that changed, or all."""
    return [part for part in parts if part.change is not Change.NONE or not only_changes]
