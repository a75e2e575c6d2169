"""A contract as at a date as PDF: what was signed first, with the variations in effect on that day worked in."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, PageBreak

from contracts.agreements.documents.pdf import part_story
from contracts.agreements.presented.contract import PartShown, parts_shown
from contracts.variations.presented.as_at import changed_in_words, lines_changed, numbers_in_words
from contracts.variations.queries.papers import AsAtPaper
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.text import gap, lead, note, paragraph, section, title_block
from core.signatures.documents import signature_table
from core.wording import in_full, sterling, upper_first

_VARIATIONS, _SIGNATURES = "variations", "signatures"


def as_at_pdf(paper: AsAtPaper) -> bytes:
    """The contract as at a date as a PDF file. It is a reading: what is signed are the contract and its variations."""
    content = paper.found.content
    parts = parts_shown(content.parts)
    contents = Contents(
        [
            Entry(key=_VARIATIONS, title="Variations in effect"),
            *(
                Entry(key=f"part-{each.part.key}", number=f"{each.number}.", title=each.part.title, level=2)
                for each in parts
            ),
            Entry(key=_SIGNATURES, title="Signatures of the contract first signed"),
        ]
    )
    running = Running(
        organisation=paper.base.contract.commissioner.name,
        title=f"{content.reference} as at {in_full(paper.on)}",
        content_hash=paper.base.issue.content_hash,
    )
    return with_contents(contents, lambda: _story(paper, parts, contents), running)


def _story(paper: AsAtPaper, parts: Sequence[PartShown], contents: Contents) -> list[Flowable]:
    content, day = paper.found.content, in_full(paper.on)
    hashed = ("Hash of the contract first signed", paper.base.issue.content_hash)
    subtitle = f"Contract {content.reference} as at {day}"
    changed, lines = changed_in_words(paper.found), lines_changed(paper.found)
    story: list[Flowable] = [
        *title_block(content.title, subtitle, _facts(paper), hashed, width=PORTRAIT_WIDTH),
        lead(
            f"This is the contract as it reads on {day}: what was signed first, and every signed variation that holds "
            "on that day. It replaces none of them."
        ),
        *section("Contents"),
        contents.table(width=PORTRAIT_WIDTH),
        PageBreak(),
        *contents.heading(_VARIATIONS),
        *_variations(paper),
    ]
    for shown in parts:
        marks = [note(f"{upper_first(changed[shown.part.key])}.")] if shown.part.key in changed else []
        marks += [note(f"{words}.") for words in lines.get(shown.part.key, ())]
        story += [*contents.heading(f"part-{shown.part.key}"), *marks, *part_story(shown)]
    signed = signature_table(paper.signatures, width=PORTRAIT_WIDTH)
    return [*story, PageBreak(), *contents.heading(_SIGNATURES), gap(4), signed]


def _facts(paper: AsAtPaper) -> list[tuple[str, str]]:
    said = paper.found.content.facts
    return [
        ("Commissioner", str(said["commissioner"])),
        ("Provider", str(said["provider"])),
        ("Legal form", str(said["form"])),
        ("As at", in_full(paper.on)),
        (f"Value in {said['year']}", sterling(int(said["year_value"]))),
        ("Whole life", sterling(int(said["whole_value"]))),
    ]


def _variations(paper: AsAtPaper) -> list[Flowable]:
    if not paper.in_effect:
        return [paragraph("No variation holds on that day."), *_ended(paper)]
    return [
        paragraph(
            f"Variation {each.number}, {each.title}, from {in_full(each.effective_from)}"
            f"{f' to {in_full(each.effective_to)}' if each.effective_to else ''}"
            f"{' (agreed retrospectively)' if each.is_retrospective else ''}."
        )
        for each in paper.in_effect
    ] + _ended(paper)


def _ended(paper: AsAtPaper) -> list[Flowable]:
    numbers = tuple(paper.base.ended_with_money(paper.on))
    if not numbers:
        return []
    return [paragraph(f"What {numbers_in_words(numbers)} changed of the year’s money stays after the end.")]
