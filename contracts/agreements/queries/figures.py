"""Activity plans and terms of payment as values, from the rows of schedules; and the services they can be about."""

import json
from collections.abc import Iterable

from commissioning.catalogue.queries import services_by_code
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import PlannedLine, Schedule, ServiceTerms
from contracts.agreements.queries.money import budgets_at_hand
from contracts.agreements.rules.content import Figures
from contracts.agreements.rules.figures import TermsLine, figures_of_plan, figures_of_terms
from contracts.agreements.rules.payment_terms import terms_from
from contracts.agreements.rules.plan import PlanLine


def figures_of(schedule: Schedule) -> tuple[Figures, ...]:
    """The lines of figures of a schedule, those of its plan first, by the names of services."""
    lines = [plan_line(row) for row in schedule.plan]
    plan = sorted(lines, key=lambda line: (line.service_name, line.service, line.group))
    terms = sorted((terms_line(row) for row in schedule.terms), key=lambda line: (line.service_name, line.service))
    return (*(figures_of_plan(line) for line in plan), *(figures_of_terms(line) for line in terms))


def plan_line(row: PlannedLine) -> PlanLine:
    """A kept line of a plan as a value."""
    return PlanLine(
        service=row.service_code,
        service_name=row.service_name,
        group=row.group_code,
        group_name=row.group_name,
        unit=row.unit,
        planned=row.planned,
        months={each.month: each.units for each in row.months},
        phasing=row.phasing,
        is_overwritten=row.is_overwritten,
    )


def terms_line(row: ServiceTerms) -> TermsLine:
    """Kept terms of payment as a value."""
    return TermsLine(
        service=row.service_code,
        service_name=row.service_name,
        unit=row.unit,
        first_month=row.first_month,
        last_month=row.last_month,
        terms=terms_from(json.loads(row.terms)),
    )


def planned_in(schedules: Iterable[Schedule]) -> dict[str, tuple[int, str]]:
    """What the plans among these schedules hold of each service, by code: units, and what they are."""
    found: dict[str, tuple[int, str]] = {}
    for row in (row for schedule in schedules for row in schedule.plan):
        units, unit = found.get(row.service_code, (0, row.unit))
        found[row.service_code] = (units + row.planned, unit)
    return found


def services_at_hand(contract: Contract) -> dict[str, str]:
    """The services a plan or terms can be about, by code: budget lines of the contract's year, and the catalogue."""
    budgets = budgets_at_hand(contract.commissioner_id, contract.year)
    lines = {line.code: line.name for line in budgets.lines.values()} if budgets else {}
    catalogue = {code: kept.name for code, kept in services_by_code(contract.commissioner_id).items()}
    return dict(sorted({**catalogue, **lines}.items(), key=lambda pair: (pair[1], pair[0])))
