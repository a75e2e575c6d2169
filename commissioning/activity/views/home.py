"""What activity puts on the home page of the commissioner: late, missing, to accept, answered, past the freeze day."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.queries.open_queries import list_open_queries
from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.rules.months import month_after, month_of
from commissioning.activity.rules.states import Standing
from commissioning.activity.views.choosing import TO_FREEZE, is_to_freeze
from core.navigation import Figure, ToDo, add_home_part
from core.permissions import Actor, Permission

MONTHS_BACK = 24


def commissioner_part(by: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of activity on the home page of one who accepts returns, on a day: the last two years."""
    if not by.may(Permission.ACCEPT_ACTIVITY) or by.organisation_id not in by.commissioner_ids:
        return []
    rows = list_returns(on=on, commissioner_id=by.organisation_id, since=month_after(month_of(on), -MONTHS_BACK))
    answered = sum(
        not each.waits_for_provider
        for each in list_open_queries(list_expectations(commissioner_id=by.organisation_id), on=on)
    )
    return [*_to_dos(rows, answered, on), *_figures(rows)]


def _to_dos(rows: Sequence[Return], answered: int, on: date) -> Iterator[ToDo]:
    received = _in(rows, Standing.RECEIVED)
    to_accept = [each for each in received if not each.facts.is_frozen and not each.facts.owed_rows]
    to_freeze = [each for each in rows if is_to_freeze(each, on)]
    if to_accept:
        yield ToDo(
            what=f"Accept {_counted(len(to_accept), 'activity return')}, or ask about the figures",
            href=url_for("activity.list_returns", state=Standing.RECEIVED.value),
            by=min(each.due.freeze_on for each in to_accept),
        )
    if answered:
        words = "1 query is answered" if answered == 1 else f"{answered:,} queries are answered"
        yield ToDo(
            what=f"{words}: read and accept, or ask on",
            href=url_for("activity.list_open_queries", waits="commissioner"),
        )
    if to_freeze:
        yield ToDo(
            what=f"Freeze {_counted(len(to_freeze), 'month')} of activity",
            href=url_for("activity.list_returns", month=TO_FREEZE, sort="due"),
            by=min(each.due.freeze_on for each in to_freeze),
            detail=f"{to_freeze[0].expectation.provider.name}, {to_freeze[0].due.period} is the first.",
        )


def _figures(rows: Sequence[Return]) -> Iterator[Figure]:
    for state, what in ((Standing.LATE, "late"), (Standing.MISSING, "missing")):
        found = _in(rows, state)
        if found:
            providers = sorted({each.expectation.provider.name for each in found})
            yield Figure(
                label=f"activity {'return' if len(found) == 1 else 'returns'} {what}",
                value=f"{len(found):,}",
                href=url_for("activity.list_returns", state=state.value),
                note=", ".join(providers),
            )


def _in(rows: Sequence[Return], state: Standing) -> list[Return]:
    return [each for each in rows if each.state is state]


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


add_home_part("activity_accepting", commissioner_part)
