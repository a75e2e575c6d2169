"""What KPIs put on the home page: those off track for the commissioner, results due for the provider."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from commissioning.activity.rules.months import month_after, month_of
from contracts.performance.queries.board import lines_of
from contracts.performance.queries.due import list_due
from contracts.performance.queries.kpis import Chosen, list_in_use
from core.components import day
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission

_LOOKED_BACK = 3


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """How many KPIs are off track, and which results are due."""
    if not actor.may(Permission.SEE_PERFORMANCE):
        return []
    return [*_off_track(actor, on), *_due(actor, on)]


def _off_track(actor: Actor, on: date) -> Iterator[Figure]:
    if not actor.may(Permission.JUDGE_RESULTS):
        return
    kpis = list_in_use(actor, Chosen())
    if not kpis:
        return
    last = month_after(month_of(on), -1)
    lines = lines_of(kpis, first_month=month_after(last, -_LOOKED_BACK), last_month=last)
    off = sum(line.is_off_track for line in lines)
    yield Figure(
        label="KPIs off track",
        value=f"{off:,} of {len(lines):,}",
        href=url_for("performance.list_kpis", status="off"),
        note="red or amber in their last period",
    )


def _due(actor: Actor, on: date) -> Iterator[ToDo]:
    if not actor.may(Permission.SUBMIT_RESULTS):
        return
    open_ones = [due for due in list_due(actor.organisation_id, on=on) if due.is_open]
    if not open_ones:
        return
    first = min(due.due_on for due in open_ones)
    late = sum(due.is_late(on=on) for due in open_ones)
    count = "1 KPI result" if len(open_ones) == 1 else f"{len(open_ones):,} KPI results"
    yield ToDo(
        what=f"Return {count}",
        href=url_for("performance.enter_results"),
        by=first,
        detail=f"{late:,} overdue since {day(first)}." if late else "",
    )
