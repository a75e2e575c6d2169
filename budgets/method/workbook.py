"""What goes in: the sheets of a budget workbook as values. Source: docs/budget-method.md, section 1.

Money is whole pence, quantities and percentages are exact (`Fraction("2.3")` is 2.3%), dates are dates, months are
text (`2007-04`). Every record knows the `row` of its sheet it came from (the header is row 1), which does not count
when two are compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from budgets.method.methods import Method

HUNDRED = Fraction(100)
RESERVED_CODES = ("RETURNED", "GROWTH", "PACE")


class AdjustmentKind(StrEnum):
    """Labels of adjustments; the sign of the amount counts, the label explains."""

    FULL_YEAR_EFFECT = "full_year_effect"
    PART_YEAR_EFFECT = "part_year_effect"
    EFFICIENCY = "efficiency"
    DEVELOPMENT = "development"
    DISINVESTMENT = "disinvestment"
    OTHER = "other"


class Mandate(StrEnum):
    """Who mandated a must-do."""

    NATIONAL = "national"
    SHA = "sha"
    PCT = "pct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A practice based commissioning group that shares the budget (groups.csv)."""

    code: str
    name: str
    locality: str = ""
    lead: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A practice's time in a group (practices.csv): `joined` is its first day, `left` the first day it is out."""

    practice: str
    name: str
    group: str
    joined: date | None = None
    left: date | None = None
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A practice's people on a day (populations.csv): registered, and each named need weighting.

    A weighting left blank in the sheet is absent here and counts as registered.
    """

    practice: str
    on: date
    registered: Fraction
    weighted: Mapping[str, Fraction] = field(default_factory=dict)
    row: int = field(default=0, compare=False)

    def under(self, column: str) -> Fraction:
        """The population under a column: `registered`, or a weighting, blank meaning as registered."""
        return self.weighted.get(column, self.registered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service line to split (services.csv). No currencies means all; None means the policy's percentage."""

    code: str
    name: str
    method: Method
    category: str = ""
    currencies: tuple[str, ...] = ()
    hosted_share: Fraction = HUNDRED
    uplift: Fraction | None = None
    risk_reserve: Fraction | None = None
    in_scope: bool = True
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCentre:
    """A budget line in the ledger (cost_centres.csv), amount in pence."""

    code: str
    service: str
    amount: int
    description: str = ""
    subjective: str = ""
    recurrent: bool = True
    wte: Fraction | None = None
    in_scope: bool = True
    reason: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCentreShare:
    """The percentage of a cost centre that works for a group (cost_centre_map.csv)."""

    cost_centre: str
    group: str
    percent: Fraction
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Accepted activity (activity.csv) in columns of equal length, one place per service, practice, month, currency.

    Rows of one key are already added up. `quantity` holds whole numbers as int, others as Fraction.
    """

    service: Sequence[str] = ()
    practice: Sequence[str] = ()
    month: Sequence[str] = ()
    currency: Sequence[str] = ()
    quantity: Sequence[int | Fraction] = ()
    row: Sequence[int] = field(default=(), compare=False)

    def __len__(self) -> int:
        return len(self.service)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyWeight:
    """The cost weight of one unit of a currency (currency_weights.csv), of one service or (blank) of all."""

    currency: str
    weight: Fraction
    service: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedShare:
    """A group's agreed percentage of a service (fixed_shares.csv)."""

    service: str
    group: str
    percent: Fraction
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A change to a service's money (adjustments.csv), this commissioner's own share, in pence."""

    service: str
    kind: AdjustmentKind
    amount: int
    recurrent: bool = True
    description: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MustDo:
    """Mandated new spend, paid from growth money (must_dos.csv), in pence."""

    code: str
    name: str
    amount: int
    method: Method
    mandate: Mandate | None = None
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorYear:
    """What a group had last year for a service (prior_year.csv), in pence."""

    service: str
    group: str
    amount: int
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All sheets but the policy. `population_columns` are the named weightings the populations sheet has."""

    groups: tuple[Group, ...]
    practices: tuple[Membership, ...]
    population_columns: tuple[str, ...]
    populations: tuple[Population, ...]
    services: tuple[Service, ...]
    cost_centres: tuple[CostCentre, ...]
    cost_centre_map: tuple[CostCentreShare, ...] = ()
    activity: Activity = field(default_factory=Activity)
    currency_weights: tuple[CurrencyWeight, ...] = ()
    fixed_shares: tuple[FixedShare, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    must_dos: tuple[MustDo, ...] = ()
    prior_year: tuple[PriorYear, ...] = ()


def with_methods(workbook: Workbook, methods: Mapping[str, Method]) -> Workbook:
    """The same workbook with other methods for the services and must-dos named, as a scenario asks."""
    return replace(
        workbook,
        services=tuple(replace(s, method=methods.get(s.code, s.method)) for s in workbook.services),
        must_dos=tuple(replace(m, method=methods.get(m.code, m.method)) for m in workbook.must_dos),
    )
