"""What rooms that watch a contract say of it: plan against actual, KPIs off track, open notices with their plans."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from commissioning.activity.views.seeing.reading import small_up_to
from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.states import Stage
from contracts.monitoring.charts import by_month, variances
from contracts.monitoring.presented.services import forecast_table, to_date_table
from contracts.monitoring.presented.words import finding_of
from contracts.monitoring.queries.watched import watched
from contracts.monitoring.rules.lines import Line, line_of
from contracts.monitoring.rules.plans import last_month_over
from contracts.monitoring.rules.showing import Sight
from contracts.notices.queries.notices import list_of_contract
from contracts.notices.queries.open_notices import OpenMilestone, OpenNotice, open_notices
from contracts.performance.charts import kpi_figure
from contracts.performance.queries.off_track import OffTrack, told_and_drawn
from contracts.reviews.sections import HALF_WIDTH, PACK_WIDTH, Part, Period
from core.components import day
from core.periods import FinancialYear
from core.tables import Cell, amount, columns, table, words
from core.wording import sterling

_MOST_CHARTS = 8
_PLOT = 140.0


def plan_section(contract: Contract, period: Period, on: date) -> Part:
    """Plan against actual of the year to the end of the period, with money and forecast.

    Groups and the provider read the same pack: a service with a small month is withheld from all.
    """
    if contract.stage is not Stage.SIGNED:
        return Part()
    held = next(iter(watched([contract], FinancialYear.of(period.last_day), on=on)), None)
    if held is None or not held.services:
        return Part()
    last = min(f"{period.last_day:%Y-%m}", last_month_over(on))
    over = [month for month in held.months if month <= last]
    if not over:
        return Part(sentences=["No month that the contract plans is over yet, so nothing is held against the plan."])
    sight = Sight(hide_up_to=small_up_to())
    lines = [line_of(each, over[-1], is_hidden=sight.hides(each)) for each in held.services]
    shown = [each for each in lines if each.is_shown]
    tables = [to_date_table(lines, caption="Activity and money of the year so far")]
    drawn = sorted(shown, key=lambda each: -abs(each.units.percent or Fraction(0)))[:_MOST_CHARTS]
    charts = [by_month(_to_the_end(each), width=HALF_WIDTH) for each in shown if each in drawn]
    return Part(
        sentences=[
            *(finding_of(each) for each in lines),
            *_left_out(len(shown), "services", "furthest off their plan"),
        ],
        tables=[*tables, forecast_table(lines, caption=f"Forecast of {held.year}")] if shown else tables,
        charts=[variances(lines, width=PACK_WIDTH), *charts]
        if any(each.units.percent is not None for each in shown)
        else charts,
    )


def kpis_section(contract: Contract, period: Period, on: date) -> Part:
    """The KPIs of the contract that are off track, stand out or lack a figure, with their process charts."""
    last = min(f"{period.last_day:%Y-%m}", last_month_over(on))
    found = told_and_drawn(contract.id, last, small_up_to=small_up_to())
    every, withheld = found.told, _withheld(found.withheld)
    besides = [*_provisional([told for told, _ in every]), *withheld]
    if not every:
        return Part(sentences=withheld)
    looked_at = [(told, drawn) for told, drawn in every if told.needs_a_look]
    if not looked_at:
        count = f"All {len(every):,} key performance indicators are" if len(every) > 1 else "The one indicator is"
        return Part(sentences=[f"{count} on track, and no figure stands out.", *besides])
    heads = columns("Indicator", "Period", "#Figure", "Target", "State", "Year to date", "Consequence of a breach")
    need = "needs" if len(looked_at) == 1 else "need"
    return Part(
        sentences=[
            f"{len(looked_at):,} of {len(every):,} key performance indicators {need} a look.",
            *_left_out(len(looked_at), "indicators", "listed first"),
            *besides,
        ],
        tables=[table("kpis", "Indicators off track, standing out or missing", heads, [_kpi(t) for t, _ in looked_at])],
        charts=[kpi_figure(drawn, width=HALF_WIDTH, plot=_PLOT) for _, drawn in looked_at[:_MOST_CHARTS]],
    )


def notices_section(contract: Contract, period: Period, on: date) -> Part:
    """The notices that are open, what comes next and by when, what is withheld, and the milestones of their plans."""
    del period
    found = open_notices(contract.id, on=on)
    if not found:
        return Part(sentences=["No notice is open."]) if list_of_contract(contract.id) else Part()
    overdue, held = sum(each.is_overdue for each in found), sum(each.held for each in found)
    if len(found) == 1:
        said = f"1 notice is open{' and overdue' if overdue else ', not overdue'}; {sterling(held)} is withheld."
    else:
        said = f"{len(found):,} notices are open, {overdue:,} of them overdue; {sterling(held)} is withheld."
    heads = columns("Notice", "Issued", "State", "Next", "By", "Withheld £")
    tables = [table("notices", "Open notices", heads, [_notice(each) for each in found])]
    steps = [(each, step) for each in found for step in each.milestones]
    if steps:
        heads = columns("Milestone", "Owner", "By", "State")
        tables.append(table("milestones", "Milestones of their plans", heads, [_milestone(*each) for each in steps]))
    return Part(sentences=[said], tables=tables)


def _to_the_end(line: Line) -> Line:
    """A line whose service has no month after the last one that the pack looks at."""
    months = tuple(each for each in line.service.months if each.month <= line.to)
    return replace(line, service=replace(line.service, months=months))


def _left_out(count: int, what: str, which: str) -> list[str]:
    """That not everything is drawn, where it is not.

    >>> _left_out(8, "services", "furthest off their plan"), _left_out(9, "services", "furthest off their plan")
    ([], ['Charts are drawn of the 8 services furthest off their plan, of 9 in all; the tables hold every one.'])
    """
    if count <= _MOST_CHARTS:
        return []
    return [f"Charts are drawn of the {_MOST_CHARTS} {what} {which}, of {count:,} in all; the tables hold every one."]


def _provisional(every: Sequence[OffTrack]) -> list[str]:
    """That figures may still change, where some do."""
    count = sum(told.is_provisional for told in every)
    if not count:
        return []
    of = "" if len(every) == 1 else f" of {count:,} of them"
    return [f"The last figure{of} is provisional: not frozen yet when this was put together."]


def _withheld(names: Sequence[str]) -> list[str]:
    """That KPIs which are small counts are not in a pack that all sides read.

    >>> _withheld([]), _withheld(["Falls with harm"])
    ([], ['Small numbers, shown to the provider and the commissioner only: Falls with harm.'])
    """
    return [f"Small numbers, shown to the provider and the commissioner only: {', '.join(names)}."] if names else []


def _kpi(told: OffTrack) -> list[Cell]:
    return [
        words(told.name, note=told.code),
        words(told.period, note="provisional" if told.is_provisional else ""),
        Cell(text=told.value, number=True, note=told.unit),
        words(told.target or "–"),
        words(told.status, note=told.reason or ("stands out" if told.is_exception else "")),
        words(told.year_to_date),
        words(told.consequence or "–"),
    ]


def _notice(held: OpenNotice) -> list[Cell]:
    by = day(held.due_on) if held.due_on else "–"
    return [
        words(f"Notice {held.number}: {held.title}", note=held.kind_name),
        words(day(held.issued_on), look="app-day"),
        words(held.state_name),
        words(held.what or "–"),
        words(by, note="overdue" if held.is_overdue else "", look="app-day"),
        amount(held.held),
    ]


def _milestone(notice: OpenNotice, step: OpenMilestone) -> list[Cell]:
    return [
        words(step.what, note=f"Notice {notice.number}, milestone {step.number}"),
        words(step.owner),
        words(day(step.falls_due_on), note="overdue" if step.is_overdue else "", look="app-day"),
        words(step.state_name, note=step.reports),
    ]
