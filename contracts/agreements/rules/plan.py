"""The indicative activity plan: service × month × group, in whole units that add up both ways.

Units of different kinds (contacts, bed days) are never added together. A plan whose months do not add up to the year,
or whose groups do not add up to the total, is refused.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.agreements.rules.phasing import Phasing, Weights, month_in_words, phase
from core.apportion import apportion
from core.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """The activity planned of a service for a group: for the whole term, and by month (`2008-04`), in whole units.

    `group` blank: it is not planned by group. Names are for sentences, where service and group are codes. `phasing`:
    how the months were made; `is_overwritten`: single months were written by hand since.
    """

    service: str
    group: str
    unit: str
    planned: int
    months: Mapping[str, int]
    service_name: str = ""
    group_name: str = ""
    phasing: Phasing | None = None
    is_overwritten: bool = False

    @property
    def called(self) -> str:
        """The line in a sentence.

        >>> PlanLine(service="NUR", service_name="Nursing", group="DAC", unit="contacts", planned=0, months={}).called
        'Nursing for DAC'
        """
        service = self.service_name or self.service
        return f"{service} for {self.group_name or self.group}" if self.group else service


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A plan added up. By service everything is in the service's unit; across services it stands apart by unit."""

    by_service: Mapping[str, int]
    by_service_and_month: Mapping[tuple[str, str], int]
    by_service_and_group: Mapping[tuple[str, str], int]
    by_unit: Mapping[str, int]
    by_unit_and_month: Mapping[tuple[str, str], int]
    by_unit_and_group: Mapping[tuple[str, str], int]


def planned(service: str, unit: str, total: int, *, groups: Weights, months: Weights) -> tuple[PlanLine, ...]:
    """A service's lines: the total dealt out over the groups by their weights, each group's part over the months.

    >>> groups, months = {"DacCom": 2, "WatCom": 1}, {"2008-04": 1, "2008-05": 1}
    >>> lines = planned("Podiatry", "contacts", 10, groups=groups, months=months)
    >>> [(line.group, line.planned, dict(line.months)) for line in lines]
    [('DacCom', 7, {'2008-04': 4, '2008-05': 3}), ('WatCom', 3, {'2008-04': 2, '2008-05': 1})]
    """
    if total and not any(weight > 0 for weight in groups.values()):
        raise Refusal(f"{service}: {total:,} {unit} are planned, but for no group. Give at least one group a share.")
    return tuple(
        PlanLine(service=service, group=group, unit=unit, planned=part, months=phase(part, months))
        for group, part in apportion(total, groups).items()
    )


def totals_of(lines: Iterable[PlanLine]) -> Totals:
    """The plan added up by service, month and group."""
    months: defaultdict[tuple[str, str], int] = defaultdict(int)
    unit_months: defaultdict[tuple[str, str], int] = defaultdict(int)
    groups: defaultdict[tuple[str, str], int] = defaultdict(int)
    unit_groups: defaultdict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        groups[line.service, line.group] += line.planned
        unit_groups[line.unit, line.group] += line.planned
        for month, units in line.months.items():
            months[line.service, month] += units
            unit_months[line.unit, month] += units
    return Totals(
        by_service=_added(groups),
        by_service_and_month=dict(months),
        by_service_and_group=dict(groups),
        by_unit=_added(unit_groups),
        by_unit_and_month=dict(unit_months),
        by_unit_and_group=dict(unit_groups),
    )


def problems_in_plan(
    lines: Sequence[PlanLine], *, months: Collection[str], totals: Mapping[str, int] | None = None
) -> list[str]:
    """All that does not add up, in sentences with service, group or month, and the difference.

    `months`: those of the contract (`months.spans`). `totals`: what each service has in all, where that was said apart.
    """
    found = [problem for line in lines for problem in _in_line(line, months)]
    return found + _in_keys(lines) + _in_totals(lines, totals or {})


def check_plan(lines: Sequence[PlanLine], *, months: Collection[str], totals: Mapping[str, int] | None = None) -> None:
    """Refuse a plan that does not add up, with all that is wrong with it."""
    if problems := problems_in_plan(lines, months=months, totals=totals):
        raise Refusal(" ".join(problems))


def difference_in_words(before: PlanLine, after: PlanLine) -> tuple[str, str]:
    """What of a line differs, as it was and as it is: units in all, and those of months.

    >>> before = PlanLine(service="N", group="", unit="contacts", planned=9, months={"2008-04": 5, "2008-05": 4})
    >>> after = PlanLine(service="N", group="", unit="contacts", planned=9, months={"2008-04": 3, "2008-05": 6})
    >>> difference_in_words(before, after)
    ('5 in April 2008, 4 in May 2008', '3 in April 2008, 6 in May 2008')
    """
    months = sorted({*before.months, *after.months})
    differing = [month for month in months if before.months.get(month, 0) != after.months.get(month, 0)]
    is_other = (before.planned, before.unit) != (after.planned, after.unit)

    def said(line: PlanLine) -> str:
        in_all = [f"{line.planned:,} {line.unit} in all"] if is_other or not differing else []
        return ", ".join([*in_all, *(f"{line.months.get(each, 0):,} in {month_in_words(each)}" for each in differing)])

    return said(before), said(after)


def _added(pairs: Mapping[tuple[str, str], int]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for (name, _), units in pairs.items():
        found[name] += units
    return dict(found)


def _in_line(line: PlanLine, months: Collection[str]) -> list[str]:
    name = line.called
    found = [
        f"{name}: {month_in_words(month)} has {units:,} {line.unit}; planned activity is 0 or more."
        for month, units in line.months.items()
        if units < 0
    ]
    found += [
        f"{name}: {month_in_words(month)} has {line.months[month]:,} {line.unit}, but lies outside the contract."
        for month in sorted(line.months)
        if month not in months and line.months[month]
    ]
    if line.planned < 0:
        found.append(f"{name}: {line.planned:,} {line.unit} are planned in all; planned activity is 0 or more.")
    added = sum(line.months.values())
    if added != line.planned:
        found.append(
            f"{name}: the months add up to {added:,} {line.unit}, but {line.planned:,} are planned in all: "
            f"{_difference(added, line.planned)}."
        )
    return found


def _in_keys(lines: Sequence[PlanLine]) -> list[str]:
    found, units, seen = [], dict[str, str](), set[tuple[str, str]]()
    for line in lines:
        if (line.service, line.group) in seen:
            found.append(f"{line.called} is planned twice: keep one line.")
        seen.add((line.service, line.group))
        if units.setdefault(line.service, line.unit) != line.unit:
            found.append(
                f"{line.service_name or line.service} is planned in {units[line.service]} and, for "
                f"{line.group_name or line.group or 'all groups'}, in {line.unit}: a service has one unit."
            )
    return found


def _in_totals(lines: Sequence[PlanLine], totals: Mapping[str, int]) -> list[str]:
    units = {line.service: line.unit for line in lines}
    names = {line.service: line.service_name for line in lines}
    sums = totals_of(lines).by_service
    return [
        f"{names.get(service) or service}: the groups add up to {sums.get(service, 0):,} "
        f"{units.get(service, 'units')}, but the service has {total:,} in all: "
        f"{_difference(sums.get(service, 0), total)}."
        for service, total in totals.items()
        if sums.get(service, 0) != total
    ]


def _difference(added: int, meant: int) -> str:
    return f"{meant - added:,} too few" if added < meant else f"{added - meant:,} too many"
