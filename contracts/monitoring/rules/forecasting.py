"""What a year comes to: two stated methods, exact until each account is rounded once.

A forecast of fewer than three months is too early to go by, and is shown as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contracts.monitoring.rules.money import Money, actual_in, cost, planned_in
from contracts.monitoring.rules.months import Month

FEWEST = 3


class Method(StrEnum):
    """How the rest of a year is assumed to go."""

    AT_PLAN = "at plan"
    AS_SO_FAR = "as so far"


METHOD_NAMES: Mapping[Method, str] = {
    Method.AT_PLAN: "Actual to date, then the plan",
    Method.AS_SO_FAR: "Actual to date, then at the rate so far",
}
ASSUMPTIONS: Mapping[Method, str] = {
    Method.AT_PLAN: "every other month of the year, missing ones too, comes to exactly its plan",
    Method.AS_SO_FAR: (
        "every other month of the year, missing ones too, lies as far off its plan, in per cent, as the months so far "
        "do together: actual to date × plan of the year / plan to date"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a year comes to by a method: units (exact) and money in pence, None with the reason; and the year's plan.

    `months`: how many it stands on.
    """

    method: Method
    months: int
    plan: int
    units: Fraction | None
    plan_cost: Money
    cost: Money
    why_not: str = ""

    @property
    def is_early(self) -> bool:
        """Whether it stands on too few months to go by."""
        return self.months < FEWEST

    @property
    def variance(self) -> Fraction | None:
        """How far the year is off its plan, in units."""
        return None if self.units is None else self.units - self.plan

    @property
    def money_variance(self) -> int | None:
        """The same in pence."""
        if self.cost.pence is None or self.plan_cost.pence is None:
            return None
        return self.cost.pence - self.plan_cost.pence


def forecast(year: Sequence[Month], to: str, method: Method, *, unit: str) -> Forecast:
    """What the year comes to, by a method, from the compared months up to one."""
    planned = [each for each in year if each.plan is not None]
    both = [each for each in planned if each.month <= to and each.is_compared]
    plan_cost = cost(year, {each.month: Fraction(each.planned) for each in planned}, unit=unit)
    plan = int(planned_in(planned))
    why_not = _why_not(both, method)
    if why_not:
        none = Money(pence=None, why_not=why_not)
        return Forecast(
            method=method, months=len(both), plan=plan, units=None, plan_cost=plan_cost, cost=none, why_not=why_not
        )
    ratio = Fraction(1) if method is Method.AT_PLAN else actual_in(both) / planned_in(both)
    known = {each.month: each.actual or Fraction(0) for each in both}
    units = {each.month: known.get(each.month, each.planned * ratio) for each in planned}
    return Forecast(
        method=method,
        months=len(both),
        plan=plan,
        units=sum(units.values(), Fraction(0)),
        plan_cost=plan_cost,
        cost=cost(year, units, unit=unit),
    )


def _why_not(both: Sequence[Month], method: Method) -> str:
    if not both:
        return "No month has both plan and actual yet."
    if method is Method.AS_SO_FAR and not planned_in(both):
        return "Nothing is planned for the months so far, so there is no rate."
    return ""
