"""A statement as a table, the same on the page and in files."""

from collections.abc import Callable, Sequence

from core.tables import Table, amount, columns, table, words
from les.payments.rules.statements import Statement, StatementLine, why


def statement_table(
    statement: Statement, states: Sequence[str], link: Callable[[StatementLine], str] = lambda _: ""
) -> Table:
    """Each line with what it is for, what became of it (`states`, in the order of the lines), and the total.

    `link`: the page of what a line pays; blank for none.
    """
    rows = [
        [
            words(line.scheme, href=link(line), note=f"{line.period}, {line.reference}"),
            words(why(line)),
            amount(line.claimed),
            amount(line.amount),
            amount(line.kept),
            amount(line.paid),
            words(state),
        ]
        for line, state in zip(statement.lines, states, strict=True)
    ]
    sums = [amount(each) for each in (statement.amount, statement.kept, statement.paid)]
    foot = [[words("All lines"), words(""), words(""), *sums, words("")]]
    head = columns("Scheme and quarter", "What it is for", "Claimed £", "Approved £", "Set aside £", "Paid £", "State")
    return table("lines", "What every pound is for", head, rows, foot)
