"""What may be wrong with activity and currency weights. Source: docs/budget-method.md, sections 1 and 7.

Activity may have millions of rows: columns are looked at whole, and rows only where a column has something wrong.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction

from budgets.method.findings import MARKS, negative, repeated, unknown
from budgets.method.unread import Unread
from budgets.method.workbook import Workbook
from core.money import plain
from core.periods import is_month
from core.problems import Problem

SHEET, WEIGHTS = "activity.csv", "currency_weights.csv"


def problems_of_activity(workbook: Workbook, unread: Unread) -> Iterator[Problem]:
    """Rows of services and must-dos that exist, in months that are months, of quantities that are not negative."""
    activity = workbook.activity
    coded = {s.code for s in workbook.services} | {m.code for m in workbook.must_dos}
    lines = unread.known(coded, "services", "must_dos")
    where = "services.csv or must_dos.csv"
    rows = activity.row or range(2, len(activity) + 2)
    expected = f"a code that stands in {where}"
    yield from _in_column("service", activity.service, rows, lambda code: code not in lines, expected)
    yield from _in_column("month", activity.month, rows, lambda month: not is_month(month), "a month such as 2007-04")
    yield from _in_column("currency", activity.currency, rows, _unfit, "a currency without + : ; or /")
    yield from _negative(activity.quantity, rows)
    weights = workbook.currency_weights
    of_service = [row for row in weights if row.service]
    yield from unknown(WEIGHTS, "service", of_service, lambda row: row.service, known=lines, where=where)
    yield from repeated(WEIGHTS, "currency", weights, lambda row: (row.service, row.currency), "service and currency")
    yield from negative(WEIGHTS, "weight", weights, lambda row: row.weight, "a weight")


def _in_column(
    column: str, values: Sequence[str], rows: Sequence[int], is_wrong: Callable[[str], bool], expected: str
) -> Iterator[Problem]:
    wrong: Collection[str] = {value for value in set(values) if is_wrong(value)}
    if wrong:
        for row, value in zip(rows, values, strict=True):
            if value in wrong:
                yield Problem(file=SHEET, row=row, column=column, value=value, expected=expected)


def _negative(quantities: Sequence[int | Fraction], rows: Sequence[int]) -> Iterator[Problem]:
    if quantities and min(quantities) < 0:
        for row, quantity in zip(rows, quantities, strict=True):
            if quantity < 0:
                expected = "a quantity of 0 or more"
                yield Problem(file=SHEET, row=row, column="quantity", value=plain(quantity), expected=expected)


def _unfit(currency: str) -> bool:
    return not currency or not MARKS.isdisjoint(currency)
