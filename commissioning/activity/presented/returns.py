"""Returns as a table for pages and files alike: provider, return and period, how each stands, its days, what waits."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from commissioning.activity.queries.returns import Return
from commissioning.activity.rules.states import STANDING_NAMES, MonthState, Standing
from core.components import day
from core.navigation import Figure
from core.tables import Cell, Table, number, sorted_columns, table, words

LOOKS: Mapping[Standing, str] = {
    Standing.NOT_DUE: "nhsuk-tag--grey",
    Standing.DUE: "nhsuk-tag--yellow",
    Standing.LATE: "nhsuk-tag--orange",
    Standing.MISSING: "nhsuk-tag--red",
    Standing.WAIVED: "nhsuk-tag--grey",
    Standing.TO_BE_CERTIFIED: "nhsuk-tag--yellow",
    Standing.RECEIVED: "nhsuk-tag--blue",
    Standing.QUERIED: "nhsuk-tag--orange",
    Standing.ASKED_AGAIN: "nhsuk-tag--orange",
    Standing.ACCEPTED: "nhsuk-tag--green",
}
MONTH_LOOKS: Mapping[MonthState, str] = {
    MonthState.OPEN: "nhsuk-tag--grey",
    MonthState.FLEX: "nhsuk-tag--yellow",
    MonthState.FROZEN: "nhsuk-tag--blue",
}


_HEADS = (
    ("Return", "return"),
    ("Provider", "provider"),
    ("Period", "period"),
    ("State", "state"),
    ("Month", ""),
    ("Due", "due"),
    ("#Working days late", "late"),
    ("#Open queries", "queries"),
    ("#Rows owed", "owed"),
)


def nowhere(found: Return) -> str:
    """No page: files hold no links."""
    del found
    return ""


def returns_table(
    rows: Sequence[Return],
    *,
    caption: str,
    address_of: Callable[[Return], str] = nowhere,
    sort: str = "",
    heads: Mapping[str, str] | None = None,
) -> Table:
    """Returns in their order, one a row. `heads`: where the heading of a column that sorts leads, by its name."""
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    return table("returns", caption, head, [_cells(row, address_of) for row in rows])


def state_figures(rows: Sequence[Return], address_of: Callable[[str], str]) -> list[Figure]:
    """How many returns stand in each state that any is in, each opening the list of them."""
    counts = Counter(row.state for row in rows)
    return [
        Figure(label=STANDING_NAMES[state], value=f"{counts[state]:,}", href=address_of(state.value))
        for state in Standing
        if counts[state]
    ]


def _cells(row: Return, address_of: Callable[[Return], str]) -> list[Cell]:
    expectation, late = row.expectation, row.days_late
    return [
        words(expectation.name, href=address_of(row), about=f"for {row.due.period}"),
        words(expectation.provider.name, note=expectation.provider.code),
        words(str(row.due.period)),
        words(row.state_name),
        words(row.month_state_name.partition(":")[0]),
        words(day(row.due.due_on), look="app-day"),
        number(late if row.submissions else None),
        number(row.facts.open_queries),
        number(row.facts.owed_rows),
    ]
