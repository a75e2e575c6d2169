"""Writing the activity plan of a draft: planning a service, writing its months by hand, taking a line out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from contracts.agreements.actions.recording import held_draft, held_schedule, record_on, touch
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import PlannedLine, PlannedMonth, Schedule
from contracts.agreements.queries.contracts import list_schedules
from contracts.agreements.queries.figures import plan_line
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.plan import PlanLine, check_plan, difference_in_words
from contracts.agreements.rules.planning import NOT_BY_GROUP, LineWritten, ServiceWanted, lines_of
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.services import check_size
from core.db import db
from core.errors import Refusal
from core.permissions import Actor
from core.working_days import working_days_between

_DAY = timedelta(days=1)


def plan_service(
    *, contract_id: int, schedule_id: int, wanted: ServiceWanted, anew: bool = False, by: Actor
) -> Schedule:
    """Plan a service: its total, each group’s part, and the months. `anew`: instead of what is planned of it."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.ACTIVITY_PLAN)
    _check_groups(contract, wanted)
    lines = lines_of(wanted, starts_on=contract.starts_on, ends_on=contract.ends_on, working_days=working_days_within)
    kept = [row for row in schedule.plan if row.service_code == wanted.service]
    old = {"units": f"{sum(row.planned for row in kept):,}", "unit": kept[0].unit} if kept else None
    if kept and not anew:
        raise Refusal(f"{wanted.service_name} is planned already. Plan it anew, or write its months.")
    _check_planned_once(contract, schedule, wanted)
    for row in kept:
        schedule.plan.remove(row)
    db.session.flush()
    schedule.plan.extend(_row(line) for line in lines)
    touch(contract)
    db.session.flush()
    new = {
        "service": wanted.service_name,
        "units": f"{wanted.total:,}",
        "unit": wanted.unit,
        "phasing": wanted.phasing.value,
    }
    record_on(contract, "plan_service_anew" if kept else "plan_service", by=by, new=new, old=old)
    return schedule


def write_plan(
    *, contract_id: int, schedule_id: int, written: Sequence[LineWritten], totals: Mapping[str, int], by: Actor
) -> Schedule:
    """Write the months and the units in all of lines of a plan by hand; `totals`: what each service has in all.

    Refused where months do not add up to the line, or the groups to their service.
    """
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.ACTIVITY_PLAN)
    rows = {row.id: row for row in schedule.plan}
    if any(each.line_id not in rows for each in written):
        raise Refusal("A line was taken out of the plan meanwhile. Open the page again.")
    for each in written:
        for units in (each.planned, *each.months.values()):
            check_size(units)
    by_hand = {each.line_id: each for each in written}
    before = {row.id: plan_line(row) for row in schedule.plan}
    after = {line_id: _overwritten(line, by_hand.get(line_id)) for line_id, line in before.items()}
    check_plan(list(after.values()), months=spans(contract.starts_on, contract.ends_on), totals=totals)
    changed = [line_id for line_id in before if before[line_id] != after[line_id]]
    if not changed:
        raise Refusal("Nothing was changed: this is what the plan says already.")
    for line_id in changed:
        _keep(rows[line_id], after[line_id])
    touch(contract)
    db.session.flush()
    differences = [difference_in_words(before[each], after[each]) for each in changed]
    was, now = ("; ".join(said) for said in zip(*differences, strict=True))
    called = "; ".join(after[each].called for each in changed)
    record_on(contract, "write_plan", by=by, new={"lines": called, "plan": now}, old={"plan": was})
    return schedule


def take_out_planned_line(*, contract_id: int, schedule_id: int, line_id: int, by: Actor) -> Schedule:
    """Plan nothing of a service for a group any more."""
    contract = held_draft(contract_id, by=by)
    schedule = held_schedule(contract, schedule_id, ScheduleKind.ACTIVITY_PLAN)
    kept = next((row for row in schedule.plan if row.id == line_id), None)
    if kept is None:
        raise Refusal("That line is not planned here any more.")
    called = plan_line(kept).called
    schedule.plan.remove(kept)
    touch(contract)
    db.session.flush()
    record_on(contract, "take_out_planned_line", by=by, new={"line": called})
    return schedule


def working_days_within(first: date, last: date) -> int:
    """The working days of England from a first to a last day, both within.

    >>> working_days_within(date(2008, 3, 20), date(2008, 3, 25))  # over Easter
    2
    """
    return working_days_between(first - _DAY, last)


def _check_groups(contract: Contract, wanted: ServiceWanted) -> None:
    covered = {each.group.code for each in contract.covered}
    for group in wanted.parts:
        if group != NOT_BY_GROUP and group not in covered:
            raise Refusal(f"The contract does not cover the group {group}. Add it to the particulars first.")


def _check_planned_once(contract: Contract, schedule: Schedule, wanted: ServiceWanted) -> None:
    for other in list_schedules(contract.id):
        if other.id != schedule.id and any(row.service_code == wanted.service for row in other.plan):
            raise Refusal(f"{wanted.service_name} is planned in “{other.title}” already.")


def _overwritten(line: PlanLine, written: LineWritten | None) -> PlanLine:
    """The line as it was written by hand; months of nought that it did not have stay out of it."""
    if written is None:
        return line
    months = {month: units for month, units in sorted(written.months.items()) if units or month in line.months}
    if (months, written.planned) == (dict(line.months), line.planned):
        return line
    return replace(line, months=months, planned=written.planned, is_overwritten=True)


def _row(line: PlanLine) -> PlannedLine:
    return PlannedLine(
        service_code=line.service,
        service_name=line.service_name,
        group_code=line.group,
        group_name=line.group_name,
        unit=line.unit,
        planned=line.planned,
        phasing=line.phasing,
        is_overwritten=line.is_overwritten,
        months=[PlannedMonth(month=month, units=units) for month, units in line.months.items()],
    )


def _keep(row: PlannedLine, line: PlanLine) -> None:
    kept = {each.month: each for each in row.months}
    row.planned, row.is_overwritten = line.planned, line.is_overwritten
    for month, units in line.months.items():
        if month in kept:
            kept[month].units = units
        else:
            row.months.append(PlannedMonth(month=month, units=units))
