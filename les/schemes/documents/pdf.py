"""A version of a scheme as PDF: control block, contents, terms and prices, sections, the clause on essential services.

A4; the hash stands in the footer, and DRAFT across what nobody has approved.
"""

from collections.abc import Sequence

from reportlab.platypus import Flowable, PageBreak

from core import prose
from core.markdown import as_blocks
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.text import lead, note, section, title_block
from les.schemes.documents.parts import (
    OUTCOME,
    Issue,
    approved_in_prose,
    control_block,
    outcome_of,
    priced,
    terms_in_prose,
)
from les.schemes.rules.content import Content
from les.schemes.rules.terms import SchemeTerms

_ROOM = 90


def scheme_pdf(content: Content, terms: SchemeTerms | None, issue: Issue) -> bytes:
    """The document of a version. `terms`: those of the content with the prices that the reader sees."""
    running = Running(
        organisation=content.commissioner,
        title=content.called,
        content_hash=issue.content_hash,
        is_draft=issue.is_draft,
    )
    entries = [
        Entry(key="terms", title="Terms of payment"),
        *(
            Entry(key=each.key, number=str(place), title=each.heading)
            for place, each in enumerate(content.sections, start=1)
        ),
        Entry(key="core", title="Core contract"),
        Entry(key="approved", title="Approved by"),
    ]
    contents = Contents(entries)
    return with_contents(contents, lambda: _story(content, priced(terms), issue, contents), running)


def _story(content: Content, terms: SchemeTerms | None, issue: Issue, contents: Contents) -> list[Flowable]:
    width = PORTRAIT_WIDTH
    subtitle, long_fact = "Specification of an enhanced service", ("Content hash", issue.content_hash)
    story: list[Flowable] = [
        *title_block(content.name, subtitle, control_block(content, issue), long_fact, width=width),
        lead(f"{OUTCOME}: {outcome_of(content)}"),
        *section("Contents"),
        contents.table(width=width),
        PageBreak(),
        *contents.heading("terms"),
        *flowables(terms_in_prose(terms), width),
    ]
    for place, each in enumerate(content.sections, start=1):
        written = as_blocks(each.text, caption=f"Section {place}, table")
        story += [*contents.heading(each.key), *_written(written, width)]
    story += [*contents.heading("core"), *flowables([prose.paragraph_of(content.essential)], width)]
    return [*story, *contents.heading("approved", room=_ROOM), *flowables(approved_in_prose(issue), width)]


def _written(blocks: Sequence[prose.Block], width: float) -> list[Flowable]:
    return flowables(blocks, width) or [note("Nothing is written here yet.")]
