"""A version of a scheme as a Word document, for those who must redline outside. Same input, same bytes."""

from core import prose
from core.markdown import as_blocks
from core.word import document
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
from les.schemes.rules.kinds import STATE_NAMES
from les.schemes.rules.terms import SchemeTerms


def scheme_docx(content: Content, terms: SchemeTerms | None, issue: Issue) -> bytes:
    """The document of a version, as its PDF says it; DRAFT on what nobody has approved."""
    listed = ["Terms of payment", *(f"{place}  {each.heading}" for place, each in enumerate(content.sections, start=1))]
    contents = [prose.paragraph_of(name) for name in (*listed, "Core contract", "Approved by")]
    return document(
        title=content.name,
        subtitle=f"Specification of an enhanced service, version {content.version}, {STATE_NAMES[issue.state].lower()}",
        facts=[
            *control_block(content, issue),
            (OUTCOME, outcome_of(content)),
            ("Content hash", issue.content_hash),
        ],
        sections=[
            ("", "Contents", contents),
            ("", "Terms of payment", terms_in_prose(priced(terms))),
            *(
                (
                    str(place),
                    each.heading,
                    as_blocks(each.text, caption=f"Section {place}, table")
                    or [prose.paragraph_of("Nothing is written here yet.")],
                )
                for place, each in enumerate(content.sections, start=1)
            ),
            ("", "Core contract", [prose.paragraph_of(content.essential)]),
            ("", "Approved by", approved_in_prose(issue)),
        ],
        footer=f"Content hash {issue.content_hash}",
        is_draft=issue.is_draft,
        organisation=content.commissioner,
    )
