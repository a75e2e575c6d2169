"""The sheet of a run’s open lines, to be filled with what became of each and brought back."""

from collections.abc import Sequence

from core.money import as_pence
from core.spreadsheets.writing import Choice, Money, Sheet
from les.payments.models.runs import Item
from les.payments.rules.outcome_files import RESULTS, SHEET

HEADER = ("reference", "code", "practice", "scheme", "amount", "outcome", "date", "bank_reference", "reason")


def outcomes_sheet(items: Sequence[Item]) -> Sheet:
    """The sheet of lines of which nothing is known yet."""
    rows = [
        [
            item.reference,
            item.practice.code,
            item.practice.name,
            item.due.scheme.called,
            Money(as_pence(item.paid)),
            None,
            None,
            None,
            None,
        ]
        for item in items
        if item.outcome is None
    ]
    return Sheet(name=SHEET, header=HEADER, rows=rows, choices={"outcome": Choice(source=tuple(RESULTS))})
