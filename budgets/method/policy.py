"""The policy: the year's decisions that hold for every line. Source: docs/budget-method.md, section 1.

`policy_from` reads dotted keys (`risk_reserve.percent`), from a file, a sheet or a form; `keys_of` writes them back.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from budgets.method.methods import Way


class Basis(StrEnum):
    """How returned money reaches the localities: pro rata to service lines, or one line split by capitation."""

    BASELINE = "baseline"
    CAPITATION = "capitation"


class Uncommitted(StrEnum):
    """What happens to growth money that no must-do claims."""

    RESERVE = "reserve"
    CAPITATION = "capitation"


class Holder(StrEnum):
    """Who holds the risk reserve."""

    COMMISSIONER = "commissioner"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Pace of change, rule `bounds`: no group moves below or above these percentages of its prior year."""

    minimum_percent: Fraction
    maximum_percent: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Pace of change, rule `floor`: every group grows by this, the rest goes to those below their fair share."""

    floor_percent: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One year's decisions. Percentages are exact (`Fraction("2.3")` is 2.3%), amounts are pence.

    A table that is left out means none of it: no uplift, nothing returned, no growth, no reserve, no damping.
    """

    year: str
    capitation_date: date
    population: str
    activity_from: str
    activity_to: str
    minimum_months: int
    fallback: tuple[Way, ...]
    uplift_percent: Fraction | None = None
    uplift_gross_percent: Fraction | None = None
    uplift_efficiency_percent: Fraction | None = None
    returned_amount: int = 0
    returned_basis: Basis | None = None
    growth_amount: int = 0
    growth_uncommitted: Uncommitted | None = None
    reserve_percent: Fraction | None = None
    reserve_held_by: Holder | None = None
    pace: Bounds | Floor | None = None
