"""Planning a service: its total given to groups, as typed or dealt out by shares, and phased over months."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from contracts.agreements.rules.months import month_of, spans
from contracts.agreements.rules.phasing import Phasing, Weights, month_in_words, phase, weights_for
from contracts.agreements.rules.plan import PlanLine, check_plan, planned
from contracts.agreements.rules.services import check_service, check_size, check_unit
from core.errors import Refusal
from core.wording import in_full

NOT_BY_GROUP = ""
WorkingDays = Callable[[date, date], int]


class Dealing(StrEnum):
    """What stands beside the groups: units, or shares by which the total is dealt out."""

    UNITS = "units"
    SHARES = "shares"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWanted:
    """What a person plans of a service. `parts`: units or shares by group; none: the service is not planned by group.

    It is phased over the months from `first` to `last` (`2008-04`); `given`: weights by month.
    """

    service: str
    service_name: str
    unit: str
    total: int
    phasing: Phasing
    first: str
    last: str
    dealing: Dealing = Dealing.UNITS
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    group_names: Mapping[str, str] = field(default_factory=dict)
    given: Weights = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWritten:
    """What a person wrote of a line of the grid: its units in all, and by month (`2008-04`)."""

    line_id: int
    planned: int
    months: Mapping[str, int]


def lines_of(wanted: ServiceWanted, *, starts_on: date, ends_on: date, working_days: WorkingDays) -> list[PlanLine]:
    """The lines of a service for a contract of that term, which add up both ways; refused where they cannot."""
    check_service(code=wanted.service, name=wanted.service_name)
    check_unit(wanted.unit)
    check_size(wanted.total)
    weights = _weights(wanted, starts_on, ends_on, working_days)
    lines = [
        replace(
            line,
            service_name=wanted.service_name.strip(),
            group_name=wanted.group_names.get(line.group, line.group),
            phasing=wanted.phasing,
        )
        for line in _dealt(wanted, weights)
    ]
    check_plan(lines, months=spans(starts_on, ends_on), totals={wanted.service: wanted.total})
    return lines


def _dealt(wanted: ServiceWanted, weights: Weights) -> list[PlanLine]:
    unit = wanted.unit.strip()
    groups = {group: part for group, part in wanted.parts.items() if part}
    if not groups and wanted.parts:
        groups = dict(wanted.parts)
    if not groups:
        return [_line(wanted, NOT_BY_GROUP, wanted.total, weights)]
    if wanted.dealing is Dealing.UNITS:
        return [_line(wanted, group, _whole(wanted, group), weights) for group in groups]
    if below := [group for group, share in groups.items() if share < 0]:
        raise Refusal(f"A share is 0 or more: correct that of {wanted.group_names.get(below[0], below[0])}.")
    return list(planned(wanted.service, unit, wanted.total, groups=groups, months=weights))


def _line(wanted: ServiceWanted, group: str, units: int, weights: Weights) -> PlanLine:
    months = phase(units, weights)
    return PlanLine(service=wanted.service, group=group, unit=wanted.unit.strip(), planned=units, months=months)


def _whole(wanted: ServiceWanted, group: str) -> int:
    part = wanted.parts[group]
    if part.denominator != 1:
        raise Refusal(f"{wanted.group_names.get(group, group)}: planned activity is in whole {wanted.unit.strip()}.")
    check_size(int(part))
    return int(part)


def _weights(wanted: ServiceWanted, starts_on: date, ends_on: date, working_days: WorkingDays) -> Weights:
    within = spans(starts_on, ends_on)
    for month in (wanted.first, wanted.last):
        if month not in within:
            raise Refusal(f"Choose months of the contract, which runs from {in_full(starts_on)} to {in_full(ends_on)}.")
    if wanted.last < wanted.first:
        raise Refusal(
            f"The activity is phased from {month_in_words(wanted.first)} to {month_in_words(wanted.last)}: put the "
            "earlier month first."
        )
    first, last = within[wanted.first][0], within[wanted.last][1]
    chosen = {month: weight for month, weight in wanted.given.items() if weight}
    return weights_for(wanted.phasing, first, last, working_days=working_days, given=chosen)


def months_of_year(starts_on: date, ends_on: date, *, year: str) -> tuple[str, str]:
    """The first and last month of a contract within a financial year, over which its activity is phased at first.

    >>> months_of_year(date(2008, 3, 17), date(2011, 3, 31), year="2008/09")
    ('2008-04', '2009-03')
    """
    begin = int(year[:4])
    first, last = max(starts_on, date(begin, 4, 1)), min(ends_on, date(begin + 1, 3, 31))
    return (month_of(first), month_of(last)) if first <= last else (month_of(starts_on), month_of(ends_on))
