"""Which figure is wanted of a period: the target with its trajectory and, of a cumulative count, its phasing."""

from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.months import Period
from contracts.performance.rules.definition import MONTHS, Definition
from contracts.performance.rules.figures import written
from contracts.performance.rules.kinds import Direction, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The least and the most that is wanted; None where there is no such bound."""

    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def level(self) -> Fraction | None:
        """The one line a chart draws; None of a range."""
        return None if self.low is not None and self.high is not None else self.low if self.high is None else self.high

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            return f"{written(self.low)} to {written(self.high)}"
        return f"at least {written(self.low)}" if self.high is None else f"at most {written(self.high)}"


def target_at(definition: Definition, period: Period, *, since: str = "") -> Target | None:
    """The target a figure of that period is held to; None where there is none.

    A trajectory’s last step that has begun by the period’s last month holds. The target of a cumulative count is the
    year’s: of it, what is phased up to the end of the period, since the month from which it is counted (`since`).
    """
    level = definition.target
    for step in sorted(definition.trajectory, key=lambda each: each.month):
        if step.month <= period.months[-1]:
            level = step.target
    if level is None or definition.direction is Direction.NONE:
        return None
    share = share_to_date(definition, period, since=since) if definition.kind is Kind.CUMULATIVE else Fraction(1)
    if definition.direction is Direction.IN_RANGE:
        return Target(
            low=level * share, high=None if definition.target_high is None else definition.target_high * share
        )
    return Target(low=level * share) if definition.direction is Direction.HIGHER else Target(high=level * share)


def share_to_date(definition: Definition, period: Period, *, since: str = "") -> Fraction:
    """The share of the year’s target that is wanted by the end of the period; of a count that began in mid-year, since.

    >>> from contracts.performance.rules.examples import plain_definition
    >>> share_to_date(plain_definition(), Period("2008-07", 3))
    Fraction(1, 2)
    >>> share_to_date(plain_definition(), Period("2008-07", 3), since="2008-07")
    Fraction(1, 4)
    """
    gone = months_gone(period)
    begun = max(0, gone - months_between(since, period.months[-1])) if since else 0
    if definition.phasing:
        return sum(definition.phasing[begun:gone], Fraction(0)) / 100
    return Fraction(gone - begun, MONTHS)


def months_between(first: str, last: str) -> int:
    """How many months there are from the first to the last, both counted.

    >>> months_between("2008-11", "2009-01")
    3
    """
    return (int(last[:4]) - int(first[:4])) * MONTHS + int(last[5:]) - int(first[5:]) + 1


def months_gone(period: Period) -> int:
    """How many months of the financial year are over at the end of the period.

    >>> months_gone(Period("2009-03")), months_gone(Period("2008-04", 3))
    (12, 3)
    """
    return (int(period.months[-1][5:]) - 4) % MONTHS + 1


def target_of_one(definition: Definition, period: Period) -> Fraction | None:
    """The line a process chart draws for single periods, not for what they add up to; None where there is none.

    Of a cumulative count in equal twelfths, a period’s part of the year’s target; where it is phased otherwise no one
    line holds. Of twelve months of a number, a period’s part of them.
    """
    target = target_at(definition, period)
    level = None if target is None else target.level
    if level is None or definition.kind in (Kind.RATE, Kind.SNAPSHOT):
        return level
    if definition.kind is Kind.ROLLING:
        return level if definition.has_denominator else level * definition.length / MONTHS
    return None if definition.phasing else level * definition.length / months_gone(period)
