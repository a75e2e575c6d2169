"""Queries as people read them: the figure, by when, how old; a table of those of a return, the facts of one."""

from collections.abc import Callable, Sequence
from datetime import date

from commissioning.activity.models.questions import Query
from commissioning.activity.queries.names import Names
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.rules.months import Period
from core.clock import in_london
from core.components import day
from core.tables import Cell, Table, columns, table, words
from core.working_days import time_left, working_days_between

CHECKS = "The checks"


def queries_table(queries: Sequence[Query], names: Names, *, on: date, address_of: Callable[[Query], str]) -> Table:
    """The queries about a return, in their order, each with its day and its age in working days."""
    head = columns("Question", "About", "Asked by", "State", "Answer due", "#Age")
    rows = [_row(each, names, on, address_of(each)) for each in queries]
    opened = sum(each.state is QueryState.ASKED for each in queries)
    return table("queries", f"Queries ({opened:,} to be answered; age in working days)", head, rows)


def figure_of(query: Query, names: Names) -> str:
    """The figure a query asks about, in words."""
    parts = [
        query.service.name if query.service is not None else "",
        str(Period(query.month)) if query.month else "",
        names.currency(query.currency) if query.currency else "",
        f"row {query.row:,}" if query.row is not None else "",
    ]
    return ", ".join(filter(None, parts)) or "The return as a whole"


def facts_of(query: Query, names: Names, *, on: date) -> list[tuple[str, str]]:
    """What there is to know about one query."""
    due = f"{day(query.answer_due_on)}, {time_left(query.answer_due_on, on)}"
    return [
        ("Figure", figure_of(query, names)),
        ("Value", query.value or "–"),
        ("Asked by", _asker(query)),
        ("Asked", day(in_london(query.asked_at).date())),
        ("Answer due", due if query.state is QueryState.ASKED else day(query.answer_due_on)),
        ("State", query.state_name),
    ]


def age(query: Query, on: date) -> int:
    """How many working days ago it was asked."""
    return working_days_between(in_london(query.asked_at).date(), on)


def _row(query: Query, names: Names, on: date, href: str) -> list[Cell]:
    is_open = query.state is QueryState.ASKED
    days = age(query, on)
    return [
        words(query.asked, href=href),
        words(figure_of(query, names), note=query.value and f"Value {query.value}"),
        words(_asker(query)),
        words(query.state_name),
        words(day(query.answer_due_on), note=time_left(query.answer_due_on, on) if is_open else "", look="app-day"),
        Cell(text=f"{days:,}", exact=days, number=True),
    ]


def _asker(query: Query) -> str:
    return CHECKS if query.asked_by is None else query.asked_by.name
