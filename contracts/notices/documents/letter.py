"""A notice as a letter, and an exception report as one: PDF, the same bytes from the same text."""

from datetime import date

from reportlab.platypus import Flowable

from contracts.notices.models.notices import Notice
from contracts.notices.models.outcomes import ExceptionReport
from contracts.notices.rules.letters import Letter, LetterDay, letter_from
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.text import gap, lead, note, paragraph, section, title_block
from core.wording import in_full

_OPERATIONAL = "Operational days are working days: Monday to Friday but for the bank holidays of England."


def letter_pdf(notice: Notice) -> bytes:
    """The letter of a notice: reference, clause, what is not as it should be, what is asked, by when, who."""
    letter, content_hash = letter_from(notice.text.content), notice.text.content_hash
    facts = [
        ("Contract", f"{letter.reference}, {letter.contract}"),
        ("Issued on", _day(letter.issued_on)),
        ("From", letter.commissioner),
        ("To", letter.provider),
        ("Rests on", letter.clause),
        ("Answer due by", _day(letter.response.on)),
    ]
    story: list[Flowable] = [
        *title_block(letter.title, letter.name, facts, ("Content hash", content_hash), width=PORTRAIT_WIDTH),
        lead(_opening(letter)),
        *section("What is not as the contract has it"),
        *_paragraphs(letter.about),
        *([paragraph(f"It is about: {letter.reference_in_words}.")] if letter.reference_in_words else []),
        *section("What you are asked to do"),
        *_paragraphs(letter.asked),
        *section("By when"),
        *_days(letter),
        *section("What follows"),
        paragraph(
            "At the meeting both parties agree what follows: no action, a joint review, or a plan with milestones. "
            "A milestone that is missed is reported as an exception, and payment can be withheld as far as the "
            "contract allows it."
        ),
        *_signed(letter.issued_by, letter.role, letter.commissioner),
        note(_OPERATIONAL),
    ]
    return pdf_bytes(story, Running(organisation=letter.commissioner, title=letter.name, content_hash=content_hash))


def exception_pdf(notice: Notice, report: ExceptionReport) -> bytes:
    """An exception report as a letter: which milestone was missed, the stage, by when it is put right, what follows."""
    letter, milestone = letter_from(notice.text.content), report.milestone
    name = f"Exception report stage {report.stage} on milestone {milestone.number}"
    facts = [
        ("Contract", f"{letter.reference}, {letter.contract}"),
        ("Issued on", in_full(report.issued_on)),
        ("From", letter.commissioner),
        ("To", letter.provider),
        ("Under", letter.name),
        ("Put right by", in_full(report.due_on)),
    ]
    story: list[Flowable] = [
        *title_block(letter.title, name, facts, ("Hash of notice", notice.text.content_hash), width=PORTRAIT_WIDTH),
        lead(
            f"Milestone {milestone.number} of the {milestone.plan.outcome_name.lower()} is missed. "
            f"{letter.commissioner} asks {letter.provider} to put it right by {in_full(report.due_on)}."
        ),
        *section("The milestone"),
        paragraph(milestone.what),
        paragraph(f"Due by {in_full(milestone.due_on)} under the plan. Who sees to it: {milestone.owner}."),
        *(paragraph(sentence) for sentence in _earlier(report)),
        *section("What was not done, and what follows"),
        *_paragraphs(report.words),
        *section("What you are asked to do"),
        paragraph(
            f"Put it right by {in_full(report.due_on)}, and report it done; it counts once {letter.commissioner} has "
            f"accepted it. Otherwise stage {report.stage + 1} of this report can follow, and payment can be withheld "
            "as far as the contract allows it."
        ),
        *_signed(report.name, "For the commissioner", letter.commissioner),
        note(_OPERATIONAL),
    ]
    running = Running(
        organisation=letter.commissioner,
        title=f"{letter.reference}, notice {letter.number}, exception report",
        content_hash=notice.text.content_hash,
    )
    return pdf_bytes(story, running)


def _earlier(report: ExceptionReport) -> list[str]:
    """The stages before this one, a sentence each."""
    return [
        f"Stage {each.stage} of this report was issued on {in_full(each.issued_on)}, to be put right by "
        f"{in_full(each.due_on)}."
        for each in report.milestone.reports
        if each.stage < report.stage
    ]


def _opening(letter: Letter) -> str:
    return (
        f"{letter.commissioner} gives {letter.provider} this {letter.kind_name[0].lower()}{letter.kind_name[1:]} under "
        f"contract {letter.reference}. Please answer by {_day(letter.response.on)}."
    )


def _days(letter: Letter) -> list[Flowable]:
    found: list[Flowable] = []
    for what, day in (
        ("Answer", letter.response),
        ("Meeting", letter.meeting),
        ("Outcome agreed", letter.outcome),
    ):
        found.append(paragraph(_due(what, day)))
    return found


def _due(what: str, day: LetterDay) -> str:
    if not day.on:
        return f"{what}: the parties agree on a day; the contract has no setting for it."
    return f"{what}: by {_day(day.on)}. {day.source}."


def _paragraphs(text: str) -> list[Flowable]:
    return [paragraph(line) for line in text.splitlines() if line.strip()]


def _signed(name: str, role: str, organisation: str) -> list[Flowable]:
    return [gap(18), paragraph(name), paragraph(f"{role}, {organisation}"), gap(12)]


def _day(iso: str) -> str:
    return in_full(date.fromisoformat(iso))
