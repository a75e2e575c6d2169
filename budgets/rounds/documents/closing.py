"""The end of a document: checks, warnings, and where positions are marked and signatures given, or who gave them."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether

from budgets.method.result import Calculation
from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.signed import SignedOff, signed_part
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


def ending_part(
    parties: Sequence[str], heading: StatementHeading, signed: SignedOff | None, *, width: float
) -> list[Flowable]:
    """Who signed, once it is signed off; before that, where to mark positions and sign.

    A later copy of what was signed off says where the document stands that was issued then.
    """
    if signed is not None:
        return signed_part(signed, width=width)
    if heading.is_signed:
        sentence = "The document as it was issued, with positions and signatures, is on the sign-off page of the round."
        return [*section("Signed off"), paragraph(f"{heading.state_in_words}. {sentence}")]
    return agreement_part(parties, width=width)


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
