"""Plan against actual of a contract as PDF: what was found of each service, tables, how it was worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from contracts.agreements.models.contracts import Contract
from contracts.monitoring.charts import by_month
from contracts.monitoring.presented.words import early_in_words, finding_of, method_in_words
from contracts.monitoring.rules.forecasting import Method
from contracts.monitoring.rules.lines import Line
from core.canonical import canonical_text, hash_of
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.pictures import picture
from core.pdf.tables import Column, captioned, figure_table, words
from core.pdf.text import gap, lead, note, paragraph, section, title_block
from core.tables import Table
from core.wording import in_full, listed

HOW = (
    "Plan and terms are those of the contract as it stands in each month. Only months with both are compared.",
    "Bands, floors and caps are those of a year, to a month in proportion to the plan to that month.",
    "Adjustments of frozen months count in the month to which they were posted.",
)
_CHART = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is reported. `of`: which months; `tables`: to date, forecast, adjustments; `unplanned`: without a plan."""

    contract: Contract
    of: str
    lines: Sequence[Line]
    tables: Sequence[Table]
    unplanned: Sequence[str]
    dated: date

    @property
    def is_draft(self) -> bool:
        """Whether a figure in it may still change."""
        return any(each.provisional for each in self.lines)


def report_pdf(report: Report) -> bytes:
    """The report as a PDF file, DRAFT across it where figures are provisional. The same figures, the same bytes."""
    contract = report.contract
    findings = [finding_of(each) for each in report.lines]
    hashed = hash_of(
        canonical_text(
            {
                "reference": contract.reference,
                "of": report.of,
                "findings": findings,
                "rows": [[_text(cell.text, cell.note) for cell in row] for each in report.tables for row in each.rows],
            }
        )
    )
    facts = [
        ("Commissioner", contract.commissioner.name),
        ("Provider", contract.provider.name),
        ("Months", report.of),
        ("Printed", in_full(report.dated)),
    ]
    title = f"{contract.title}: plan against actual"
    story: list[Flowable] = [
        *title_block(title, f"Contract {contract.reference}", facts, ("Content hash", hashed), width=LANDSCAPE_WIDTH),
        *section("What was found"),
        *(lead(words) for words in findings or ["The contract plans no activity in this year."]),
        *_tables(report),
        *section("How it was worked out"),
        *(paragraph(words) for words in HOW),
        *(paragraph(method_in_words(method)) for method in Method),
        *(picture(by_month(each), width=LANDSCAPE_WIDTH, height=_CHART) for each in report.lines if each.is_shown),
    ]
    running = Running(
        organisation=contract.commissioner.name,
        title=f"{contract.reference}: plan against actual, {report.of}",
        content_hash=hashed,
        is_draft=report.is_draft,
        is_landscape=True,
    )
    return pdf_bytes(story, running)


def _tables(report: Report) -> Iterator[Flowable]:
    for each in report.tables:
        if each.rows:
            heads = [Column(heading=head.text) if head.number else words(head.text) for head in each.head]
            rows = [[_text(cell.text, cell.note) for cell in row] for row in (*each.rows, *each.foot)]
            yield gap(6)
            yield from captioned(
                each.caption, figure_table(heads, rows, width=LANDSCAPE_WIDTH, totals=len(each.foot), is_tight=True)
            )
    if early := early_in_words(report.lines):
        yield note(early)
    if report.unplanned:
        yield note(f"Paid for without a plan of activity: {listed(report.unplanned)}.")


def _text(text: str, remark: str) -> str:
    return f"{text} ({remark})" if remark else text
