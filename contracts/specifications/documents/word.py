"""A version of a specification as a Word document, for those who must redline outside. Same input, same bytes."""

from collections.abc import Sequence

from contracts.specifications.rules.content import Content, ContentSection, facts_of
from contracts.specifications.rules.states import STATE_NAMES, State
from core import prose
from core.markdown import as_blocks
from core.signatures.documents import signatures_in_prose
from core.signatures.models import Signature
from core.word import document


def specification_docx(content: Content, *, state: State, content_hash: str, accepted: Sequence[Signature]) -> bytes:
    """The document of a version: what it is, contents, its sections, who accepted it; DRAFT on what is none yet."""
    contents = [prose.paragraph_of(f"{each.number}  {each.heading}") for each in content.sections]
    return document(
        title=content.title,
        subtitle=f"Service specification, version {content.version}, {STATE_NAMES[state].lower()}",
        facts=[*facts_of(content), ("Content hash", content_hash)],
        sections=[
            ("", "Contents", contents),
            *((each.number, each.heading, _blocks(each)) for each in content.sections),
            ("", "Accepted by", signatures_in_prose(accepted)),
        ],
        footer=f"Content hash {content_hash}",
        is_draft=state in (State.DRAFT, State.IN_REVIEW),
        organisation=content.commissioner,
    )


def _blocks(section: ContentSection) -> Sequence[prose.Block]:
    if not section.holds_text:
        return ()
    written = as_blocks(section.text, caption=f"Section {section.number}, table")
    return written or [prose.paragraph_of("Nothing is written here yet.")]
