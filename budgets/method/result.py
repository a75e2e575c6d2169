"""What comes out: a calculation as values. Source: docs/budget-method.md, section 6.

All amounts are whole pence; drivers and percentages are exact and become decimals only when written (`written.py`).
Every mapping by group has all groups in the order of groups.csv, every mapping by practice in group order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from core.problems import Notice


class LineKind(StrEnum):
    """What a line of a calculation is."""

    SERVICE = "service"
    MUST_DO = "must_do"
    RETURNED_MONEY = "returned_money"
    GROWTH_RESERVE = "growth_reserve"
    PACE_OF_CHANGE = "pace_of_change"


class Step(StrEnum):
    """The steps of a service line (the first six) and of the bridge (all), in order."""

    BASELINE = "baseline"
    EXCLUDED = "excluded"
    HOSTED_BY_OTHERS = "hosted_by_others"
    ADJUSTMENTS = "adjustments"
    UPLIFT = "uplift"
    RETURNED_MONEY = "returned_money"
    MUST_DOS = "must_dos"
    GROWTH_SHARE = "growth_share"
    PACE_OF_CHANGE = "pace_of_change"
    RISK_RESERVE = "risk_reserve"


LINE_STEPS = tuple(Step)[:6]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """A group's people on the capitation date and its share of the capitation population, in percent."""

    code: str
    name: str
    registered: Fraction
    weighted: Fraction
    capitation_share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One way in which (a part of) a line was split. A line that is no blend has one; unsplit growth and PACE none.

    `amount`: the pence this part splits. `driver`: each group's weight, exact; None for direct and pooled.
    `gross` and `penny`: what each group got of this part, and how many of those pence were odd pennies.
    """

    asked: str
    used: str
    fallback_reason: str | None
    percent: Fraction
    amount: int
    driver: Mapping[str, Fraction] | None
    gross: Mapping[str, int]
    penny: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: where its total came from and who got what.

    `total` = sum of `gross` + `pooled` + `unsplit` (growth that stays with the commissioner).
    `practices` and `not_placed` (by group) together make up `gross`.
    """

    code: str
    name: str
    kind: LineKind
    category: str
    method: str
    method_used: str
    fallback_reason: str | None
    steps: Mapping[Step, int] | None
    total: int
    pooled: int
    unsplit: int
    gross: Mapping[str, int]
    reserve: Mapping[str, int]
    net: Mapping[str, int]
    driver: Mapping[str, Fraction] | None
    penny: Mapping[str, int]
    fair_share: Mapping[str, int]
    reserve_percent: Fraction
    parts: tuple[Part, ...]
    practices: Mapping[str, int]
    not_placed: Mapping[str, int]

    @property
    def shared(self) -> int:
        """The split amount: what all groups got together."""
        return sum(self.gross.values())

    @property
    def share(self) -> dict[str, Fraction] | None:
        """Each group's percentage of the split amount, exact; None where nothing was split."""
        shared = self.shared
        return {code: Fraction(100 * gross, shared) for code, gross in self.gross.items()} if shared else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTotals:
    """A group's figures over all lines, in pence; percentages exact, None where not defined."""

    gross: int
    reserve: int
    net: int
    per_head: Fraction | None
    prior_year: int
    change: int
    change_percent: Fraction | None
    fair_share: int
    distance_percent: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The whole: gross = total less pooled less unsplit growth; net is gross less what the commissioner reserves."""

    total: int
    gross: int
    reserve: int
    net: int
    pooled: int
    growth_reserve: int
    by_group: Mapping[str, GroupTotals]


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeStep:
    """One step from baseline to net, for the whole, the pooled lines and each group."""

    step: Step
    total: int
    pooled: int
    by_group: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One proof that parts add up, with its figures in words."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """A split that anyone can check. `practice_groups`: which group each practice counted for."""

    year: str
    groups: tuple[GroupFacts, ...]
    lines: tuple[Line, ...]
    totals: Totals
    bridge: tuple[BridgeStep, ...]
    warnings: tuple[Notice, ...]
    checks: tuple[Check, ...]
    practice_groups: Mapping[str, str] = field(default_factory=dict)
