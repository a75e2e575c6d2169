"""Grossing up: the shortfall of services priced below cost is recovered over the others, pro rata to their cost.

To the penny by largest remainder (`core.apportion`). The loss lines stay visible with the price they have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.apportion import apportion
from core.errors import Refusal
from core.wording import listed, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A service with what it costs and what is charged for it in a year, in pence."""

    code: str
    name: str
    cost: int
    price: int
    loss_leader: bool = False

    @property
    def short(self) -> int:
        """By how much a loss leader's price stays below its cost; 0 for any other."""
        return self.cost - self.price if self.loss_leader else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossedLine:
    """A service with its part of the shortfall (pence): nothing for the loss leaders themselves."""

    priced: Priced
    part: int

    @property
    def before(self) -> int:
        """The price before grossing up."""
        return self.priced.price

    @property
    def after(self) -> int:
        """The price after grossing up."""
        return self.priced.price + self.part

    @property
    def percent(self) -> Fraction | None:
        """The part in per cent of the price before; None where that is zero."""
        return Fraction(100 * self.part, self.before) if self.before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossedUp:
    """All services after grossing up, in the order given; `shortfall` is what was recovered, in pence."""

    lines: tuple[GrossedLine, ...]
    shortfall: int

    @property
    def cost(self) -> int:
        """What all services cost."""
        return sum(line.priced.cost for line in self.lines)

    @property
    def before(self) -> int:
        """The sum of all prices before."""
        return sum(line.before for line in self.lines)

    @property
    def after(self) -> int:
        """The sum of all prices after: the sum before and the shortfall."""
        return sum(line.after for line in self.lines)


def gross_up(lines: Sequence[Priced]) -> GrossedUp:
    """Recover what the loss leaders fall short of over the other services, pro rata to their cost.

    >>> done = gross_up([
    ...     Priced(code="A", name="Podiatry", cost=10_000, price=9_000, loss_leader=True),
    ...     Priced(code="B", name="Dietetics", cost=20_000, price=20_000),
    ...     Priced(code="C", name="Nursing", cost=40_000, price=41_000),
    ... ])
    >>> [(line.before, line.part, line.after) for line in done.lines]
    [(9000, 0, 9000), (20000, 333, 20333), (41000, 667, 41667)]
    """
    check_priced(lines)
    shortfall = sum(line.short for line in lines)
    parts = dict.fromkeys((line.code for line in lines), 0)
    if shortfall:
        weights = {line.code: line.cost for line in lines if not line.loss_leader}
        if not any(weights.values()):
            raise Refusal(
                f"There is a shortfall of {sterling(shortfall)} on {listed([e.name for e in lines if e.loss_leader])}, "
                "but no other service with a cost above £0.00 over which it could be recovered."
            )
        parts |= apportion(shortfall, weights)
    return GrossedUp(lines=tuple(GrossedLine(priced=e, part=parts[e.code]) for e in lines), shortfall=shortfall)


def check_priced(lines: Sequence[Priced]) -> None:
    """Refuse services twice, below zero, and loss leaders that are not priced below cost."""
    seen: set[str] = set()
    for line in lines:
        if line.code in seen:
            raise Refusal(f"{line.name} ({line.code}) stands twice: each service has one cost and one price.")
        seen.add(line.code)
        if line.cost < 0 or line.price < 0:
            raise Refusal(f"{line.name}: cost and price cannot be below £0.00.")
        if line.loss_leader and line.price >= line.cost:
            raise Refusal(
                f"{line.name} is marked as a loss leader, but its price of {sterling(line.price)} is not below its "
                f"cost of {sterling(line.cost)}. Take the mark off, or lower the price."
            )
