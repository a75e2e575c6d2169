"""The words and values of this room: what a group, a membership, a population and a provider are, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.errors import Refusal
from core.problems import Problem


class ProviderSort(StrEnum):
    """What a provider of services is to the trust that commissions it."""

    OWN_ARM = "own_arm"
    NHS_TRUST = "nhs_trust"
    OTHER_PCT = "other_pct"
    GP_LED = "gp_led"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"


SORT_NAMES: Mapping[ProviderSort, str] = {
    ProviderSort.OWN_ARM: "Our own provider services",
    ProviderSort.NHS_TRUST: "NHS trust",
    ProviderSort.OTHER_PCT: "Another primary care trust",
    ProviderSort.GP_LED: "GP-led provider",
    ProviderSort.PRIVATE: "Private company",
    ProviderSort.VOLUNTARY: "Voluntary organisation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A PbC group and the locality in which it lies."""

    code: str
    name: str
    locality: str
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipLine:
    """A practice's time in a group: [joined, left). No group: the practice alone, without any membership.

    `joined` None: since before records began; `left` None: until further notice.
    """

    practice: str
    name: str
    group: str = ""
    joined: date | None = None
    left: date | None = None
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationLine:
    """A practice's people on a day: registered, and each named need weighting. A weighting not given is absent."""

    practice: str
    on: date
    registered: Decimal
    weighted: Mapping[str, Decimal] = field(default_factory=dict)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderLine:
    """A provider and what it is to the trust."""

    code: str
    name: str
    sort: ProviderSort
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days [opened, closed) of an organisation, with its name, for checking what is said of it."""

    name: str
    opened: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A practice's time in one group, [joined, left); `group` is the group's name."""

    group: str
    joined: date | None = None
    left: date | None = None


class HasProblems(Refusal):
    """A refusal of many rows at once. `problems` holds every one, at least one; nothing was recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        found = "1 problem was found" if count == 1 else f"{count} problems were found"
        first = self.problems[0]
        place = " ".join(filter(None, (first.file, f"row {first.row}" if first.row else "", first.column)))
        super().__init__(f"Nothing was stored: {found}. The first is in {place}: expected {first.expected}.")
