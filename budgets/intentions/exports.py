"""Pay scales as sheets that can be uploaded again, and the empty sheet to begin with."""

from collections.abc import Sequence

from budgets.intentions.models.pay_scales import PayPoint
from budgets.intentions.rules.pay_scales import COLUMNS, SHEET
from core.money import as_pence
from core.spreadsheets.writing import Cell, Money, Sheet

_SAYS = {
    "code": "A short code of the point, each once, such as 7-MAX",
    "name": "What people call it, such as Band 7, highest",
    "amount": "The pay of a whole-time equivalent in a year, in pounds, without on-costs",
}


def template_sheet() -> Sheet:
    """The sheet to fill in, with one example row and a word on each column."""
    example: list[Cell] = ["7-MAX", "Band 7, highest", Money(3_441_700)]
    return Sheet(name=SHEET, header=COLUMNS, rows=[example], comments=_SAYS, is_example=True)


def points_sheet(points: Sequence[PayPoint]) -> Sheet:
    """The points of a scale."""
    rows: list[list[Cell]] = [[point.code, point.name, Money(as_pence(point.amount))] for point in points]
    return Sheet(name=SHEET, header=COLUMNS, rows=rows)
