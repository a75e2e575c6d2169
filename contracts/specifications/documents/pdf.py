"""A version of a specification as PDF: facts, contents, numbered sections, and who accepted it. A4, draft mark."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import Flowable, PageBreak

from contracts.specifications.rules.content import Content, ContentSection, facts_of
from contracts.specifications.rules.states import STATE_NAMES, State
from core.markdown import as_blocks
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.text import note, paragraph, section, title_block
from core.signatures.documents import signature_table
from core.signatures.models import Signature

_SIDE_BY_SIDE: Final = (
    "Number",
    "Version",
    "Service",
    "Period",
    "Commissioner",
    "Provider",
    "Commissioner lead",
    "Provider lead",
    "Review by",
    "Expires on",
    "Localities covered",
    "Template",
)
SIGNATURES: Final = "Accepted by"


def specification_pdf(content: Content, *, state: State, content_hash: str, accepted: Sequence[Signature]) -> bytes:
    """The document of a version. The same version gives the same bytes; what is not agreed bears DRAFT."""
    running = Running(
        organisation=content.commissioner,
        title=content.called,
        content_hash=content_hash,
        is_draft=state in (State.DRAFT, State.IN_REVIEW),
    )
    contents = Contents(
        [
            *(
                Entry(key=_key(each), number=each.number, title=each.heading, level=each.level)
                for each in content.sections
            ),
            Entry(key="signatures", title=SIGNATURES),
        ]
    )
    return with_contents(contents, lambda: _story(content, state, content_hash, accepted, contents), running)


def _key(section_of_it: ContentSection) -> str:
    return f"section-{section_of_it.number}"


def _story(
    content: Content, state: State, content_hash: str, accepted: Sequence[Signature], contents: Contents
) -> list[Flowable]:
    width = PORTRAIT_WIDTH
    known = {**dict(facts_of(content)), "Version": f"{content.version}, {STATE_NAMES[state].lower()}"}
    facts = [(name, known[name]) for name in _SIDE_BY_SIDE]
    story: list[Flowable] = [
        *title_block(content.title, "Service specification", facts, ("Content hash", content_hash), width=width),
        *section("Contents"),
        contents.table(width=width),
        PageBreak(),
    ]
    for each in content.sections:
        story += [*contents.heading(_key(each)), *_text(each, width)]
    return [*story, *contents.heading("signatures", room=140), *_signatures(accepted, width)]


def _text(each: ContentSection, width: float) -> list[Flowable]:
    if not each.holds_text:
        return []
    text = flowables(as_blocks(each.text, caption=f"Section {each.number}, table"), width)
    return text or [note("Nothing is written here yet.")]


def _signatures(accepted: Sequence[Signature], width: float) -> list[Flowable]:
    return [signature_table(accepted, width=width)] if accepted else [paragraph("Nobody has accepted this text yet.")]
