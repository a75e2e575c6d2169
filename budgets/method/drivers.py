"""Drivers: what gives each group its weight in a line, and what replaces a driver that is missing. Section 4.

Each driver is worked out once per workbook, as integers over one denominator: exact, and fast to deal out by.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from budgets.method.counted_activity import Counted, CountedActivity, counted_activity
from budgets.method.methods import MethodKind, Way
from budgets.method.people import People, people_on
from budgets.method.policy import Policy
from budgets.method.workbook import CostCentre, CostCentreShare, FixedShare, Workbook
from core.apportion import Dealer

CAPITATION = Way(MethodKind.CAPITATION)


@dataclass(frozen=True, kw_only=True)
class Driver:
    """Weights of the groups, and of each group's practices where the method knows practices.

    A weight divided by `unit` is the driver's own figure: people, weighted quantity, pounds or percent.
    """

    people: People
    groups: Sequence[int]
    unit: int = 1
    practices: Sequence[Sequence[int]] | None = None

    @cached_property
    def over_groups(self) -> Dealer:
        """Deals pence out over the groups by this driver."""
        return Dealer(self.groups, self.people.groups)

    @cached_property
    def over_practices(self) -> list[Dealer]:
        """Deals pence of each group out over its practices; empty where the method does not know practices."""
        return list(map(Dealer, self.practices or (), self.people.members))

    @cached_property
    def figures(self) -> list[Fraction]:
        """Each group's figure, exact."""
        return [Fraction(weight, self.unit) for weight in self.groups]

    @property
    def has_weight(self) -> bool:
        """Whether anybody has a weight: a method without one falls back."""
        return any(self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The way used in place of the way asked for, its driver, and why another was taken (None: it was not)."""

    asked: Way
    used: Way
    driver: Driver
    reason: str | None = None


class Drivers:
    """All drivers of a workbook under a policy, each worked out when first asked for."""

    def __init__(self, workbook: Workbook, policy: Policy) -> None:
        self.policy = policy
        self.people: People = people_on(workbook, policy.capitation_date)
        self.activity: CountedActivity = counted_activity(
            workbook.activity, policy.activity_from, policy.activity_to, self.people.group_of
        )
        self._by_column: dict[str, Driver] = {}
        self._currency_weights = {(row.service, row.currency): row.weight for row in workbook.currency_weights}
        self._fixed: dict[str, list[FixedShare]] = defaultdict(list)
        for share in workbook.fixed_shares:
            self._fixed[share.service].append(share)
        self._centres: dict[str, list[CostCentre]] = defaultdict(list)
        for centre in workbook.cost_centres:
            self._centres[centre.service].append(centre)
        self._mapped: dict[str, list[CostCentreShare]] = defaultdict(list)
        for mapped in workbook.cost_centre_map:
            self._mapped[mapped.cost_centre].append(mapped)

    def resolve(self, way: Way, code: str, currencies: tuple[str, ...] = ()) -> Resolved:
        """The driver of one way for one line, or that of the first fallback that has one."""
        driver, reason = self._attempt(way, code, currencies)
        if reason is None:
            return Resolved(asked=way, used=way, driver=driver)
        for other in self.policy.fallback:
            if other == way:
                continue
            driver, lacking = self._attempt(other, code, currencies)
            if lacking is None:
                return Resolved(asked=way, used=other, driver=driver, reason=reason)
        return Resolved(asked=way, used=CAPITATION, driver=self.capitation(), reason=reason)

    def capitation(self, column: str = "") -> Driver:
        """People under a population column, the policy's when none is named."""
        name = column or self.policy.population
        if name not in self._by_column:
            people = self.people
            figures = [[people.populations[code].under(name) for code in codes] for codes in people.members]
            self._by_column[name] = self._by_practice(figures)
        return self._by_column[name]

    def _attempt(self, way: Way, code: str, currencies: tuple[str, ...]) -> tuple[Driver, str | None]:
        """The driver of a way, and what it lacks (None: nothing)."""
        lacking = None
        match way.kind:
            case MethodKind.CAPITATION:
                driver, needed = self.capitation(way.argument), f"population under {way.argument}"
            case MethodKind.COST_CENTRE:
                driver, needed = self.cost_centre(code), "cost centre mapped to a group with a positive amount"
            case MethodKind.ACTIVITY:
                driver, needed = self.by_activity(code, currencies), "activity with a weight"
                lacking = self._months_lacking(code, currencies)
            case MethodKind.FIXED:
                driver, needed = self.fixed(code), "fixed shares"
            case _:
                driver, needed = self._named(way), "group"
        if lacking is None and not driver.has_weight:
            lacking = f"no {needed}"
        return driver, lacking

    def cost_centre(self, service: str) -> Driver:
        """Pounds of the service's mapped cost centres by group; a group whose sum is a credit has none."""
        mapped = [
            (centre.amount, share)
            for centre in self._centres.get(service, ())
            if centre.in_scope
            for share in self._mapped.get(centre.code, ())
        ]
        unit = lcm(*(share.percent.denominator for _, share in mapped))
        amounts = dict.fromkeys(self.people.groups, 0)
        for amount, share in mapped:
            amounts[share.group] += amount * share.percent.numerator * (unit // share.percent.denominator)
        return Driver(people=self.people, groups=[max(0, amount) for amount in amounts.values()], unit=10_000 * unit)

    def by_activity(self, service: str, currencies: tuple[str, ...]) -> Driver:
        """Quantity × currency weight, added up over the counted months, by practice and group."""
        counted = [(self._currency_weight(service, name), c) for name, c in self.activity.of(service, currencies)]
        weighted, unit = _weighted(counted)
        practices = [[weighted.get(code, 0) for code in codes] for codes in self.people.members]
        return Driver(people=self.people, groups=[sum(row) for row in practices], unit=unit, practices=practices)

    def fixed(self, service: str) -> Driver:
        """The agreed percentages of a service; none agreed, no weight."""
        percents = {share.group: share.percent for share in self._fixed.get(service, ())}
        return self._by_group([percents.get(group, Fraction(0)) for group in self.people.groups])

    def _named(self, way: Way) -> Driver:
        if way.kind is MethodKind.EQUAL:
            return Driver(people=self.people, groups=[1] * len(self.people.groups))
        return Driver(people=self.people, groups=[int(way.argument == group) for group in self.people.groups])

    def _months_lacking(self, service: str, currencies: tuple[str, ...]) -> str | None:
        needed = self.policy.minimum_months
        found = len(set().union(*(counted.months for _, counted in self.activity.of(service, currencies))))
        if found >= needed:
            return None
        return f"{found} {'month' if found == 1 else 'months'} of activity, {needed} needed"

    def _currency_weight(self, service: str, currency: str) -> Fraction:
        own = self._currency_weights.get((service, currency))
        return own if own is not None else self._currency_weights.get(("", currency), Fraction(1))

    def _by_group(self, figures: Sequence[Fraction]) -> Driver:
        unit = lcm(*(figure.denominator for figure in figures))
        groups = [figure.numerator * (unit // figure.denominator) for figure in figures]
        return Driver(people=self.people, groups=groups, unit=unit)

    def _by_practice(self, figures: Sequence[Sequence[Fraction]]) -> Driver:
        unit = lcm(*(figure.denominator for row in figures for figure in row))
        practices = [[figure.numerator * (unit // figure.denominator) for figure in row] for row in figures]
        return Driver(people=self.people, groups=[sum(row) for row in practices], unit=unit, practices=practices)


def _weighted(counted: Sequence[tuple[Fraction, Counted]]) -> tuple[dict[str, int], int]:
    """Weighted quantities by practice as integers, and the denominator they stand over."""
    of_weights = lcm(*(weight.denominator for weight, _ in counted))
    of_quantities = lcm(*{quantity.denominator for _, c in counted for quantity in c.by_practice.values()})
    weighted: dict[str, int] = {}
    for weight, c in counted:
        factor = weight.numerator * (of_weights // weight.denominator)
        for practice, quantity in c.by_practice.items():
            whole = quantity.numerator * (of_quantities // quantity.denominator) * factor
            weighted[practice] = weighted.get(practice, 0) + whole
    return weighted, of_weights * of_quantities
