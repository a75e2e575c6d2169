"""What the money rests on: of each line and group, how many pence on which driver, and so on which grade.

A part of a line rests on the driver of the method that was used (not the one asked for). Money that somebody decided
(equal shares, straight to a group, pace of change) rests on no driver; money that is pooled or held is not split.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from budgets.method.methods import MethodKind, method_from
from budgets.method.result import Calculation, Line
from budgets.sources.rules.descriptions import Descriptions, DriverKind, Grade, weakness

DRIVER_OF: Mapping[MethodKind, DriverKind] = {
    MethodKind.CAPITATION: DriverKind.POPULATION,
    MethodKind.ACTIVITY: DriverKind.ACTIVITY,
    MethodKind.COST_CENTRE: DriverKind.COST_CENTRE_MAP,
    MethodKind.FIXED: DriverKind.FIXED_SHARES,
}


class Footing(StrEnum):
    """What money rests on, weakest grade first: a grade, a driver not described yet, a decision; or it is not split."""

    D = "D"
    C = "C"
    B = "B"
    A = "A"
    NOT_GRADED = "not_graded"
    DECISION = "decision"
    NOT_SPLIT = "not_split"


FOOTING_NAMES: Mapping[Footing, str] = {
    Footing.D: "D, rough and ready",
    Footing.C: "C, mapped by hand",
    Footing.B: "B, derived",
    Footing.A: "A, measured",
    Footing.NOT_GRADED: "Not graded",
    Footing.DECISION: "A decision",
    Footing.NOT_SPLIT: "Not split",
}
FOOTING_MEANINGS: Mapping[Footing, str] = {
    Footing.NOT_GRADED: "nobody has described the driver yet",
    Footing.DECISION: "equal shares, all to one group, or limits on change: no figures stand behind the split",
    Footing.NOT_SPLIT: "pooled, or growth that is held: no group has a share of it",
}
Pence = Mapping[Footing, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRests:
    """What a line rests on: its drivers, and the pence of each group and of the whole line by footing.

    `pence` adds up to the line's total; `not_split` is what no group has a share of.
    """

    code: str
    drivers: tuple[DriverKind, ...]
    by_group: Mapping[str, Pence]
    not_split: int
    pence: Pence

    def grade_of(self, group: str = "") -> Grade | None:
        """The weakest grade on which money of the line rests, of a group or of all; None where none is graded."""
        return weakest(self.by_group[group] if group else self.pence)


@dataclass(frozen=True, kw_only=True)
class Rests:
    """What all money of a calculation rests on, line by line in its order."""

    lines: Mapping[str, LineRests]
    groups: tuple[str, ...]

    @cached_property
    def by_group(self) -> dict[str, dict[Footing, int]]:
        """Each group's gross by footing; adds up to it."""
        return {group: added(line.by_group[group] for line in self.lines.values()) for group in self.groups}

    def of_group(self, group: str) -> dict[Footing, int]:
        """A group's gross by footing."""
        return self.by_group[group]

    def weakest_first(self) -> list[str]:
        """The groups, the one with the largest part of its gross on the weakest grade first."""
        return sorted(self.groups, key=lambda group: _shares(self.of_group(group)), reverse=True)

    @cached_property
    def pence(self) -> dict[Footing, int]:
        """Everything by footing; adds up to the total of the calculation."""
        return added(line.pence for line in self.lines.values())

    def grade_of(self, line_code: str, group: str = "") -> Grade | None:
        """The weakest grade on which a line (of a group, or as a whole) rests; None for an unknown line or no grade."""
        found = self.lines.get(line_code)
        return found.grade_of(group) if found and (not group or group in found.by_group) else None


def rests_of(calculation: Calculation, descriptions: Descriptions) -> Rests:
    """What each penny of a calculation rests on, by what is said of its inputs' drivers."""
    groups = tuple(group.code for group in calculation.groups)
    return Rests(lines={line.code: _line(line, groups, descriptions) for line in calculation.lines}, groups=groups)


def grade_of(
    calculation: Calculation, descriptions: Descriptions, line_code: str = "", group: str = ""
) -> Grade | None:
    """The weakest grade on which money rests: of a line, of a group, of a line for a group, or of everything."""
    rests = rests_of(calculation, descriptions)
    if line_code:
        return rests.grade_of(line_code, group)
    return weakest(rests.of_group(group) if group else rests.pence)


def weakest(pence: Pence) -> Grade | None:
    """The weakest grade with money on it.

    >>> weakest({Footing.D: 0, Footing.C: -5, Footing.A: 100}), weakest({Footing.DECISION: 10})
    (<Grade.C: 'C'>, None)
    """
    return min((grade for grade in Grade if pence.get(Footing(grade))), key=weakness, default=None)


def added(columns: Iterable[Pence]) -> dict[Footing, int]:
    """Pence by footing added up, every footing there.

    >>> added([{Footing.A: 5}, {Footing.A: -2, Footing.D: 1}])[Footing.A]
    3
    """
    total = dict.fromkeys(Footing, 0)
    for column in columns:
        for footing, amount in column.items():
            if amount:
                total[footing] += amount
    return total


def share(amount: int, whole: int) -> Fraction | None:
    """An amount as an exact percentage of the whole; None where there is no whole.

    >>> share(1, 3), share(0, 0)
    (Fraction(100, 3), None)
    """
    return Fraction(100 * amount, whole) if whole else None


def _shares(pence: Pence) -> list[Fraction]:
    whole = sum(pence.values())
    return [share(pence[footing], whole) or Fraction(0) for footing in Footing]


def _line(line: Line, groups: Iterable[str], descriptions: Descriptions) -> LineRests:
    by_group = {group: dict.fromkeys(Footing, 0) for group in groups}
    drivers: dict[DriverKind, None] = {}
    for footing, driver, gross in _portions(line, descriptions):
        for group, amount in gross.items():
            by_group[group][footing] += amount
        if driver is not None:
            drivers[driver] = None
    not_split = line.pooled + line.unsplit
    return LineRests(
        code=line.code,
        drivers=tuple(drivers),
        by_group=by_group,
        not_split=not_split,
        pence=added([*by_group.values(), {Footing.NOT_SPLIT: not_split}]),
    )


def _portions(line: Line, descriptions: Descriptions) -> Iterator[tuple[Footing, DriverKind | None, Mapping[str, int]]]:
    """Each part of a line with what it rests on; a line without parts (pace of change) is a decision."""
    if not line.parts:
        yield Footing.DECISION, None, line.gross
    for part in line.parts:
        driver = DRIVER_OF.get(method_from(part.used).shares[0].way.kind)
        if driver is None:
            yield Footing.DECISION, None, part.gross
        else:
            grade = descriptions.grade_of(driver, line.code)
            yield (Footing(grade) if grade else Footing.NOT_GRADED), driver, part.gross
