"""What differs between two calculations: by group, by line and group, and in how they were made. Pure.

A change is told as before, after, difference and percent. A group or line that only one of the two has counts as
nothing in the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.result import Calculation, Line


@dataclass(frozen=True, slots=True)
class Change:
    """An amount before and after, in pence.

    >>> change = Change(20000, 25000)
    >>> change.difference, change.percent
    (5000, Fraction(25, 1))
    """

    before: int
    after: int

    @property
    def difference(self) -> int:
        """What it gained; less than nothing for a loss."""
        return self.after - self.before

    @property
    def percent(self) -> Fraction | None:
        """The difference as a percentage of the amount before; None where there was nothing (or less) before."""
        return Fraction(self.difference * 100, self.before) if self.before > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """A group's (or practice's) budgets in two calculations."""

    code: str
    name: str
    gross: Change
    net: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line in two calculations: its total, each group's gross, and the method used; None where it was not there."""

    code: str
    name: str
    method_before: str | None
    method_after: str | None
    total: Change
    by_group: Mapping[str, Change]

    @property
    def is_changed(self) -> bool:
        """Whether any amount of the line differs."""
        return self.total.difference != 0 or any(change.difference for change in self.by_group.values())

    @property
    def moved(self) -> int:
        """How much money changes hands: the sum of what groups gain and lose, signs aside."""
        return sum(abs(change.difference) for change in self.by_group.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeChange:
    """A practice's gross budget in two calculations, and the group it counted for (the later one's, if any)."""

    code: str
    group: str
    gross: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A rule of the policy (a dotted key) that differs; None where it was not set."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that differs. `groups`, `lines` and `practices` stand in the calculations' order, changed or not."""

    groups: tuple[GroupChange, ...]
    lines: tuple[LineChange, ...]
    practices: tuple[PracticeChange, ...]

    @property
    def other_methods(self) -> tuple[LineChange, ...]:
        """The lines that both calculations have and split by another method."""
        both = (line for line in self.lines if line.method_before is not None and line.method_after is not None)
        return tuple(line for line in both if line.method_before != line.method_after)


def compare(before: Calculation, after: Calculation) -> Comparison:
    """What differs from one calculation to another."""
    names = {group.code: group.name for group in (*before.groups, *after.groups)}
    old, new = ({line.code: line for line in which.lines} for which in (before, after))
    return Comparison(
        groups=tuple(_group_change(code, name, before, after) for code, name in names.items()),
        lines=tuple(_line_change(code, old, new, names) for code in _union(new, old)),
        practices=tuple(_practice_changes(before, after)),
    )


def settings_that_differ(before: Mapping[str, str], after: Mapping[str, str]) -> list[Setting]:
    """The rules of two policies that differ, by their dotted keys.

    >>> settings_that_differ({"uplift.percent": "2.3"}, {"uplift.percent": "2.5"})
    [Setting(key='uplift.percent', before='2.3', after='2.5')]
    """
    return [
        Setting(key=key, before=before.get(key), after=after.get(key))
        for key in _union(after, before)
        if before.get(key) != after.get(key)
    ]


def winners(changes: Iterable[GroupChange]) -> list[GroupChange]:
    """Who gains gross budget, largest gain first."""
    return sorted((c for c in changes if c.gross.difference > 0), key=lambda c: (-c.gross.difference, c.code))


def losers(changes: Iterable[GroupChange]) -> list[GroupChange]:
    """Who loses gross budget, largest loss first."""
    return sorted((c for c in changes if c.gross.difference < 0), key=lambda c: (c.gross.difference, c.code))


def practice_totals(calculation: Calculation) -> dict[str, int]:
    """Each practice's gross budget over all lines."""
    totals = dict.fromkeys(calculation.practice_groups, 0)
    for line in calculation.lines:
        for practice, amount in line.practices.items():
            totals[practice] = totals.get(practice, 0) + amount
    return totals


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*first, *second)))


def _group_change(code: str, name: str, before: Calculation, after: Calculation) -> GroupChange:
    old, new = before.totals.by_group.get(code), after.totals.by_group.get(code)
    return GroupChange(
        code=code,
        name=name,
        gross=Change(old.gross if old else 0, new.gross if new else 0),
        net=Change(old.net if old else 0, new.net if new else 0),
    )


def _line_change(code: str, old: Mapping[str, Line], new: Mapping[str, Line], groups: Iterable[str]) -> LineChange:
    before, after = old.get(code), new.get(code)
    named = after or before
    return LineChange(
        code=code,
        name=named.name if named else code,
        method_before=before.method_used if before else None,
        method_after=after.method_used if after else None,
        total=Change(before.total if before else 0, after.total if after else 0),
        by_group={
            group: Change(before.gross.get(group, 0) if before else 0, after.gross.get(group, 0) if after else 0)
            for group in groups
        },
    )


def _practice_changes(before: Calculation, after: Calculation) -> Iterable[PracticeChange]:
    old, new = practice_totals(before), practice_totals(after)
    groups = {**before.practice_groups, **after.practice_groups}
    for code in _union(new, old):
        yield PracticeChange(code=code, group=groups.get(code, ""), gross=Change(old.get(code, 0), new.get(code, 0)))
