"""A version of a specification as PDF: facts, contents, numbered sections, and who accepted it. A4, draft mark."""

from collections.abc import Sequence
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph

from contracts.specifications.documents.contents import Pages, Place, contents_table, with_contents
from contracts.specifications.rules.content import Content, ContentSection, facts_of
from contracts.specifications.rules.states import STATE_NAMES, State
from core.house_style import BOLD, DARK_BLUE, TEXT, colour
from core.markdown import as_blocks
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.text import ROOM_FOR_A_SECTION, escaped, gap, note, paragraph, section, title_block
from core.signatures.documents import signature_table
from core.signatures.models import Signature

_ONE: Final = ParagraphStyle(
    "specification-1", fontName=BOLD, fontSize=13, leading=17, textColor=colour(DARK_BLUE), spaceBefore=12, spaceAfter=5
)
_TWO: Final = ParagraphStyle(
    "specification-2", parent=_ONE, fontSize=10.5, leading=14, textColor=colour(TEXT), spaceBefore=8, spaceAfter=4
)
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
    return with_contents(lambda pages: _story(content, state, content_hash, accepted, pages), running)


def _story(
    content: Content, state: State, content_hash: str, accepted: Sequence[Signature], pages: Pages
) -> list[Flowable]:
    width = PORTRAIT_WIDTH
    known = {**dict(facts_of(content)), "Version": f"{content.version}, {STATE_NAMES[state].lower()}"}
    facts = [(name, known[name]) for name in _SIDE_BY_SIDE]
    entries = [(f"section-{each.number}", each.level, f"{each.number}  {each.heading}") for each in content.sections]
    entries.append(("signatures", 1, SIGNATURES))
    story: list[Flowable] = [
        *title_block(content.title, "Service specification", facts, ("Content hash", content_hash), width=width),
        *section("Contents"),
        contents_table(entries, pages, width=width),
        PageBreak(),
    ]
    for each in content.sections:
        story += _section(each, pages, width)
    return [*story, *_signatures(accepted, pages, width)]


def _section(each: ContentSection, pages: Pages, width: float) -> list[Flowable]:
    style = _ONE if each.level == 1 else _TWO
    heading: list[Flowable] = [
        CondPageBreak(ROOM_FOR_A_SECTION),
        Place(f"section-{each.number}", pages),
        Paragraph(f"{each.number}&#160;&#160;{escaped(each.heading)}", style),
    ]
    if not each.holds_text:
        return heading
    text = flowables(as_blocks(each.text, caption=f"Section {each.number}, table"), width)
    return [*heading, *(text or [note("Nothing is written here yet.")])]


def _signatures(accepted: Sequence[Signature], pages: Pages, width: float) -> list[Flowable]:
    signed: list[Flowable] = (
        [signature_table(accepted, width=width)] if accepted else [paragraph("Nobody has accepted this text yet.")]
    )
    heading: list[Flowable] = [gap(10), CondPageBreak(140), Place("signatures", pages), Paragraph(SIGNATURES, _ONE)]
    return [*heading, *signed]
