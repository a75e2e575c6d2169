"""The end of a document: checks, warnings, and where positions are marked and signatures given."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether

from budgets.method.result import Calculation
from core.pdf.tables import figure_table, words
from core.pdf.text import gap, paragraph, section, section_heading, signature_block
from core.wording import upper_first


def checks_part(calculation: Calculation, *, width: float) -> list[Flowable]:
    """Every check with its result in words and its figures."""
    columns = [words("Check", 3), words("Result", 1), words("Figures", 6)]
    rows = [
        [upper_first(check.name), "Passed" if check.passed else "FAILED", check.detail] for check in calculation.checks
    ]
    return [*section("Checks"), figure_table(columns, rows, width=width)]


def warnings_part(calculation: Calculation) -> list[Flowable]:
    """What a reader should know of the inputs, or that there is nothing."""
    messages = [warning.message for warning in calculation.warnings]
    if not messages:
        return [*section("Warnings"), paragraph("No warnings: nothing in the inputs needs your attention.")]
    return [*section("Warnings"), *(paragraph(f"• {message}") for message in messages)]


def agreement_part(parties: Sequence[str], *, width: float) -> list[Flowable]:
    """Positions on the total and on the split, which are agreed separately, and the signatures of both sides."""
    columns = [
        words("Please mark one in each row", 5),
        words("Agreed", 2),
        words("Agreed with conditions", 3),
        words("Not challenged", 3),
        words("Withheld for now", 3),
        words("Disputed", 2),
    ]
    blank = [""] * (len(columns) - 1)
    positions = figure_table(columns, [["The total", *blank], ["How it is split", *blank]], width=width)
    intro = paragraph(
        "The total and the split are agreed separately. No answer is not taken as consent. "
        "The budget is indicative: the commissioner remains accountable for the money."
    )
    return [
        gap(12),
        KeepTogether([section_heading("Agreement"), intro, positions, gap(14), signature_block(parties, width=width)]),
    ]
