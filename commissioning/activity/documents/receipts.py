"""The receipt of a submission: what was taken, when, from whom, with the hash of its file and totals."""

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable, Table

from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.models.submissions import Submission
from commissioning.activity.presented.figures import change_cell
from commissioning.activity.presented.submissions import Total, state_of
from commissioning.activity.queries.names import Names
from commissioning.activity.rules.asking import WAY_NAMES
from commissioning.activity.rules.months import Period
from commissioning.activity.rules.rows import UNITS
from core.components import instant
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.tables import captioned, figure_table, figures, words
from core.pdf.text import gap, note, paragraph, title_block
from core.tables import number_text


def receipt(
    submission: Submission, period: Period, totals: Sequence[Total], names: Names, posted: Sequence[Adjustment] = ()
) -> bytes:
    """The receipt as PDF; the same bytes until the submission is certified or accepted, or a correction is posted.

    `posted`: corrections of earlier months that count in this period.
    """
    expectation, width = submission.expectation, PORTRAIT_WIDTH
    story: list[Flowable] = [
        *title_block(
            f"Receipt of number {submission.number}",
            f"{expectation.name}, {period}",
            _facts(submission),
            ("SHA-256 of the file", submission.file_hash),
            width=width,
        ),
        *_said(submission),
        *captioned("Totals by service and currency", _table(totals, names, width=width)),
        *_posted(posted, names, width=width),
        note("Nothing is added up over currencies: a contact is no referral. A figure that was not given is a dash."),
    ]
    running = Running(
        organisation=expectation.provider.name,
        title=f"Receipt: {expectation.name}, {period}, number {submission.number}",
        content_hash=submission.file_hash,
    )
    return pdf_bytes(story, running)


def _facts(submission: Submission) -> list[tuple[str, str]]:
    expectation, certification = submission.expectation, submission.certification
    facts = [
        ("Provider", f"{expectation.provider.name} ({expectation.provider.code})"),
        ("Commissioner", expectation.commissioner.name),
        ("Submitted by", submission.prepared_by.name),
        ("When", instant(submission.prepared_at)),
        ("How", f"{WAY_NAMES[submission.way]}: {submission.file_name}"),
        ("State", state_of(submission)),
        ("Rows taken", f"{submission.row_count:,}"),
        ("Rows owed", f"{submission.owed:,}"),
    ]
    if certification is not None:
        facts.append(("Certified by", certification.certified_by.name))
        facts.append(("Certified", instant(certification.certified_at)))
    return facts


def _said(submission: Submission) -> list[Flowable]:
    said: list[Flowable] = []
    if submission.words:
        said.append(paragraph(f"Nil return: nothing of what is asked for happened. {submission.words}"))
    if submission.owed:
        rows = "1 row had an error and is" if submission.owed == 1 else f"{submission.owed:,} rows had errors and are"
        said.append(paragraph(f"{rows} owed: not in these totals, and to be sent again."))
    return said


def _posted(adjustments: Sequence[Adjustment], names: Names, *, width: float) -> list[Flowable]:
    """The corrections that count in the period, which the totals above do not hold."""
    if not adjustments:
        return []
    rows = [
        [
            str(Period(each.month)),
            each.service.name,
            "None named" if each.practice is None else each.practice.name,
            names.currency(each.currency),
            f"{each.reason} ({each.posted_by.name}, {instant(each.posted_at)})",
            change_cell(each.units).text,
        ]
        for each in adjustments
    ]
    head = [words("Corrects"), words("Service"), words("Practice"), words("Currency"), words("Why, by whom", 2)]
    table = figure_table([*head, *figures("Change")], rows, width=width)
    return [gap(8), *captioned("Later corrections that count in this period, not in the totals above", table)]


def _table(totals: Sequence[Total], names: Names, *, width: float) -> Table:
    rows = [
        [
            f"{names.service(each.service)} ({each.service})",
            str(Period(each.month)),
            names.currency(each.currency),
            number_text(None if each.units is None else Fraction(each.units, UNITS)),
        ]
        for each in totals
    ]
    return figure_table(
        [words("Service", 3), words("Month"), words("Currency", 2), *figures("Quantity")], rows, width=width
    )
