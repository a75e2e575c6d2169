"""What the page of a schedule shows of its activity plan or its terms of payment, and what can be done about it."""

from dataclasses import dataclass, field

from contracts.agreements.forms.terms import TermsFilter
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import PlannedLine, Schedule, ServiceTerms
from contracts.agreements.presented.figures import figures_tables
from contracts.agreements.queries.figures import figures_of, plan_line, services_at_hand
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.plan import problems_in_plan
from contracts.agreements.rules.schedules import ScheduleKind
from core.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresShown:
    """The tables of a schedule, its rows, what does not add up, and the form that begins new terms."""

    tables: list[Table]
    plan: list[PlannedLine]
    services: dict[str, PlannedLine]
    terms: list[ServiceTerms]
    is_plan: bool
    is_prices: bool
    problems: list[str] = field(default_factory=list)
    choose: TermsFilter | None = None


def figures_shown(contract: Contract, schedule: Schedule, *, may_change: bool) -> FiguresShown:
    """The figures of a schedule for its page; `may_change`: whether the reader may change them now."""
    lines = [plan_line(row) for row in schedule.plan]
    is_prices = schedule.kind is ScheduleKind.PRICES
    return FiguresShown(
        tables=figures_tables("schedule", figures_of(schedule)),
        plan=schedule.plan,
        services={row.service_code: row for row in reversed(schedule.plan)},
        terms=schedule.terms,
        is_plan=schedule.kind is ScheduleKind.ACTIVITY_PLAN,
        is_prices=is_prices,
        problems=problems_in_plan(lines, months=spans(contract.starts_on, contract.ends_on)),
        choose=TermsFilter(services_at_hand(contract)) if is_prices and may_change else None,
    )
