"""The movement matrix: from which colour to which KPIs went between two months, and the KPIs of a cell."""

from flask import request, url_for

from commissioning.activity.rules.months import Period
from contracts.performance.forms.judging import MovementFilter
from contracts.performance.presented.dashboard import dashboard_table, months_to, movement_table
from contracts.performance.queries.board import Line
from contracts.performance.queries.kpis import Chosen, list_in_use
from contracts.performance.rules.kinds import STATUS_NAMES, Status
from contracts.performance.rules.movement import movement
from contracts.performance.views.asked import last_month, lines_seen
from contracts.performance.views.blueprint import address_of, crumbs, views
from core import clock
from core.permissions import Permission
from core.web import current_actor, page, requires

_MONTHS = 24
_APART = 3


@views.get("/movement")
@requires(Permission.SEE_PERFORMANCE)
def show_movement() -> tuple[str, int]:
    """Show how many KPIs moved from each colour to each; a cell opens the KPIs in it."""
    months = months_to(last_month(clock.today()), _MONTHS)
    before, after = _months_asked(months)
    lines = lines_seen(list_in_use(current_actor(), Chosen()), months[0], months[-1])
    moves = movement(_statuses(lines, before), _statuses(lines, after))
    was, now = (_status(request.args.get(name, "")) for name in ("was", "now"))
    ids = moves[was, now] if was and now else ()
    chosen = [line for line in lines if line.kpi.id in ids]
    return page(
        "contracts/performance/show_movement.html",
        filter=MovementFilter([(month, str(Period(month))) for month in reversed(months)], before=before, after=after),
        movement=movement_table(
            moves,
            before,
            after,
            lambda one, other: url_for(
                "performance.show_movement", before=before, after=after, was=one.value, now=other.value
            ),
        ),
        said=f"From {STATUS_NAMES[was].lower()} to {STATUS_NAMES[now].lower()}" if was and now else "",
        kpis=dashboard_table(chosen, sorted({before, after}), address_of=address_of) if chosen else None,
        crumbs=crumbs(),
    )


def _months_asked(months: list[str]) -> tuple[str, str]:
    given = request.args
    after = given.get("after", "") if given.get("after") in months else months[-1]
    before = given.get("before", "") if given.get("before") in months else months[-1 - _APART]
    return before, after


def _statuses(lines: list[Line], month: str) -> dict[int, Status]:
    """The colour of each KPI in its last period that was over by the end of a month; grey before its first."""
    found: dict[int, Status] = {}
    for line in lines:
        over = [each for each in line.assessed if each.period.months[-1] <= month]
        found[line.kpi.id] = over[-1].judgement.status if over else Status.GREY
    return found


def _status(text: str) -> Status | None:
    return Status(text) if text in list(Status) else None
