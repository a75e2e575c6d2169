"""Who counts where: practices by group and their populations on the capitation date. Source: section 4 of the method.

A practice counts for the group it belongs to on that date, for its people, its activity and its share of the money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from budgets.method.workbook import Population, Workbook
from core.periods import holds_on


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Groups in the order of groups.csv, their practices on the capitation date, and those practices' populations."""

    groups: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    populations: Mapping[str, Population]
    group_of: Mapping[str, str]
    practices: tuple[str, ...]


def people_on(workbook: Workbook, day: date) -> People:
    """The practices that belong to a group on that day, and their people on that day."""
    group_of = {row.practice: row.group for row in workbook.practices if holds_on(day, row.joined, row.left)}
    members: dict[str, list[str]] = {group.code: [] for group in workbook.groups}
    for practice, group in group_of.items():
        members[group].append(practice)
    on_the_day = {row.practice: row for row in workbook.populations if row.on == day}
    practices = tuple(code for codes in members.values() for code in codes)
    return People(
        groups=tuple(members),
        members=tuple(tuple(codes) for codes in members.values()),
        populations={code: on_the_day[code] for code in practices},
        group_of={code: group for group, codes in members.items() for code in codes},
        practices=practices,
    )
