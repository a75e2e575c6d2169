"""The statement of a group’s account as PDF."""

from reportlab.platypus import Flowable

from core.money import grouped
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import gap, lead, note, title_block
from core.wording import in_full, sterling
from les.payments.rules.accounts import AccountStatement


def account_pdf(statement: AccountStatement, *, group: str, commissioner: str, as_at: str) -> bytes:
    """The statement as PDF; the same statement of the same day gives the same bytes. Its hash stands at the foot."""
    period = str(statement.year) if statement.year else "all years"
    facts = [("Kept by", commissioner), ("Account of", group), ("Period", period), ("As at", as_at)]
    running = Running(
        organisation=commissioner, title=f"Account of {group}, {period}", content_hash=statement.content_hash
    )
    width = PORTRAIT_WIDTH
    hash_fact = ("Content hash", statement.content_hash)
    story: list[Flowable] = [
        *title_block("Statement of account", group, facts, hash_fact, width=width),
        lead(balance_in_words(statement, group=group)),
        gap(6),
        _lines(statement, width),
        gap(6),
        note("Lines stand in the order and on the day in which they were booked. Cite the reference of a line."),
    ]
    return pdf_bytes(story, running)


def balance_in_words(statement: AccountStatement, *, group: str) -> str:
    """What was carried over, came in and was taken, and what is left, in one sentence."""
    period = f"in {statement.year}" if statement.year else "in all"
    forward = f"{sterling(statement.brought_forward)} was carried over, " if statement.year else ""
    return (
        f"Account of {group}: {forward}{sterling(statement.put_in)} came in and "
        f"{sterling(statement.taken)} was taken {period}; {sterling(statement.balance)} was left."
    )


def _lines(statement: AccountStatement, width: float) -> Flowable:
    columns = [words("Booked on", 2), words("What it is", 5), *figures("In £", "Out £", "Balance £")]
    rows = [
        [
            in_full(line.on),
            f"{line.what} ({line.reference})",
            grouped(line.amount) if line.amount > 0 else "",
            grouped(-line.amount) if line.amount < 0 else "",
            grouped(balance),
        ]
        for line, balance in statement.lines
    ]
    if statement.year:
        rows.insert(0, ["", "Carried over", "", "", grouped(statement.brought_forward)])
    total = ["Total", "", grouped(statement.put_in), grouped(statement.taken), grouped(statement.balance)]
    return figure_table(columns, [*rows, total], width=width, totals=1)
