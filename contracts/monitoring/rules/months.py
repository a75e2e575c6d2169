"""A service month by month: what the contract plans, what was returned, and which months can be compared.

Units are exact. The group of a figure is its code; NOBODY stands for activity of no group (patients nobody could place,
a practice without a group), and in a plan for what is not planned by group.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from contracts.agreements.rules.figures import TermsLine

NOBODY = ""


class State(StrEnum):
    """How far the activity of a month is known."""

    FROZEN = "frozen"
    PROVISIONAL = "provisional"
    MISSING = "missing"
    TO_COME = "to come"


COUNTED = (State.FROZEN, State.PROVISIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What the contract says of a service for one month, as it stands in that month.

    `units`: by group. `ahead`: what it plans, seen from that month, for the later months of the year. `terms`: how the
    service is paid for, None where nothing is agreed. `on`: the day on which the contract reads like this; `part` and
    `terms_key`: where plan and terms stand in it. `variations`: the numbers of those that hold in the month.
    """

    units: Mapping[str, int]
    ahead: int = 0
    terms: TermsLine | None = None
    on: date | None = None
    part: str = ""
    terms_key: str = ""
    variations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What the provider returned of a service for one month, by group, and adjustments posted to it, by group.

    `sources`: the return of each figure, as the number of what is expected and the first month of its period. `why_not`
    says why there is no figure.
    """

    state: State
    units: Mapping[str, Fraction] = field(default_factory=dict)
    adjusted: Mapping[str, Fraction] = field(default_factory=dict)
    sources: tuple[tuple[int, str], ...] = ()
    is_nil: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month (`2008-04`) of a service: plan (None: the contract plans nothing in it) and actual."""

    month: str
    plan: Planned | None
    returned: Returned

    @property
    def planned(self) -> int:
        """The plan of all groups, in units."""
        return sum(self.plan.units.values()) if self.plan else 0

    @property
    def is_counted(self) -> bool:
        """Whether there is a figure: frozen or provisional."""
        return self.returned.state in COUNTED

    @property
    def is_compared(self) -> bool:
        """Whether the month has both plan and actual."""
        return self.plan is not None and self.is_counted

    @property
    def is_missing(self) -> bool:
        """Whether the month is planned and over, and its figure is not there."""
        return self.plan is not None and self.returned.state is State.MISSING

    @property
    def actual_by_group(self) -> dict[str, Fraction]:
        """What counts of each group: returned, and adjustments posted to the month."""
        return added([self.returned.units, self.returned.adjusted])

    @property
    def actual(self) -> Fraction | None:
        """What counts in all; None where there is no figure, whatever was posted to the month."""
        return sum(self.actual_by_group.values(), Fraction(0)) if self.is_counted else None

    @property
    def adjusted(self) -> Fraction:
        """What adjustments posted to the month add up to."""
        return sum(self.returned.adjusted.values(), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of a contract in one financial year: its months in order, from the plan of the contract and returns.

    `key` names it among the services of the contract. `unit`: what the plan counts; `currency`: what returns call it,
    blank where none could be told. `groups`: names by code.
    """

    key: str
    code: str
    name: str
    unit: str
    months: tuple[Month, ...]
    currency: str = ""
    currency_name: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def planned_months(self) -> list[Month]:
        """The months for which the contract plans something."""
        return [each for each in self.months if each.plan is not None]

    def compared(self, to: str) -> list[Month]:
        """The months up to one that have plan and actual."""
        return [each for each in self.months if each.month <= to and each.is_compared]

    def missing(self, to: str) -> list[str]:
        """The months up to one that are planned and over, and have no figure."""
        return [each.month for each in self.months if each.month <= to and each.is_missing]

    @property
    def is_by_group(self) -> bool:
        """Whether it is planned by group throughout, so that groups can be held against it."""
        return all(NOBODY not in each.plan.units for each in self.months if each.plan is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Plan and actual of the same months, in units."""

    plan: int
    actual: Fraction

    @property
    def variance(self) -> Fraction:
        """Actual less plan."""
        return self.actual - self.plan

    @property
    def percent(self) -> Fraction | None:
        """The variance in per cent of the plan; None where nothing is planned.

        >>> Compared(plan=200, actual=Fraction(209)).percent
        Fraction(9, 2)
        """
        return 100 * self.variance / self.plan if self.plan else None


def comparison(months: Iterable[Month]) -> Compared:
    """Plan and actual of those months that have both."""
    both = [each for each in months if each.is_compared]
    return Compared(
        plan=sum(each.planned for each in both), actual=sum((each.actual or Fraction(0) for each in both), Fraction(0))
    )


def comparison_by_group(months: Iterable[Month]) -> dict[str, Compared]:
    """The same by group: those with a plan or activity, by code, what is nobody's last. They add up to the whole."""
    both = [each for each in months if each.is_compared]
    plan = added([each.plan.units for each in both if each.plan])
    actual = added([each.actual_by_group for each in both])
    codes = sorted({*plan, *actual} - {NOBODY})
    if plan.get(NOBODY) or actual.get(NOBODY):
        codes.append(NOBODY)
    return {code: Compared(plan=int(plan.get(code, 0)), actual=actual.get(code, Fraction(0))) for code in codes}


def added(several: Iterable[Mapping[str, Fraction] | Mapping[str, int]]) -> dict[str, Fraction]:
    """Units by group added up.

    >>> added([{"DAC": 3}, {"DAC": Fraction(1, 2), "WAT": 2}])
    {'DAC': Fraction(7, 2), 'WAT': Fraction(2, 1)}
    """
    found: dict[str, Fraction] = {}
    for each in several:
        for code, units in each.items():
            found[code] = found.get(code, Fraction(0)) + units
    return found
