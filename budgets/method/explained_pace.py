"""Pace of change laid open, group by group. Section 5 of the method."""

from dataclasses import dataclass

from budgets.method.pace import Standing, limits_of
from budgets.method.policy import Bounds, Floor, Policy
from budgets.method.result import Calculation, Line, LineKind
from core.money import percent_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceOfGroup:
    """A group under pace of change, in pence.

    `lower` is the least it may get (under the rule `floor`, its floor) and `upper` the most, None without one;
    `computed` + `difference` = `new`.
    """

    group: str
    computed: int
    prior_year: int
    fair_share: int
    lower: int
    upper: int | None
    new: int
    difference: int


def pace_of(policy: Policy, calculation: Calculation) -> tuple[PaceOfGroup, ...]:
    """Every group; nothing where the policy has no pace of change."""
    pace = policy.pace
    line = next((line for line in calculation.lines if line.kind is LineKind.PACE_OF_CHANGE), None)
    if pace is None or line is None:
        return ()
    return tuple(_of_group(pace, calculation, line, code) for code in line.gross)


def _of_group(pace: Bounds | Floor, calculation: Calculation, line: Line, code: str) -> PaceOfGroup:
    totals = calculation.totals.by_group[code]
    difference = line.gross[code]
    computed, prior = totals.gross - difference, totals.prior_year
    if isinstance(pace, Floor):
        lower, upper = prior + percent_of(prior, pace.floor_percent), None
    else:
        standing = Standing(code=code, computed=computed, fair_share=totals.fair_share, prior=prior or None)
        limits = limits_of(pace, standing)
        lower, upper = limits.lower, limits.upper
    return PaceOfGroup(
        group=code,
        computed=computed,
        prior_year=prior,
        fair_share=totals.fair_share,
        lower=lower,
        upper=upper,
        new=totals.gross,
        difference=difference,
    )
