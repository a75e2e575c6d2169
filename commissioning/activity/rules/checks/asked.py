"""What is asked of one return: against this a file is checked, as values, whoever looked them up."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from commissioning.activity.rules.checks.catalogue import BY_ID, Rule
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import Period

Limits = tuple[Fraction, Fraction]
LimitsFrom = Callable[[Sequence[Fraction | None]], Limits | None]
"""A history of figures by month, earliest first (None: no figure) → lower and upper process limit; None where they say
nothing."""
History = Mapping[tuple[str, str], Mapping[str, int]]
"""Service and currency → month → units, of months before the period."""

TEMPLATE_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A practice's or service's name and the days [opened_on, closed_on) on which it is open."""

    name: str
    opened_on: date | None = None
    closed_on: date | None = None

    def in_month(self, first_day: date, last_day: date) -> bool:
        """Whether it is open on a day of a month."""
        opened = self.opened_on is None or self.opened_on <= last_day
        return opened and (self.closed_on is None or self.closed_on > first_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One return for one period: its services (those `asked` of all the trust's), practices, currencies and rules.

    `waived`: rule → why it is waived for this provider and period.
    """

    provider: str
    name: str
    period: Period
    services: Mapping[str, Open]
    asked: Collection[str]
    practices: Mapping[str, Open]
    currencies: Mapping[str, Currency]
    rules: Mapping[str, Rule] = field(default_factory=lambda: BY_ID)
    waived: Mapping[str, str] = field(default_factory=dict)
    history: History = field(default_factory=dict)
    limits_from: LimitsFrom | None = None
