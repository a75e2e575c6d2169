"""The papers for a meeting of the leads: headlines, headlines with detail, and each group's practices as an annex."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from reportlab.platypus import Flowable

from budgets.agreement.rules.stances import CONSENT
from budgets.papers.documents.tables import table_on_paper
from budgets.papers.presented.parts import Part, parts_of
from budgets.papers.queries.gathering import Gathered
from budgets.papers.rules import LEVEL_NAMES, Level, Paper
from budgets.rounds.documents.practices import practices_annex
from budgets.rounds.presented.overview import KeyFigure
from budgets.rounds.rules import hash_of
from core.pdf.page import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.text import lead, paragraph, section, summary_list, title_block
from core.wording import in_full, listed, sterling, upper_first


def papers_of(gathered: Gathered, *, title: str, meeting_on: date, is_draft: bool = False) -> Iterator[Paper]:
    """Every document of an issue, one after the other: headlines, detail, and an annex for each group."""
    for level in (Level.HEADLINES, Level.DETAIL):
        name = f"{title}: {LEVEL_NAMES[level].lower()}"
        file = paper_of(gathered, level, title=title, meeting_on=meeting_on, is_draft=is_draft)
        yield Paper(level=level, code="", title=name, file=file)
    for group in gathered.calculation.groups:
        file = annex_of(gathered, group.code, title=title, meeting_on=meeting_on, is_draft=is_draft)
        yield Paper(level=Level.PRACTICES, code=group.code, title=f"{title}: practices of {group.name}", file=file)


def paper_of(gathered: Gathered, level: Level, *, title: str, meeting_on: date, is_draft: bool = False) -> bytes:
    """The paper at a level as PDF, landscape; the same state and heading give the same bytes."""
    width = LANDSCAPE_WIDTH
    parts = parts_of(gathered, level)
    content_hash = hash_of(gathered.proposal.content_hash, level, title, meeting_on.isoformat(), _said(parts))
    story: list[Flowable] = [
        *title_block(
            title,
            f"{LEVEL_NAMES[level]}, budgets {gathered.round.year}",
            _facts(gathered, meeting_on, is_draft=is_draft),
            ("Content hash", content_hash),
            width=width,
        ),
        lead(in_one_sentence(gathered)),
    ]
    for part in parts:
        story += _on_paper(part, width=width)
    return pdf_bytes(story, _running(gathered, title, content_hash, is_draft=is_draft, is_landscape=True))


def annex_of(gathered: Gathered, code: str, *, title: str, meeting_on: date, is_draft: bool = False) -> bytes:
    """What each practice of a group stands for, as PDF. Raises KeyError for a group that is not there."""
    group = {group.code: group for group in gathered.calculation.groups}[code]
    heading = f"{title}: practices of {group.name}"
    content_hash = hash_of(gathered.proposal.calculation.result_hash, code, title, meeting_on.isoformat())
    story: list[Flowable] = [
        *title_block(
            heading,
            f"{LEVEL_NAMES[Level.PRACTICES]}, budgets {gathered.round.year}",
            _facts(gathered, meeting_on, is_draft=is_draft),
            ("Content hash", content_hash),
            width=PORTRAIT_WIDTH,
        ),
        *practices_annex(gathered.calculation, code, gathered.practice_names, width=PORTRAIT_WIDTH),
    ]
    return pdf_bytes(story, _running(gathered, heading, content_hash, is_draft=is_draft))


def in_one_sentence(gathered: Gathered) -> str:
    """What the meeting is about, with its figures."""
    shown, number = gathered.board, gathered.proposal.number
    totals = gathered.calculation.totals
    agreed = [group.name for group in shown.groups if group.total.stance in CONSENT and group.split.stance in CONSENT]
    said = (
        f"{listed(agreed)} agreed to the total and the split or do not challenge them"
        if agreed
        else ("no group has agreed to both the total and the split")
    )
    dispute = f"{sterling(shown.money.amount)} is in dispute" if shown.money.amount else "no line is in dispute"
    return (
        f"Proposal {number} divides {sterling(totals.gross)} of {sterling(totals.total)} among "
        f"{len(gathered.calculation.groups)} groups. {upper_first(said)}; {dispute}. "
        f"The deadline is {in_full(gathered.proposal.deadline)}."
    )


def _facts(gathered: Gathered, meeting_on: date, *, is_draft: bool) -> list[tuple[str, str]]:
    proposal = gathered.proposal
    return [
        ("Commissioner", gathered.round.commissioner.name),
        ("Meeting", in_full(meeting_on)),
        ("Proposal", f"{proposal.number}, calculation {proposal.calculation.number}"),
        ("As it stands on", in_full(gathered.on)),
        ("State", "Draft, not issued" if is_draft else "Issued"),
    ]


def _running(
    gathered: Gathered, title: str, content_hash: str, *, is_draft: bool, is_landscape: bool = False
) -> Running:
    return Running(
        organisation=gathered.round.commissioner.name,
        title=f"{title}, {gathered.round.year}",
        content_hash=content_hash,
        is_draft=is_draft,
        is_landscape=is_landscape,
    )


def _on_paper(part: Part, *, width: float) -> list[Flowable]:
    story: list[Flowable] = [*section(part.heading, room=200)]
    story += [paragraph(sentence) for sentence in part.sentences]
    if part.figures:
        story.append(summary_list([_fact(figure) for figure in part.figures], width=width))
    for shown in part.tables:
        story += table_on_paper(shown, width=width)
    return story


def _fact(figure: KeyFigure) -> tuple[str, str, str]:
    return upper_first(figure.label), figure.value, figure.note


def _said(parts: Sequence[Part]) -> str:
    """All that the parts say, for the hash of the content."""
    return json.dumps(
        [
            [part.heading, *part.sentences]
            + [[figure.label, figure.value, figure.note] for figure in part.figures]
            + [[[cell.text, cell.note] for cell in row] for shown in part.tables for row in (*shown.rows, *shown.foot)]
            for part in parts
        ],
        ensure_ascii=False,
    )
