"""Open queries as a table for the page and for files: how old each is, who waits for whom."""

from collections.abc import Callable, Sequence

from commissioning.activity.queries.open_queries import OpenQuery
from core.components import day
from core.navigation import Figure
from core.tables import Cell, Table, columns, number, table, words

AGES: tuple[tuple[str, str, int, int | None], ...] = (
    ("new", "Up to 5 working days old", 0, 5),
    ("older", "6 to 10 working days old", 6, 10),
    ("oldest", "More than 10 working days old", 11, None),
)
"""Bands of age: value, words, fewest and most working days."""
NOT_SHOWN = "Shown to provider and commissioner"


def age_of(row: OpenQuery) -> str:
    """The band of age a query is in."""
    return next(name for name, _, first, last in AGES if first <= row.age and (last is None or row.age <= last))


def nowhere(row: OpenQuery) -> str:
    """No page: files hold no links."""
    del row
    return ""


def queries_table(
    rows: Sequence[OpenQuery],
    *,
    caption: str,
    sees_words: Callable[[OpenQuery], bool],
    address_of: Callable[[OpenQuery], str] = nowhere,
) -> Table:
    """Open queries in their order, one a row. `sees_words`: whether the reader sees what is asked, and so figures."""
    head = columns(
        "Question", "Provider", "Return", "Period", "Service", "Waits for", "#Working days old", "Answer due",
        "#Working days overdue",
    )  # fmt: skip
    return table("queries", caption, head, [_cells(row, address_of, sees_words(row)) for row in rows])


def _cells(row: OpenQuery, address_of: Callable[[OpenQuery], str], sees_words: bool) -> list[Cell]:
    query = row.query
    return [
        words(
            query.asked if sees_words else NOT_SHOWN,
            href=address_of(row),
            note="" if query.asked_by else "asked by the checks",
        ),
        words(row.expectation.provider.name),
        words(row.expectation.name),
        words(str(row.period)),
        words(query.service.name if query.service else "All"),
        words(row.waits_for, note="for an answer" if row.waits_for_provider else "to accept, or ask on"),
        number(row.age),
        words(day(query.answer_due_on), look="app-day"),
        number(row.overdue),
    ]


def age_figures(rows: Sequence[OpenQuery], address_of: Callable[[str], str]) -> list[Figure]:
    """How many queries are in each band of age, each opening the list of them."""
    return [
        Figure(label=label, value=f"{sum(age_of(row) == name for row in rows):,}", href=address_of(name))
        for name, label, _, _ in AGES
    ]
