"""Pace of change: how fast a group may move from what it had last year. Section 5 of the method.

The line `PACE` gives each group the difference between its damped and its computed total, and sums to zero.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.drivers import CAPITATION, Drivers, Resolved
from budgets.method.lines import LineToSplit
from budgets.method.policy import Bounds, Floor
from budgets.method.practices import over_practices
from budgets.method.result import Line, LineKind
from budgets.method.split import Dealt, finished
from core.apportion import deal
from core.errors import Refusal
from core.money import grouped, percent_of


class PaceRefused(Refusal):
    """No group totals keep to the pace of change; the sentence names the sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A group before pace of change, in pence: computed total, fair share, prior-year total (None: no prior year)."""

    code: str
    computed: int
    fair_share: int
    prior: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A group's computed total T with its bounds L and U; no U means no upper bound."""

    computed: int
    lower: int
    upper: int | None

    def at(self, factor: Fraction) -> Fraction | int:
        """clamp(λ·T, L, U)."""
        scaled = max(Fraction(self.lower), factor * self.computed)
        return scaled if self.upper is None else min(scaled, Fraction(self.upper))

    def is_free_at(self, factor: Fraction) -> bool:
        """Whether λ·T lies strictly between the bounds."""
        scaled = factor * self.computed
        return self.lower < scaled and (self.upper is None or scaled < self.upper)


def standings(lines: Sequence[Line], groups: Sequence[str], prior: Mapping[str, int]) -> list[Standing]:
    """Each group's totals over the lines split so far; a prior year of zero counts as none."""
    return [
        Standing(
            code=code,
            computed=sum(line.gross[code] for line in lines),
            fair_share=sum(line.fair_share[code] for line in lines),
            prior=prior.get(code) or None,
        )
        for code in groups
    ]


def pace_line(pace: Bounds | Floor, groups: Sequence[Standing], drivers: Drivers) -> Line:
    """The line PACE. Raises PaceRefused when the rule cannot be kept."""
    damped = within_bounds(pace, groups) if isinstance(pace, Bounds) else above_floor(pace, groups)
    gross = [new - group.computed for new, group in zip(damped, groups, strict=True)]
    by_capitation = Resolved(asked=CAPITATION, used=CAPITATION, driver=drivers.capitation())
    practices, kept = over_practices(by_capitation, gross, drivers)
    none = [0] * len(groups)
    dealt = Dealt(gross=gross, reserve=none, pennies=none, fair_share=none, practices=practices, not_placed=kept)
    line = LineToSplit(code="PACE", name="Pace of change", kind=LineKind.PACE_OF_CHANGE, total=0, method=None)
    return finished(line, drivers, dealt, (), str(LineKind.PACE_OF_CHANGE))


def within_bounds(pace: Bounds, groups: Sequence[Standing]) -> list[int]:
    """Rule `bounds`: clamp(λ·T, L, U) for the one λ at which the groups add up to what they had before.

    >>> rule = Bounds(minimum_percent=Fraction(-2), maximum_percent=Fraction(6))
    >>> had = [("A", 120, 100), ("B", 90, 100), ("C", 90, 100)]
    >>> within_bounds(rule, [Standing(code=c, computed=t, fair_share=0, prior=p) for c, t, p in had])
    [104, 98, 98]
    """
    limits = [limits_of(pace, group) for group in groups]
    target = sum(group.computed for group in groups)
    factor = _factor(limits, target)
    if factor is None:
        raise PaceRefused(_no_factor(limits, target))
    free = [limit.is_free_at(factor) for limit in limits]
    clamped = [0 if is_free else int(limit.at(factor)) for limit, is_free in zip(limits, free, strict=True)]
    weights = [limit.computed if is_free else 0 for limit, is_free in zip(limits, free, strict=True)]
    shared = deal(target - sum(clamped), weights, [group.code for group in groups])
    return [fixed + part for fixed, part in zip(clamped, shared, strict=True)]


def limits_of(pace: Bounds, group: Standing) -> Limits:
    """L and U of a group: its prior year and the percentages of it, each rounded to the penny."""
    prior = group.prior or 0
    lower = prior + percent_of(prior, pace.minimum_percent)
    if group.computed <= 0:
        return Limits(computed=group.computed, lower=lower, upper=lower)
    if group.prior is None:
        return Limits(computed=group.computed, lower=0, upper=None)
    return Limits(computed=group.computed, lower=lower, upper=prior + percent_of(prior, pace.maximum_percent))


def above_floor(pace: Floor, groups: Sequence[Standing]) -> list[int]:
    """Rule `floor`: every group grows by the floor; what is left goes to those below their fair share.

    >>> had = [("A", 130, 150, 100), ("B", 100, 80, 110)]
    >>> rows = [Standing(code=c, computed=t, fair_share=f, prior=p) for c, t, f, p in had]
    >>> above_floor(Floor(floor_percent=Fraction(0)), rows)
    [120, 110]
    """
    floors = [(group.prior or 0) + percent_of(group.prior or 0, pace.floor_percent) for group in groups]
    total = sum(group.computed for group in groups)
    left = total - sum(floors)
    if left < 0:
        raise PaceRefused(
            f"a floor that can be paid: the floors of all groups add up to £{grouped(sum(floors))}, "
            f"and only £{grouped(total)} is shared, £{grouped(-left)} too little"
        )
    shortfalls = [max(0, group.fair_share - floor) for group, floor in zip(groups, floors, strict=True)]
    parts = deal(left, shortfalls, [group.code for group in groups])
    return [floor + part for floor, part in zip(floors, parts, strict=True)]


def _factor(limits: Sequence[Limits], target: int) -> Fraction | None:
    """The λ ≥ 0 at which the clamped totals add up to the target; None when there is none.

    The sum is straight between the points where a group meets a bound, so λ lies on one of those pieces.
    """
    if any(limit.upper is not None and limit.upper < limit.lower for limit in limits):
        return None
    moving = [limit for limit in limits if limit.computed > 0]
    bounds = [(limit.computed, bound) for limit in moving for bound in (limit.lower, limit.upper) if bound is not None]
    points = sorted({Fraction(0), *(Fraction(max(0, bound), computed) for computed, bound in bounds)})

    def reached(point: Fraction) -> Fraction:
        return sum((Fraction(limit.at(point)) for limit in limits), Fraction(0))

    place = bisect_left(points, Fraction(target), key=reached)
    if place == 0:
        return points[0] if reached(points[0]) == target else None
    if place < len(points):
        low, high = points[place - 1], points[place]
        return low + (high - low) * (target - reached(low)) / (reached(high) - reached(low))
    slope = sum(limit.computed for limit in moving if limit.upper is None)
    return points[-1] + (target - reached(points[-1])) / slope if slope else None


def _no_factor(limits: Sequence[Limits], target: int) -> str:
    uppers = [limit.upper for limit in limits if limit.upper is not None]
    most = f"£{grouped(sum(uppers))}" if len(uppers) == len(limits) else "without limit"
    return (
        f"bounds that can be kept: at least £{grouped(sum(limit.lower for limit in limits))} (ΣL) and "
        f"at most {most} (ΣU) for all groups together, but £{grouped(target)} (ΣT) is shared"
    )
